/**
 * A year of real homes (half-hourly, 31 of them) billed by month under five tariffs, with real Austrian and German
 * market prices: every bill equals a plain computation that shares no code with the program. The ordinary run bills every
 * home under every tariff for one month, another one for each home; WATTVEIL_FULL=1 bills all twelve months of all.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { addDays, monthOf, periodOfDays, toLocalDate, toTimeZone } from '../../app/domain/calendar'
import { toUtcSeconds } from '../../app/domain/interval'
import { toCents, toPrice } from '../../app/domain/money'
import { type MadeChain, makeChain } from '../support/bills/memory-chains'
import { type Billed, type PlainSpan, plainTotal, realTariffs } from '../support/bills/real-tariffs'
import { rememberingWork } from '../support/bills/remembering-work'
import { type BilledPeriod, yearOfBills } from '../support/bills/year-of-bills'
import { seededRandom } from '../support/seeded-random'
import { describeWithData } from '../support/shared-data'

const HALF_HOUR = 1800
const VIENNA = toTimeZone('Europe/Vienna')
/** Both markets are known by the hour from here for a year. */
const FIRST = toLocalDate('2024-10-01')
const YEAR = spanOf(FIRST, toLocalDate('2025-09-30'))
const FULL = process.env['WATTVEIL_FULL'] !== undefined
const ROWS = 365 * 48
const HOMES = 31
const TARIFFS = 5

describeWithData('bills of real homes over a year', (folder) => {
  const text = (...path: string[]): string => gunzipSync(readFileSync(join(folder, ...path))).toString('utf8')
  const [header = '', ...rows] = text('readings', 'sgsc_nsw_30min_2013_31homes.csv.gz').trim().split('\n')
  const cells = rows.map((row) => row.split(','))
  const homes = header.split(',').slice(1)
  const markets = {
    austria: pricesIn(text('prices', 'at_dayahead_hourly_2017-09-21_2026-08-21.csv.gz')),
    germany: pricesIn(text('prices', 'de_lu_dayahead_hourly_2024-01-01_2025-09-30.csv.gz'))
  }
  const kernel = loadKernel()
  let bills = 0

  it('has the data of all homes', () => {
    expect([homes.length, rows.length]).toEqual([HOMES, ROWS])
    expect(Math.min(...[...markets.austria.values()].map(Number))).toBeLessThan(0)
  })

  it.each(homes)(
    `home %s under five tariffs, ${FULL ? 'all twelve months' : 'one month of the year'}: to the cent, and one cent, one interval, one price named`,
    async (home) => {
      const column = homes.indexOf(home) + 1
      const span = FULL ? YEAR : monthSpan((column - 1) % 12)
      const skipped = (span.start - YEAR.start) / HALF_HOUR
      // Missing half hours (under one in a hundred) count nothing.
      const values = cells
        .slice(skipped, skipped + (span.end - span.start) / HALF_HOUR)
        .map((row) => BigInt(Math.round((Number(row[column]) || 0) * 1000)))
      const chain = chainOf(home, span, values)
      // Five tariffs over the same records: their openings are checked once.
      const work = rememberingWork(createInProcessWork(kernel, seededRandom(`real home ${home}`)))
      for (const [index, billed] of realTariffs(markets, span).entries()) {
        const tried = FULL || index === column % TARIFFS
        await billAll({ chain, values, billed, span, work }, tried)
      }
    },
    900_000
  )

  it('has billed every home under every tariff', () => {
    expect(bills).toBe(HOMES * TARIFFS * (FULL ? 12 : 1))
  })

  async function billAll({ chain, values, billed, span, work }: Case, tried: boolean): Promise<void> {
    let month = 0
    const { tariff, list } = billed
    for await (const one of yearOfBills({
      chain,
      tariff,
      list,
      zone: VIENNA,
      first: span.first,
      last: span.last,
      work
    })) {
      const { bill, verification } = one
      expect([tariff.name, bill.number, verification.verdict, bill.total]).toEqual([
        ...[tariff.name, bill.number, 'correct'],
        plainTotal(billed, values, span.start, bill.period)
      ])
      bills += 1
      if (tried && month++ === (FULL ? 1 : 0)) await changeOne(one)
    }
  }
})

type Case = {
  readonly chain: MadeChain
  readonly values: readonly bigint[]
  readonly billed: Billed
  readonly span: PlainSpan
  readonly work: ReturnType<typeof rememberingWork>
}

/** One cent, one watt-hour, one interval's price, one line's price: each is found and named. */
async function changeOne({ bill, verify }: BilledPeriod): Promise<void> {
  const cent = await verify({ ...bill, total: toCents(bill.total + 1n), due: toCents(bill.due + 1n) })
  expect(cent.findings.map(({ check, code, params }) => [check, code, params['cents']])).toEqual([['V16', 'total', 1]])
  const [cell, ...rest] = bill.cells
  const hour = await verify({ ...bill, cells: cell ? [{ ...cell, energy: cell.energy + 1n }, ...rest] : [] })
  expect(hour.findings.map(({ code, params }) => [code, params['cell']])).toEqual([['cell-energy', cell?.name]])
  if (bill.index) {
    const prices = bill.index.prices.map((price, index) => (index === 700 ? toPrice(price + 1n) : price))
    const one = await verify({ ...bill, index: { ...bill.index, prices } })
    expect(one.findings.map(({ code, params }) => [code, params['start']])).toEqual([
      ['index-price', bill.period.start + 700 * HALF_HOUR]
    ])
  }
  const [line] = bill.lines
  if (!line?.price) return
  const priced = await verify({ ...bill, lines: [{ ...line, price: line.price + 1n }, ...bill.lines.slice(1)] })
  expect([priced.verdict, priced.findings[0]?.where]).toEqual(['wrong', 'line 1'])
}

function spanOf(first: typeof FIRST, last: typeof FIRST): PlainSpan {
  return { first, last, ...periodOfDays(first, last, VIENNA) }
}

/** The month so many after October 2024. */
function monthSpan(months: number): PlainSpan {
  let first = FIRST
  for (let month = 0; month < months; month++) first = addDays(monthOf(first).last, 1)
  return spanOf(first, monthOf(first).last)
}

function chainOf(home: string, { start }: PlainSpan, values: readonly bigint[]): MadeChain {
  const intervals = values.map((value) => ({ value }))
  return makeChain({ seed: `home ${home}`, start: toUtcSeconds(start), seconds: HALF_HOUR, intervals })
}

/** EUR/MWh with two decimals, as nano-euro per Wh by the hour. */
function pricesIn(csv: string): ReadonlyMap<number, bigint> {
  const lines = csv.trim().split('\n').slice(1)
  return new Map(
    lines.map((line): [number, bigint] => {
      const [time = '', price = '0'] = line.split(',')
      return [Date.parse(time) / 1000, BigInt(Math.round(Number(price) * 1000))]
    })
  )
}
