/** Five tariffs with real market prices, each with a rule that shares no code with the program. */

import type { IndexList } from '../../../app/bills/documents/index-document'
import type { Tariff, TariffComponent } from '../../../app/bills/documents/tariff-document'
import { type LocalDate, toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { toPrice } from '../../../app/domain/money'
import { EXAMPLE_SUPPLIER } from '../../../services/supplier/example-tariffs'
import { makeList } from './bill-case'

const VAT = 2000
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[]
const CENT = 10_000_000n
const HALF_HOUR = 1800

/** Days, and the instants at which they begin and end. */
export type PlainSpan = {
  readonly first: LocalDate
  readonly last: LocalDate
  readonly start: number
  readonly end: number
}

type PlainLine = { price: bigint; energy: bigint }
type PlainMonth = readonly { readonly start: number; readonly value: bigint; readonly hour: number }[]
/** One number per line of a month: what a person would do with the readings and a sheet of prices. */
type PlainRule = (month: PlainMonth, days: number) => bigint[]

export type Billed = { readonly tariff: Tariff; readonly list: IndexList | null; readonly rule: PlainRule }

/** Half away from zero, by sight and not by the formula of the program. */
function half(number: bigint, by: bigint): bigint {
  const size = number < 0n ? -number : number
  const whole = size / by + (size % by >= by - (size % by) && size % by > 0n ? 1n : 0n)
  return number < 0n ? -whole : whole
}

/** @param values half-hourly from `begin` on. @returns the gross total in cents. */
export function plainTotal(
  { tariff, rule }: Billed,
  values: readonly bigint[],
  begin: number,
  { start, end }: { readonly start: number; readonly end: number }
): bigint {
  const lines = rule(plainMonth(values, begin, start, end), Math.round((end - start) / 86_400))
  const sum = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n)
  const net = tariff.rounding === 'per-line' ? sum(lines.map((amount) => half(amount, CENT))) : half(sum(lines), CENT)
  return net + half(net * BigInt(VAT), 10_000n)
}

/** Central European clock without a time zone library: summer time ends on 27 October 2024, begins on 30 March 2025. */
function plainMonth(values: readonly bigint[], begin: number, from: number, to: number): PlainMonth {
  const summer = (time: number): boolean =>
    time < Date.parse('2024-10-27T01:00:00Z') / 1000 || time >= Date.parse('2025-03-30T01:00:00Z') / 1000
  return values.flatMap((value, index) => {
    const start = begin + index * HALF_HOUR
    if (start < from || start >= to) return []
    const local = new Date((start + (summer(start) ? 7200 : 3600)) * 1000)
    return [{ start, value, hour: local.getUTCHours() }]
  })
}

export type Markets = {
  /** Nano-euro per Wh by the beginning of the hour. */
  readonly austria: ReadonlyMap<number, bigint>
  readonly germany: ReadonlyMap<number, bigint>
}

export function realTariffs({ austria, germany }: Markets, span: PlainSpan): readonly Billed[] {
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
      tariff: tariffOf(span, 'Ein Preis', 'per-line', [
        energy(span.first, 'Arbeitspreis', [['Immer', 289_000n, [[0, 24]]]])
      ]),
      list: null,
      rule: (month, days) => [289_000n * sum(month), fee(days)]
    },
    {
      tariff: tariffOf(span, 'Drei Zeiten', 'per-line', [
        energy(span.first, 'Arbeitspreis', [
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
        ...tariffOf(span, 'Stufen', 'per-line', []),
        components: [
          {
            kind: 'block',
            name: 'Arbeitspreis',
            vat: VAT,
            per: 'day',
            blocks: [
              { name: 'bis 8 kWh', upTo: 8000n, prices: step(span.first, toPrice(259_000n)) },
              { name: 'darüber', upTo: null, prices: step(span.first, toPrice(329_000n)) }
            ]
          },
          { kind: 'monthly-fee', name: 'Grundpreis', vat: VAT, prices: step(span.first, 4_990_000_000n) }
        ]
      },
      list: null,
      rule: monthly
    },
    {
      tariff: tariffOf(span, 'Börse Österreich', 'net-total', [
        { kind: 'index', name: 'Börsenpreis', vat: VAT, aNum: toPrice(1_000_000n), b: toPrice(148_000n) }
      ]),
      list: listOf(austria, span),
      rule: listed(austria, (price) => price + 148_000n)
    },
    {
      tariff: tariffOf(span, 'Börse Deutschland', 'net-total', [
        {
          kind: 'index',
          name: 'Börsenpreis',
          vat: VAT,
          aNum: toPrice(1_030_000n),
          b: toPrice(12_345n),
          order: 'surcharge-first'
        }
      ]),
      list: listOf(germany, span),
      rule: listed(germany, (price) => half((price + 12_345n) * 103n, 100n))
    }
  ]
}

/** By the exchange, with a network charge of three times of the day: everything of a period enters some number. */
export function yearlyTariff(span: PlainSpan): Tariff {
  const charge = energy(span.first, 'Netzentgelt', [
    ['Nacht', 12_000n, [[0, 7]]],
    ['Tag', 61_000n, [[7, 18]]],
    ['Abend', 95_000n, [[18, 24]]]
  ])
  const index: TariffComponent = {
    kind: 'index',
    name: 'Börsenpreis',
    vat: VAT,
    aNum: toPrice(1_030_000n),
    b: toPrice(15_000n)
  }
  return tariffOf(span, 'Börse mit Zeiten', 'per-line', [index, charge])
}

function tariffOf(span: PlainSpan, name: string, rounding: Tariff['rounding'], components: TariffComponent[]): Tariff {
  return {
    name,
    supplier: EXAMPLE_SUPPLIER,
    currency: 'EUR',
    zone: toTimeZone('Europe/Vienna'),
    tzdb: '2025b',
    valid: { from: span.first, to: span.last },
    rounding,
    holidays: [],
    components: [
      ...components,
      { kind: 'fixed-fee', name: 'Grundpreis', vat: VAT, prices: step(span.first, 380_000_000n) }
    ]
  }
}

type Hours = readonly (readonly [number, number])[]

function energy(
  first: LocalDate,
  name: string,
  windows: readonly (readonly [string, bigint, Hours])[]
): TariffComponent {
  return {
    kind: 'energy',
    name,
    vat: VAT,
    windows: windows.map(([window, price, hours]) => ({
      name: window,
      times: hours.map(([from, to]) => ({ days: EVERY_DAY, from: from * 60, to: to * 60 })),
      prices: step(first, toPrice(price))
    }))
  }
}

function step<Price>(from: LocalDate, price: Price): { from: LocalDate; price: Price }[] {
  return [{ from, price }]
}

function listOf(prices: ReadonlyMap<number, bigint>, { start, end }: PlainSpan): IndexList {
  const hours = Array.from({ length: (end - start) / 3600 }, (_, index) => prices.get(start + index * 3600) ?? 0n)
  return makeList(hours, toUtcSeconds(start), 3600)
}
