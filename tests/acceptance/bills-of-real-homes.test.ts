/**
 * A year of real homes (half-hourly, 31 of them) billed by month under five tariffs, with real Austrian and German
 * market prices: every bill equals a plain computation that shares no code with the program. One home and its first
 * three months by default; WATTVEIL_FULL=1 takes them all and the whole year.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import type { IndexList } from '../../app/bills/documents/index-document'
import type { Tariff, TariffComponent } from '../../app/bills/documents/tariff-document'
import { toLocalDate, toTimeZone } from '../../app/domain/calendar'
import { toUtcSeconds } from '../../app/domain/interval'
import { toCents, toPrice } from '../../app/domain/money'
import { createNobleKernel } from '../../crypto'
import { EXAMPLE_SUPPLIER } from '../../services/supplier/example-tariffs'
import { makeList } from '../support/bills/bill-case'
import { type MadeChain, makeChain } from '../support/bills/memory-chains'
import { rememberingWork } from '../support/bills/remembering-work'
import { yearOfBills } from '../support/bills/year-of-bills'
import { seededRandom } from '../support/seeded-random'
import { describeWithData } from '../support/shared-data'

const HALF_HOUR = 1800
/** Local midnight of 1 October 2024 in Central Europe; both markets are known by the hour from here for a year. */
const START = Date.parse('2024-09-30T22:00:00Z') / 1000
const FULL = process.env['WATTVEIL_FULL'] !== undefined
const MONTHS = FULL ? 12 : 3
const ROWS = 365 * 48
/** October has an hour more. */
const COUNT = FULL ? ROWS : 92 * 48 + 2
const FIRST = toLocalDate('2024-10-01')
const LAST = toLocalDate(FULL ? '2025-09-30' : '2024-12-31')
const VAT = 2000
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[]

type PlainLine = { price: bigint; energy: bigint }
/** One number per line of a month: what a person would do with the readings and a sheet of prices. */
type PlainRule = (
  month: readonly { start: number; value: bigint; hour: number; month: number }[],
  days: number
) => bigint[]

const half = (number: bigint, by: bigint): bigint => {
  const size = number < 0n ? -number : number
  const whole = size / by + (size % by >= by - (size % by) && size % by > 0n ? 1n : 0n)
  return number < 0n ? -whole : whole
}
const CENT = 10_000_000n

