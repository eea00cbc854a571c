import { describe, expect, it } from 'vitest'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { MAX_FILE_BYTES, encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { encodeTariff } from '../../../app/bills/documents/tariff-document'
import { openedFile } from '../../../app/contract/bills'
import { periodOfDay, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { dynamicTariff, flatTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import {
  type BillCase,
  type CaseOptions,
  ZONE,
  billCase,
  exampleTerms,
  primitives
} from '../../support/bills/bill-case'
import { householdBills } from '../../support/bills/household-bills'

const meter = '1WVL0000000001'

/** A household with the readings and documents of a case, and whatever of them it has been given. */
function opened(options: CaseOptions = {}, given: { contract?: boolean } = {}) {
  const made = billCase({ seconds: 3600, ...options })
  const store = { ...made.store, ...(given.contract === false ? { contracts: () => [] } : {}) }
  const home = householdBills(made.sources.chains, 'opened', store)
  home.setTime(made.period.end)
  return { made, home, open: (...tokens: string[]) => home.bills.procedures['bills.open']({ files: tokens }) }
}

const billFile = (made: BillCase): Uint8Array => encodeSignedFile(made.sign(made.bill))

describe('opening files', { timeout: 60_000 }, () => {
  it('verifies a bill, keeps it, tells of its progress, and lists it', async () => {
    const { made, home, open } = opened()
    home.documents.put('token', billFile(made))
    const [result] = await open('token')
    expect(openedFile.parse(result)).toEqual({ kind: 'bill', name: 'token', hash: made.sign(made.bill).hash })
    const list = await home.bills.procedures['bills.list']({})
    expect(list).toMatchObject([{ number: '2026-03-0001', verdict: 'correct', seenAt: made.period.end }])
    const progress = home.events
      .filter(({ name }) => name === 'bills.progress')
      .map(({ payload }) => payload as { check: string; state: string; done: number; total: number })
    expect(progress.at(-1)).toMatchObject({ check: 'V19', state: 'passed' })
    expect(progress.map(({ done }) => done)).toEqual([...progress.map(({ done }) => done)].sort((a, b) => a - b))
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
    expect(progress.filter(({ check, state }) => check === 'V11' && state === 'running').length).toBeGreaterThan(2)
    expect(home.events.at(-1)?.name).toBe('bills.changed')
  })

  it('shows the report of a kept bill and the arithmetic of its intervals', async () => {
    const { made, home, open } = opened()
    home.documents.put('token', billFile(made))
    await open('token')
    const hash = made.sign(made.bill).hash
    expect((await home.bills.procedures['bills.report']({ hash })).lines).toHaveLength(6)
    const interval = await home.bills.procedures['bills.interval']({ hash, start: made.period.start + 7200 })
    expect(interval).toMatchObject({ start: made.period.start + 7200, fits: true })
    await expect(home.bills.procedures['bills.interval']({ hash, start: 5 })).rejects.toMatchObject({
      code: 'interval-unknown'
    })
    await expect(home.bills.procedures['bills.report']({ hash: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'bill-unknown'
    })
  })

  it('takes contract, tariff, list and bill in whatever order they were dropped', async () => {
    const made = billCase({ seconds: 3600, tariff: dynamicTariff(exampleTerms()), listPrice: () => 50_000n })
    const home = householdBills(made.sources.chains, 'order')
    home.setTime(made.period.end)
    const { store } = made
    home.documents.put('bill', billFile(made))
    home.documents.put('list', store.document(made.bill.index?.list ?? '')?.file ?? '')
    home.documents.put('tariff', store.document(made.bill.tariff)?.file ?? '')
    home.documents.put('contract', store.contracts()[0]?.file ?? '')
    const results = await home.bills.procedures['bills.open']({ files: ['bill', 'list', 'tariff', 'contract'] })
    expect(results.map(({ kind, name }) => [kind, name])).toEqual([
      ['bill', 'bill'],
      ['price-list', 'list'],
      ['tariff', 'tariff'],
      ['contract', 'contract']
    ])
    // The RESPONSE was sent by another installation of this household: the same readings make it again.
    const [summary] = await home.bills.procedures['bills.list']({})
    expect(summary).toMatchObject({ verdict: 'correct', difference: 0 })
    expect(await home.bills.procedures['bills.contracts']({})).toEqual([
      {
        id: 'M-2026-0417',
        supplier: 'Stromwerk Musterau',
        first: '2026-03-01',
        tariff: 'Musterau Dynamisch',
        tariffKind: 'dynamic',
        meters: [meter]
      }
    ])
  })

  it('refuses each file it cannot read with a word of its own, and takes the others', async () => {
    const { made, home, open } = opened()
    home.documents.put('garbage', 'not a bill')
    home.documents.put('newer', new TextDecoder().decode(billFile(made)).replace('bill/1', 'bill/9'))
    home.documents.put('flood', new Uint8Array(MAX_FILE_BYTES + 1))
    home.documents.put('bill', billFile(made))
    const results = await open('garbage', 'gone', 'newer', 'flood', 'bill')
    expect(results.map((result) => (result.kind === 'refused' ? result.reason.code : result.kind))).toEqual([
      'damaged',
      'file-gone',
      'newer-version',
      'too-large',
      'bill'
    ])
  })

  it('keeps no tariff and no list of an author it does not know', async () => {
    const { made, home, open } = opened({}, { contract: false })
    home.documents.put(
      'tariff',
      encodeSignedFile(signFile(primitives, 'tariff', encodeTariff(made.tariff), made.supplierSeed))
    )
    const list = {
      name: 'x',
      publisher: 'x',
      currency: 'EUR' as const,
      start: toUtcSeconds(0),
      end: toUtcSeconds(900),
      seconds: 900,
      prices: [1n as never]
    }
    home.documents.put(
      'list',
      encodeSignedFile(signFile(primitives, 'index', encodeIndexList(list), made.publisherSeed))
    )
    const results = await open('tariff', 'list')
    expect(results.map((result) => result.kind === 'refused' && result.reason.code)).toEqual([
      'document-author-unknown',
      'document-author-unknown'
    ])
  })

  it('can be cancelled, keeps nothing of the bill, and goes on afterwards', async () => {
    const { made, home, open } = opened()
    home.documents.put('token', billFile(made))
    const running = open('token')
    await home.bills.procedures['bills.cancel']({})
    await expect(running).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' })
    expect(home.bills.kept()).toEqual([])
    expect(await open('token')).toMatchObject([{ kind: 'bill' }])
  })

  it('changes nothing where a bill is only verified', async () => {
    const { made, home } = opened()
    const { verification, report } = await home.bills.verify(billFile(made))
    expect([verification.verdict, report?.summary.verdict]).toEqual(['correct', 'correct'])
    expect(home.bills.kept()).toEqual([])
    expect(home.events).toEqual([])
  })

  it('does not show a stored report that speaks of another bill (B24)', async () => {
    const { made, home, open } = opened()
    home.documents.put('token', billFile(made))
    await open('token')
    const hash = made.sign(made.bill).hash
    const stored = home.store.bill(hash)
    if (!stored) throw new Error('not kept')
    home.store.keepBill({ ...stored, report: stored.report.replaceAll(hash, 'ab'.repeat(32)) })
    await expect(home.bills.procedures['bills.report']({ hash })).rejects.toMatchObject({ code: 'database-damaged' })
    home.store.keepBill({ ...stored, report: '{"summary":' })
    await expect(home.bills.procedures['bills.list']({})).rejects.toMatchObject({ code: 'database-damaged' })
  })
})

describe('prices for the pages', () => {
  const day = periodOfDay(toLocalDate('2026-03-10'), ZONE)

  it('are the stages of the day with their gross prices and ranks', () => {
    const { home } = opened({ tariff: threeTimesTariff(exampleTerms()) })
    const bands = home.bills.prices.bands(meter, day, 900)
    expect(bands.map(({ name, price, rank }) => [name, price, rank])).toEqual([
      ['Nacht', 254_660_000, 1],
      ['Tag', 311_780_000, 2],
      ['Abend', 393_890_000, 3],
      ['Nacht', 254_660_000, 1]
    ])
    expect(bands.map(({ start }) => (start - day.start) / 3600)).toEqual([0, 6, 17, 22])
    expect(bands.at(-1)?.end).toBe(day.end)
  })

  it('have one band under a flat tariff, and one per step under a dynamic one', () => {
    const flat = opened({ tariff: flatTariff(exampleTerms()) }).home.bills.prices.bands(meter, day, 900)
    expect(flat.map(({ name, rank }) => [name, rank])).toEqual([['Musterau Klassik', 1]])
    const made = opened({
      tariff: dynamicTariff(exampleTerms()),
      listPrice: (start) => BigInt((start % 86_400) - 9000)
    })
    const bands = made.home.bills.prices.bands(meter, day, 900)
    expect(bands).toHaveLength(24)
    expect(bands.map(({ name }) => name).join('')).toBe('')
    expect(new Set(bands.map(({ rank }) => rank))).toEqual(new Set([1, 2, 3]))
  })

  it('are not made up where there is no contract, another meter, or no list', () => {
    const { home } = opened({ tariff: flatTariff(exampleTerms()) })
    expect(home.bills.prices.bands('OTHER', day, 900)).toEqual([])
    expect(home.bills.prices.bands(meter, periodOfDay(toLocalDate('2026-02-10'), ZONE), 900)).toEqual([])
    const made = opened({ tariff: dynamicTariff(exampleTerms()), listPrice: () => 1n })
    expect(made.home.bills.prices.bands(meter, periodOfDay(toLocalDate('2026-05-10'), ZONE), 900)).toEqual([])
  })
})
