import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { atOnce } from '../../../app/bills/pause'
import type { StoredBill } from '../../../app/bills/bill-store'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { decodeSignedFile } from '../../../app/bills/documents/signed-file'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { sourcesFromParts } from '../../../app/bills/records/record-sources'
import { billReport } from '../../../app/bills/report/bill-report'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import { toCents } from '../../../app/domain/money'
import { billReport as reportSchema } from '../../../app/contract/bills'
import { createNobleKernel } from '../../../crypto'
import { told } from '../../support/bills/attack'
import { primitives } from '../../support/bills/bill-case'
import { INSTALLED_AT, REMOVED_AT, drawnIn, fedIn, richCase } from '../../support/bills/rich-case'
import { seededRandom } from '../../support/seeded-random'

const made = richCase()
const { bill } = made
const HOUR = 3600

/** The month again, with nothing of the program: readings by the hour, prices from a list, cents by hand. */
function plainMonth() {
  const start = Date.parse('2026-05-31T22:00:00Z') / 1000
  const end = Date.parse('2026-06-30T22:00:00Z') / 1000
  let [low, standard, fed] = [0n, 0n, 0n]
  const lowBefore: bigint[] = [0n, 0n]
  for (let time = start; time < end; time += HOUR) {
    fed += fedIn(time)
    const isCut = time === REMOVED_AT - (REMOVED_AT % HOUR)
    if (time > REMOVED_AT && time < INSTALLED_AT) continue
    const value = isCut ? 111n : drawnIn(time)
    const local = new Date((time + 2 * HOUR) * 1000)
    const isLow = local.getUTCHours() < 6
    const half = local.getUTCDate() < 16 ? 0 : 1
    if (isLow) {
      low += value
      lowBefore[half] = (lowBefore[half] ?? 0n) + value
    } else standard += value
  }
  return { low, standard, fed, lowBefore, total: low + standard }
}

const cent = (amount: bigint): bigint => {
  const size = amount < 0n ? -amount : amount
  const cents = (2n * size + 10_000_000n) / 20_000_000n
  return amount < 0n ? -cents : cents
}