describeWithData('bills of real homes over a year', (folder) => {
  const text = (...path: string[]): string => gunzipSync(readFileSync(join(folder, ...path))).toString('utf8')
  const [header = '', ...rows] = text('readings', 'sgsc_nsw_30min_2013_31homes.csv.gz').trim().split('\n')
  const homes = header.split(',').slice(1)
  const austria = pricesIn(text('prices', 'at_dayahead_hourly_2017-09-21_2026-08-21.csv.gz'))
  const germany = pricesIn(text('prices', 'de_lu_dayahead_hourly_2024-01-01_2025-09-30.csv.gz'))
  const chosen = FULL ? homes : [homes[Number(seededRandom('home').bytes(1)[0]) % homes.length] ?? 'S01']
  const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('real homes')))

  it('has the data of all homes', () => {
    expect([homes.length, rows.length]).toEqual([31, ROWS])
    expect(Math.min(...[...austria.values()].map(Number))).toBeLessThan(0)
  })

  it.each(chosen)(
    'home %s: its bills to the cent, and one cent, one watt-hour, one price found',
    async (home) => {
      const column = homes.indexOf(home) + 1
      // Missing half hours (under one in a hundred) count nothing.
      const values = rows.slice(0, COUNT).map((row) => BigInt(Math.round((Number(row.split(',')[column]) || 0) * 1000)))
      const chain = chainOf(home, values)
      for (const { tariff, list, rule } of tariffs(austria, germany)) await liveYear(chain, values, tariff, list, rule)
    },
    600_000
  )

  async function liveYear(
    chain: MadeChain,
    values: readonly bigint[],
    tariff: Tariff,
    list: IndexList | null,
    rule: PlainRule
  ): Promise<void> {
    const zone = toTimeZone('Europe/Vienna')
    let months = 0
    for await (const { bill, verification, verify } of yearOfBills({
      chain,
      tariff,
      list,
      zone,
      first: FIRST,
      last: LAST,
      work
    })) {
      const month = plainMonth(values, bill.period.start, bill.period.end)
      const days = Math.round((bill.period.end - bill.period.start) / 86_400)
      const lines = rule(month, days)
      const net =
        tariff.rounding === 'per-line'
          ? lines.map((amount) => half(amount, CENT)).reduce((sum, cents) => sum + cents, 0n)
          : half(
              lines.reduce((sum, amount) => sum + amount, 0n),
              CENT
            )
      const total = net + half(net * BigInt(VAT), 10_000n)
      expect([tariff.name, bill.number, verification.verdict, bill.total]).toEqual([
        tariff.name,
        bill.number,
        'correct',
        total
      ])
      if (months++ !== 1) continue
      const cent = await verify({ ...bill, total: toCents(bill.total + 1n), due: toCents(bill.due + 1n) })
      expect(cent.findings.map(({ check, code, params }) => [check, code, params['cents']])).toEqual([
        ['V16', 'total', 1]
      ])
      const [cell, ...cells] = bill.cells
      const hour = await verify({ ...bill, cells: cell ? [{ ...cell, energy: cell.energy + 1n }, ...cells] : [] })
      expect(hour.findings.map(({ code, params }) => [code, params['cell']])).toEqual([['cell-energy', cell?.name]])
      if (bill.index) {
        const prices = bill.index.prices.map((price, index) => (index === 700 ? toPrice(price + 1n) : price))
        const one = await verify({ ...bill, index: { ...bill.index, prices } })
        expect(one.findings.map(({ code, params }) => [code, params['start']])).toEqual([
          ['index-price', bill.period.start + 700 * HALF_HOUR]
        ])
      }
      const priced = bill.lines.map((line, index) =>
        index === 0 && line.price ? { ...line, price: line.price + 1n } : line
      )
      if (bill.lines[0]?.price) expect((await verify({ ...bill, lines: priced })).verdict).toBe('wrong')
    }
    expect([tariff.name, months]).toEqual([tariff.name, MONTHS])
  }
})

function chainOf(home: string, values: readonly bigint[]): MadeChain {
  const intervals = values.map((value) => ({ value }))
  return makeChain({ seed: `home ${home}`, start: toUtcSeconds(START), seconds: HALF_HOUR, intervals })
}

/** EUR/MWh with two decimals, as nano-euro per Wh by the hour. */
function pricesIn(csv: string): ReadonlyMap<number, bigint> {
  return new Map(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line): [number, bigint] => {
        const [time = '', price = '0'] = line.split(',')
        return [Date.parse(time) / 1000, BigInt(Math.round(Number(price) * 1000))]
      })
  )
}

/** Central European clock without a time zone library: summer time ends on 27 October 2024, begins on 30 March 2025. */
function plainMonth(values: readonly bigint[], from: number, to: number): Parameters<PlainRule>[0] {
  const summer = (time: number): boolean =>
    time < Date.parse('2024-10-27T01:00:00Z') / 1000 || time >= Date.parse('2025-03-30T01:00:00Z') / 1000
  return values.flatMap((value, index) => {
    const start = START + index * HALF_HOUR
    if (start < from || start >= to) return []
    const local = new Date((start + (summer(start) ? 7200 : 3600)) * 1000)
    return [{ start, value, hour: local.getUTCHours(), month: local.getUTCMonth() + 1 }]
  })
}

type Billed = { readonly tariff: Tariff; readonly list: IndexList | null; readonly rule: PlainRule }

