import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { billReport } from '../../../app/contract/bills'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { toHex } from '../../../crypto'
import type { SupplierServiceConfig } from '../../../services/supplier/config'
import {
  EXAMPLE_SUPPLIER,
  dynamicTariff,
  tariffBody,
  threeTimesTariff
} from '../../../services/supplier/example-tariffs'
import { EXAMPLE_PUBLISHER, publishList } from '../../../services/supplier/publish-index'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { ZONE, exampleTerms } from '../../support/bills/bill-case'
import { exampleLoad } from '../../support/bills/example-loads'
import { householdBills } from '../../support/bills/household-bills'
import { type MadeChain, makeChain, memoryChains } from '../../support/bills/memory-chains'
import { seededRandom } from '../../support/seeded-random'
import { temporaryFolder } from '../../support/temporary-folder'

const primitives = createPlatformPrimitives()
const MARCH = toLocalDate('2026-03-01')
const spring = periodOfDays(MARCH, toLocalDate('2026-04-30'), ZONE)
const SECONDS = 3600

function chainOfSpring(seed: string): MadeChain {
  const count = (spring.end - spring.start) / SECONDS
  return makeChain({ seed, start: spring.start, seconds: SECONDS, intervals: exampleLoad(seed, count, SECONDS) })
}

function config(change: Partial<SupplierServiceConfig> = {}): SupplierServiceConfig {
  return {
    name: EXAMPLE_SUPPLIER,
    zone: ZONE,
    tariffs: [tariffBody(threeTimesTariff(exampleTerms()))],
    index: null,
    mistakes: [],
    ...change
  }
}

async function running(options: SupplierServiceConfig, stateFolder = temporaryFolder()) {
  const clock = simulatedServiceClock(spring.end)
  const service = await startSupplier({ config: options, stateFolder, port: 0, clock })
  let open = true
  const close = async (): Promise<void> => {
    if (open) await service.close()
    open = false
  }
  onTestFinished(close)
  return { url: service.url, stateFolder, close }
}

const agreement = (address: string, chain: MadeChain) => ({
  address,
  meterId: chain.id.meterId,
  first: MARCH,
  last: null,
  tariffHash: null,
  supplierKey: null
})

describe('a household and its supplier over HTTP', { timeout: 60_000 }, () => {
  it('agree, exchange records and RESPONSE, and two right bills come back', async () => {
    const supplier = await running(config())
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
    const supplier = await running(config())
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
    const first = await running(config(), folder)
    const chain = chainOfSpring('away')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.start)
    await home.bills.agree(agreement(first.url, chain))
    await first.close()
    home.setTime(spring.end)
    expect(await home.bills.step()).toEqual([{ kind: 'supplier', failure: 'unreachable' }])
    const second = await running(config(), folder)
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
    const supplier = await running(
      config({
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
    const supplier = await running(
      config({ mistakes: [{ kind: 'price', period: '2026-03-01', again: true, ...mistake }] })
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
    const supplier = await running(
      config({
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

describe('a supplier', { timeout: 60_000 }, () => {
  const post = async (url: string, body: Uint8Array<ArrayBuffer>): Promise<{ status: number; code: string }> => {
    const answer = await fetch(url, { method: 'POST', body })
    const { code } = (await answer.json()) as { code: string }
    return { status: answer.status, code }
  }

  it('refuses a RESPONSE whose numbers are not those of the commitments', async () => {
    const supplier = await running(config())
    const chain = chainOfSpring('liar')
    const honest = memoryChains([chain])
    // This household adds one watt-hour to its first opening; the record stays what the meter made it.
    const lying = {
      ...honest,
      entriesBetween: (...asked: Parameters<typeof honest.entriesBetween>) =>
        honest
          .entriesBetween(...asked)
          .map((entry) =>
            entry.record.counter === 0 && entry.opening
              ? { ...entry, opening: { ...entry.opening, value: (entry.opening.value + 1n) as never } }
              : entry
          )
    }
    const home = householdBills(lying)
    home.setTime(periodOfDays(MARCH, toLocalDate('2026-03-31'), ZONE).end)
    await home.bills.agree(agreement(supplier.url, chain))
    expect(await home.bills.step()).toEqual([{ kind: 'supplier', failure: 'refused' }])
    expect(home.bills.kept()).toEqual([])
  })

  it('answers garbage, unknown contracts and floods with a word each', async () => {
    const { url } = await running(config())
    const unknown = 'ab'.repeat(32)
    expect(await post(`${url}/offers`, new Uint8Array([1, 2, 3]))).toEqual({ status: 400, code: 'malformed' })
    expect(await post(`${url}/offers`, new Uint8Array(100_000))).toEqual({ status: 413, code: 'too-large' })
    expect(await post(`${url}/contracts/${unknown}/records`, new Uint8Array(8))).toEqual({
      status: 404,
      code: 'unknown'
    })
    expect(await post(`${url}/contracts/${unknown}/responses`, new Uint8Array(8))).toEqual({
      status: 404,
      code: 'unknown'
    })
    expect((await fetch(`${url}/documents/${unknown}`)).status).toBe(404)
    expect((await fetch(`${url}/contracts/${unknown}/bills/${unknown}`)).status).toBe(404)
  })

  it('signs the same tariff with the same hash after a restart', async () => {
    const folder = temporaryFolder()
    const first = await running(config(), folder)
    const before = await (await fetch(`${first.url}/tariffs`)).json()
    await first.close()
    const second = await running(config(), folder)
    expect(await (await fetch(`${second.url}/tariffs`)).json()).toEqual(before)
  })

  it('does not start with a tariff that is none, or with one of another supplier', async () => {
    const start = (tariff: Record<string, unknown>) =>
      startSupplier({
        config: config({ tariffs: [tariff] }),
        stateFolder: temporaryFolder(),
        port: 0,
        clock: simulatedServiceClock(toUtcSeconds(0))
      })
    const right = tariffBody(threeTimesTariff(exampleTerms()))
    await expect(start({ ...right, zone: undefined })).rejects.toMatchObject({ code: 'supplier-tariff' })
    await expect(start({ ...right, supplier: 'Andere Werke' })).rejects.toMatchObject({ code: 'supplier-tariff' })
  })
})