describe('a bill of version 2', { timeout: 60_000 }, () => {
  it('says so in its file, and is correct', async () => {
    expect(decodeSignedFile(primitives, made.fileOf(bill)).version).toBe(2)
    const result = await made.verify(bill)
    expect(told(result)).toEqual(['correct'])
    expect(result.checks.filter(({ state }) => state === 'passed').map(({ id }) => id)).toContain('V17')
    const report = billReport(result, {
      seenAt: made.sources.store.bills().length as never,
      durationMs: 1,
      kernel: 'x'
    })
    expect(reportSchema.safeParse(report).success).toBe(true)
    expect(report?.summary.difference).toBe(0)
    expect(report?.lines.slice(-3).map(({ kind }) => kind)).toEqual(['credit', 'instalment', 'due'])
    expect(report?.lines.filter(({ fedIn }) => fedIn).map(({ name }) => name)).toEqual(['Einspeisung'])
  })

  it('has the lines and cents of a plain computation', () => {
    const plain = plainMonth()
    const limit = 300_000n
    const above = plain.total - limit
    expect(above).toBeGreaterThan(0n)
    // VAT falls on 16 June: what counts by windows was opened in two halves of the month.
    const windows = bill.lines.filter(({ component }) => component === 'Netzentgelt')
    expect(windows.map(({ window, first, energy, vat }) => [window, first, energy, vat])).toEqual([
      ['Niedrig', '2026-06-01', plain.lowBefore[0], 1900],
      ['Niedrig', '2026-06-16', plain.lowBefore[1], 1600],
      ['Standard', '2026-06-01', expect.anything(), 1900],
      ['Standard', '2026-06-16', expect.anything(), 1600]
    ])
    expect((windows[2]?.energy ?? 0n) + (windows[3]?.energy ?? 0n)).toBe(plain.standard)
    const one = (component: string, window: string | null = null) =>
      bill.lines.filter((line) => line.component === component && line.window === window)
    expect(one('Arbeitspreis', 'bis 10 kWh')).toMatchObject([{ energy: limit, cents: cent(limit * 180_000n) }])
    expect(one('Arbeitspreis', 'darüber')).toMatchObject([{ energy: above, cents: cent(above * 240_000n) }])
    expect(one('Stromsteuer')).toMatchObject([{ energy: plain.total, cents: cent(plain.total * 20_500n) }])
    expect(one('Einspeisung', 'Immer')).toMatchObject([
      { energy: plain.fed, cents: cent(plain.fed * -79_400n), vat: 0 }
    ])
    expect(one('Messung')).toMatchObject([{ days: 30, cents: 167n }])
    expect(one('Grundpreis').map(({ days, cents, vat }) => [days, cents, vat])).toEqual([
      [15, 570n, 1900],
      [15, 570n, 1600]
    ])
    expect(one('Treue')).toMatchObject([{ cents: -500n, first: '2026-06-20' }])
    const net = (rate: number): bigint =>
      bill.lines.filter(({ vat }) => vat === rate).reduce((sum, { cents }) => sum + (cents ?? 0n), 0n)
    expect(bill.taxes.map(({ rate, net: stated }) => [rate, stated])).toEqual(
      [1900, 1600, 0].map((rate) => [rate, net(rate)])
    )
    const vat = [1900, 1600].map((rate) => (2n * net(rate) * BigInt(rate) + 10_000n) / 20_000n)
    expect(bill.total).toBe(net(1900) + net(1600) + net(0) + (vat[0] ?? 0n) + (vat[1] ?? 0n))
    expect(bill.due).toBe(bill.total - 2500n - 9500n)
  })

  it('joins two meters by the signed statement, and is open without it', async () => {
    expect(bill.segments.map(({ meterId, obis }) => [meterId, obis])).toEqual([
      ['1WVL0000000001', OBIS_DRAWN],
      ['1WVL0000000077', OBIS_DRAWN],
      ['1WVL0000000001', 0x0208]
    ])
    const withoutStatement = (hash: string) => (hash === made.exchange?.hash ? null : made.sources.store.document(hash))
    const store = { ...made.sources.store, documents: () => [], document: withoutStatement }
    const result = await verifyBill({ ...made.sources, store }, made.fileOf(bill))
    expect(told(result)).toEqual(['cannot-be-checked', 'V7 meter-change-unconfirmed'])
    // Without a word of an exchange it is simply another meter.
    const silent = await verifyBill({ ...made.sources, store }, made.fileOf({ ...bill, exchanges: [] }))
    expect(told(silent)).toContain('V4 other-meter')
    const named = await made.verify({ ...bill, exchanges: ['ab'.repeat(32)] })
    expect(told(named)).toContain('V7 other-exchange')
  })

  it('holds removal and installation readings against the records', async () => {
    const [old] = made.chains
    const stored = old?.registers.get(old.entries[0]!.record.intervalStart)
    if (!old || stored === undefined) throw new Error('meter')
    old.registers.set(old.entries[0]!.record.intervalStart, stored + 5n)
    expect(told(await made.verify(bill))).toEqual(['cannot-be-checked', 'V12 own-register-differs'])
    old.registers.set(old.entries[0]!.record.intervalStart, stored)
    // The new meter's first reading is the operator's, whether the household has one of its own or not.
    const fresh = made.chains[1]!
    const own = fresh.registers.get(INSTALLED_AT)!
    fresh.registers.delete(INSTALLED_AT)
    const last = fresh.entries.at(-1)!.record
    const end = fresh.registers.get(last.intervalStart + last.seconds)!
    const printed = (more: bigint): Bill => ({
      ...bill,
      registers: [{ ...fresh.id, resolution: 1, start: own + more, end: end + more }]
    })
    expect(told(await made.verify(printed(0n)))).toEqual(['correct'])
    expect(told(await made.verify(printed(1n)))).toEqual(['wrong', 'V12 register-differs'])
    fresh.registers.set(INSTALLED_AT, own)
  })

  it('is verified without readings, both registers and both meters', async () => {
    const parts = atOnce(evidenceOf(made.sources, made.fileOf(bill)))
    expect(parts.deliveries.length).toBe(3)
    const work = createInProcessWork(createNobleKernel(), seededRandom('rich sealed'))
    const result = await verifyBill(await sourcesFromParts(primitives, work, parts), parts.bill)
    expect(told(result)).toEqual(['correct'])
    const feed = bill.cells.map((cell) =>
      cell.name.startsWith('2.8.0') ? { ...cell, energy: cell.energy + 1n } : cell
    )
    const other = { ...parts, bill: made.fileOf({ ...bill, cells: feed }) }
    expect(told(await verifyBill(await sourcesFromParts(primitives, work, other), other.bill))).toContain(
      'V14 cell-energy'
    )
  })

  it('finds what is wrong in credits, instalments and what is due, with the amount', async () => {
    const settle = (settlement: Bill['settlement']): Bill => ({
      ...bill,
      settlement,
      due: toCents(settlement.reduce((sum, { cents }) => sum + cents, bill.total as bigint))
    })
    const [credit, instalment] = bill.settlement
    if (!credit || !instalment) throw new Error('settlement')
    const codes = async (changed: Bill) => told(await made.verify(changed))
    expect(await codes(settle([credit]))).toEqual(['wrong', 'V17 instalment-missing'])
    expect(await codes(settle([instalment]))).toEqual(['wrong', 'V17 credit-missing'])
    expect(await codes(settle([credit, { ...instalment, cents: toCents(-9400n) }]))).toEqual([
      'wrong',
      'V17 instalment-amount'
    ])
    // B7: a credit with the wrong sign.
    expect(await codes(settle([{ ...credit, cents: toCents(2500n) }, instalment]))).toEqual([
      'wrong',
      'V17 credit-amount'
    ])
    const extra = { ...credit, name: 'Kulanz', cents: toCents(-100n) }
    expect(await codes(settle([credit, instalment, extra]))).toEqual(['correct-with-remarks', 'V17 credit-unexpected'])
    expect(await codes(settle([credit, instalment, { ...extra, cents: toCents(100n) }]))).toEqual([
      'wrong',
      'V17 credit-unexpected'
    ])
    expect(await codes({ ...bill, due: toCents(bill.due + 1n) })).toEqual(['wrong', 'V17 due'])
    const carried = { kind: 'carry-over' as const, name: 'Rest', day: bill.issued, cents: toCents(1200n), bill: 'X-1' }
    expect(await codes(settle([credit, instalment, carried]))).toEqual(['cannot-be-checked', 'V17 carry-over-unknown'])
    const short = await made.verify(settle([credit, { ...instalment, cents: toCents(-9400n) }]))
    expect(billReport(short, { seenAt: 0 as never, durationMs: 1, kernel: 'x' })?.summary.difference).toBe(100)
  })

  it('carries over what an accepted bill left, once and to the cent', async () => {
    const earlier = { ...bill, number: 'earlier', due: toCents(bill.due) }
    const file = made.fileOf(earlier)
    const before = { start: toUtcSeconds(bill.period.start - 30 * 86_400), end: bill.period.start }
    const stored = {
      hash: decodeSignedFile(primitives, file).hash,
      file,
      contractHash: made.contract.hash,
      number: 'earlier',
      period: before,
      verdict: 'correct' as const,
      accepted: true,
      replacedBy: null,
      seenAt: bill.period.end,
      report: '{}'
    }
    const rest = { kind: 'carry-over' as const, name: 'Rest', day: bill.issued, cents: bill.due, bill: 'earlier' }
    const carrying = { ...bill, number: 'carrying', settlement: [...bill.settlement, rest] }
    const between = { ...stored, hash: 'b'.repeat(64), number: 'carrying', file: made.fileOf(carrying) }
    let bills: StoredBill[] = [stored]
    const store = { ...made.sources.store, bills: () => bills }
    const codes = async (cents: bigint, times = 1) => {
      const item = { ...rest, cents: toCents(cents) }
      const settlement = [...bill.settlement, ...Array.from({ length: times }, () => item)]
      const due = toCents(settlement.reduce((sum, one) => sum + one.cents, bill.total as bigint))
      const result = await verifyBill({ ...made.sources, store }, made.fileOf({ ...bill, settlement, due }))
      return told(result).filter((code) => code.startsWith('V17'))
    }
    expect(await codes(bill.due)).toEqual([])
    expect(await codes(bill.due + 1n)).toEqual(['V17 carry-over-amount'])
    expect(await codes(bill.due, 2)).toEqual(['V17 carry-over-twice'])
    bills = [{ ...stored, replacedBy: 'c'.repeat(64) }]
    expect(await codes(bill.due)).toEqual(['V17 carry-over-unknown'])
    bills = [stored, between]
    expect(await codes(bill.due)).toEqual(['V17 carry-over-twice'])
    // One of the same period is the bill that this one corrects, and carries the same rest.
    bills = [stored, { ...between, period: bill.period }]
    expect(await codes(bill.due)).toEqual([])
  })

  it('names another price of a block, a month, a window by season and the feed-in', async () => {
    const changed = (component: string, by: bigint, window: string | null = null) => {
      const lines = bill.lines.map((line) =>
        line.component === component && (window === null || line.window === window)
          ? { ...line, price: (line.price ?? 0n) + by }
          : line
      )
      return made.verify({ ...bill, lines })
    }
    expect(told(await changed('Arbeitspreis', 100n, 'darüber'))).toContain('V15 block-price')
    expect(told(await changed('Messung', 1_000_000n))).toContain('V15 fee-price')
    expect(told(await changed('Netzentgelt', 1000n, 'Niedrig'))).toContain('V13 price')
    expect(told(await changed('Einspeisung', 1000n))).toContain('V13 price')
    expect(told(await changed('Treue', 100n))).toContain('V15 credit-price')
    const energies = bill.lines.map((line) =>
      line.window === 'darüber' ? { ...line, energy: (line.energy ?? 0n) + 1n } : line
    )
    expect(told(await made.verify({ ...bill, lines: energies }))).toContain('V14 line-energy')
  })
})