function tariffs(austria: ReadonlyMap<number, bigint>, germany: ReadonlyMap<number, bigint>): readonly Billed[] {
  const sum = (lines: readonly { value: bigint }[]): bigint => lines.reduce((all, { value }) => all + value, 0n)
  const amount = ({ price, energy }: PlainLine): bigint => price * energy
  const fee = (days: number): bigint => 380_000_000n * BigInt(days)
  const inHours = (from: number, to: number) => (one: { hour: number }) => one.hour >= from && one.hour < to
  const monthly: PlainRule = (month, days) => {
    const total = sum(month)
    const limit = 8000n * BigInt(days)
    const below = total < limit ? total : limit
    return [
      amount({ price: 259_000n, energy: below }),
      amount({ price: 329_000n, energy: total - below }),
      4_990_000_000n
    ]
  }
  const listed =
    (prices: ReadonlyMap<number, bigint>, price: (s: bigint) => bigint): PlainRule =>
    (month, days) => [
      month.reduce((all, { start, value }) => all + price(prices.get(start - (start % 3600)) ?? 0n) * value, 0n),
      fee(days)
    ]
  return [
    {
      tariff: tariffOf('Ein Preis', 'per-line', [energy('Arbeitspreis', [['Immer', 289_000n, [[0, 24]]]])]),
      list: null,
      rule: (month, days) => [289_000n * sum(month), fee(days)]
    },
    {
      tariff: tariffOf('Drei Zeiten', 'per-line', [
        energy('Arbeitspreis', [
          [
            'Nacht',
            214_000n,
            [
              [0, 6],
              [22, 24]
            ]
          ],
          ['Tag', 262_000n, [[6, 17]]],
          ['Abend', 331_000n, [[17, 22]]]
        ])
      ]),
      list: null,
      rule: (month, days) => [
        214_000n * (sum(month.filter(inHours(0, 6))) + sum(month.filter(inHours(22, 24)))),
        262_000n * sum(month.filter(inHours(6, 17))),
        331_000n * sum(month.filter(inHours(17, 22))),
        fee(days)
      ]
    },
    {
      tariff: {
        ...tariffOf('Stufen', 'per-line', []),
        components: [
          {
            kind: 'block',
            name: 'Arbeitspreis',
            vat: VAT,
            per: 'day',
            blocks: [
              { name: 'bis 8 kWh', upTo: 8000n, prices: step(toPrice(259_000n)) },
              { name: 'darüber', upTo: null, prices: step(toPrice(329_000n)) }
            ]
          },
          { kind: 'monthly-fee', name: 'Grundpreis', vat: VAT, prices: step(4_990_000_000n) }
        ]
      },
      list: null,
      rule: monthly
    },
    {
      tariff: tariffOf('Börse Österreich', 'net-total', [
        { kind: 'index', name: 'Börsenpreis', vat: VAT, aNum: toPrice(1_000_000n), b: toPrice(148_000n) }
      ]),
      list: listOf(austria),
      rule: listed(austria, (price) => price + 148_000n)
    },
    {
      tariff: tariffOf('Börse Deutschland', 'net-total', [
        {
          kind: 'index',
          name: 'Börsenpreis',
          vat: VAT,
          aNum: toPrice(1_030_000n),
          b: toPrice(12_345n),
          order: 'surcharge-first'
        }
      ]),
      list: listOf(germany),
      rule: listed(germany, (price) => half((price + 12_345n) * 103n, 100n))
    }
  ]
}

function tariffOf(name: string, rounding: Tariff['rounding'], components: TariffComponent[]): Tariff {
  return {
    name,
    supplier: EXAMPLE_SUPPLIER,
    currency: 'EUR',
    zone: toTimeZone('Europe/Vienna'),
    tzdb: '2025b',
    valid: { from: FIRST, to: LAST },
    rounding,
    holidays: [],
    components: [...components, { kind: 'fixed-fee', name: 'Grundpreis', vat: VAT, prices: step(380_000_000n) }]
  }
}

type Hours = readonly (readonly [number, number])[]

function energy(name: string, windows: readonly (readonly [string, bigint, Hours])[]): TariffComponent {
  return {
    kind: 'energy',
    name,
    vat: VAT,
    windows: windows.map(([window, price, hours]) => ({
      name: window,
      times: hours.map(([from, to]) => ({ days: EVERY_DAY, from: from * 60, to: to * 60 })),
      prices: step(toPrice(price))
    }))
  }
}

function step<Price>(price: Price): { from: typeof FIRST; price: Price }[] {
  return [{ from: FIRST, price }]
}

function listOf(prices: ReadonlyMap<number, bigint>): IndexList {
  const hours = Array.from({ length: COUNT / 2 }, (_, index) => prices.get(START + index * 3600) ?? 0n)
  return makeList(hours, toUtcSeconds(START), 3600)
}
