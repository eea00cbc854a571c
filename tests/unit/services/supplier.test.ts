import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { billReport } from '../../../app/contract/bills'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toHex } from '../../../crypto'
import { EXAMPLE_SUPPLIER, dynamicTariff, tariffBody } from '../../../services/supplier/example-tariffs'
import { EXAMPLE_PUBLISHER, publishList } from '../../../services/supplier/publish-index'
import { ZONE, exampleTerms } from '../../support/bills/bill-case'
import { householdBills } from '../../support/bills/household-bills'
import { memoryChains } from '../../support/bills/memory-chains'
import {
  MARCH,
  SECONDS,
  agreement,
  chainOfSpring,
  runningSupplier,
  spring,
  supplierConfig
} from '../../support/bills/running-supplier'
import { seededRandom } from '../../support/seeded-random'
import { temporaryFolder } from '../../support/temporary-folder'

const primitives = createPlatformPrimitives()

describe('a household and its supplier over HTTP', { timeout: 60_000 }, () => {
  it('agree, exchange records and RESPONSE, and two right bills come back', async () => {
    const supplier = await runningSupplier(supplierConfig())
    const chain = chainOfSpring('two months')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.start)
    const view = await home.bills.agree(agreement(supplier.url, chain))
    expect(view).toMatchObject({
      supplier: EXAMPLE_SUPPLIER,
      tariffKind: 'time-of-use',
      tariff: 'Musterau Drei Zeiten'
    })
    expect(await home.bills.step()).toEqual([])
    home.setTime(spring.end + 600)
    expect(await home.bills.step()).toEqual([])
    const list = await home.bills.procedures['bills.list']({})
    expect(list.map(({ number, verdict, difference }) => ({ number, verdict, difference }))).toEqual([
      { number: '2026-04-0002', verdict: 'correct', difference: 0 },
      { number: '2026-03-0001', verdict: 'correct', difference: 0 }
    ])
    for (const { hash } of list) billReport.parse(await home.bills.procedures['bills.report']({ hash }))
    expect(home.sent.some(({ purpose, about }) => purpose === 'bill-response' && about === spring.start)).toBe(true)
  })

  it('repeat every step without sending or opening anything twice', async () => {
    const supplier = await runningSupplier(supplierConfig())
    const chain = chainOfSpring('repeat')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.end + 600)
    await home.bills.agree(agreement(supplier.url, chain))
    const responses = () => home.sent.filter(({ purpose }) => purpose === 'bill-response').length
    const before = responses()
    await home.bills.step()
    await home.bills.step()
    expect(responses()).toBe(before)
    expect(home.bills.kept()).toHaveLength(2)
    expect(home.store.openedIn(chain.id, spring)).toHaveLength(2)
  })

  it('go on after the supplier was away, with the same bytes', async () => {
    const folder = temporaryFolder()
    const first = await runningSupplier(supplierConfig(), folder)
    const chain = chainOfSpring('away')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.start)
    await home.bills.agree(agreement(first.url, chain))
    await first.close()
    home.setTime(spring.end)
    expect(await home.bills.step()).toEqual([{ kind: 'supplier', failure: 'unreachable' }])
    const second = await runningSupplier(supplierConfig(), folder)
    const contract = home.store.contracts()[0]
    if (!contract) throw new Error('no contract')
    const again = householdBills(memoryChains([chain]), 'household', {
      ...home.store,
      contracts: () => [{ ...contract, address: second.url }]
    })
    again.setTime(spring.end)
    expect(await again.bills.step()).toEqual([])
    expect(again.bills.kept().map(({ verdict }) => verdict)).toEqual(['correct', 'correct'])
  })

  it('find a wrong price table out: the line, the days and the cents', async () => {
    const supplier = await runningSupplier(
      supplierConfig({
        mistakes: [
          {
            kind: 'price',
            period: '2026-04-01',
            component: 'Arbeitspreis',
            window: 'Abend',
            from: '2026-04-16',
            price: '389000'
          }
        ]
      })
    )
    const chain = chainOfSpring('mistake')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.end)
    await home.bills.agree(agreement(supplier.url, chain))
    const [april, march] = home.bills.kept()
    expect(march?.verdict).toBe('correct')
    const report = await home.bills.procedures['bills.report']({ hash: april?.hash ?? '' })
    expect(report.summary.verdict).toBe('wrong')
    expect(report.summary.difference).toBeGreaterThan(100)
    const finding = report.checks.flatMap(({ findings }) => findings)
    expect(finding.map(({ check, code }) => `${check} ${code}`)).toEqual(['V13 price'])
    expect(finding[0]?.params).toMatchObject({
      window: 'Abend',
      first: '2026-04-16',
      last: '2026-04-30',
      intervals: 75,
      expected: 331_000_000,
      billed: 389_000_000
    })
    const wrong = report.lines.filter((line) => line.wrong)
    expect(wrong.map(({ name, kind }) => ({ name, kind }))).toEqual([{ name: 'Abend', kind: 'energy' }])
    expect(report.lines.filter(({ followsFrom }) => followsFrom !== null).map(({ kind }) => kind)).toEqual([
      'vat',
      'total'
    ])
    expect(report.map.filter(({ slots }) => slots.includes('x')).map(({ date }) => date)[0]).toBe('2026-04-16')
  })

  it('find the wrong one of two bills for a period, where it says that it replaces the right one', async () => {
    const mistake = { component: 'Arbeitspreis', window: 'Abend', from: '2026-03-16', price: '389000' } as const
    const supplier = await runningSupplier(
      supplierConfig({ mistakes: [{ kind: 'price', period: '2026-03-01', again: true, ...mistake }] })
    )
    const chain = chainOfSpring('again')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.end)
    await home.bills.agree(agreement(supplier.url, chain))
    const march = home.bills.kept().filter(({ period }) => period.start === spring.start)
    expect(march.map(({ number, verdict, replacedBy }) => [number, verdict, replacedBy])).toEqual([
      ['2026-03-0001', 'correct', null],
      ['2026-03-0002', 'wrong', null]
    ])
    const report = await home.bills.procedures['bills.report']({ hash: march[1]?.hash ?? '' })
    expect(report.checks.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual(['price'])
  })

  it('bill a dynamic price from the list of somebody else', async () => {
    const folder = temporaryFolder()
    const publisherSeed = seededRandom('publisher').bytes(32)
    const supplier = await runningSupplier(
      supplierConfig({
        tariffs: [tariffBody(dynamicTariff(exampleTerms()))],
        index: { publisher: EXAMPLE_PUBLISHER, key: toHex(primitives.ed25519.publicKey(publisherSeed)), folder },
        mistakes: [{ kind: 'surcharge', period: '2026-04-01', b: '150000' }]
      })
    )
    const chain = chainOfSpring('dynamic')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.end)
    await home.bills.agree(agreement(supplier.url, chain))
    expect(await home.bills.step()).toEqual([
      { kind: 'period', first: '2026-03-01', reason: 'no-list' },
      { kind: 'period', first: '2026-04-01', reason: 'no-list' }
    ])
    const random = seededRandom('prices')
    const prices = Array.from({ length: (spring.end - spring.start) / 900 }, () =>
      BigInt(random.below(300_000) - 60_000)
    )
    for (const [first, last] of [
      ['2026-03-01', '2026-03-31'],
      ['2026-04-01', '2026-04-30']
    ] as const) {
      const period = periodOfDays(toLocalDate(first), toLocalDate(last), ZONE)
      const table = { start: spring.start, seconds: 900, prices }
      const publication = { name: 'Stundenpreise', publisher: EXAMPLE_PUBLISHER, period, seconds: SECONDS }
      writeFileSync(
        join(folder, `${first}.json`),
        encodeSignedFile(publishList(primitives, publisherSeed, table, publication))
      )
    }
    expect(await home.bills.step()).toEqual([])
    const [april, march] = home.bills.kept()
    expect(march?.verdict).toBe('correct')
    const report = await home.bills.procedures['bills.report']({ hash: april?.hash ?? '' })
    expect(report.summary.verdict).toBe('wrong')
    expect([...new Set(report.checks.flatMap(({ findings }) => findings.map(({ code }) => code)))]).toEqual([
      'index-terms',
      'index-price',
      'index-amount'
    ])
    const energy = chain.entries
      .filter(({ record }) => record.intervalStart >= periodOfDays(toLocalDate('2026-04-01'), MARCH, ZONE).start)
      .reduce((sum, { opening }) => sum + (opening?.value ?? 0n), 0n)
    // 0.2 ct more per kWh, and 19 % VAT on it.
    expect(report.summary.difference).toBeCloseTo((Number(energy) * 2000 * 1.19) / 1e7, -1)
  })
})
