/**
 * Examples of tariffs that people have, to begin one's own from. The figures are round and made up; what is real is the
 * shape: windows, seasons, blocks, index, fees.
 */

import type { LocalDate, TimeZone, Weekday } from '../../domain/calendar'
import { OBIS_FED_IN } from '../../domain/meter/meter'
import { type NanoEuroPerWh, toPrice } from '../../domain/money'
import type { Tariff, TariffComponent } from '../documents/tariff-document'
import { holidaysBetween } from './holidays'

export type ExampleTerms = { readonly zone: TimeZone; readonly from: LocalDate; readonly to: LocalDate }

export const EXAMPLE_NAMES = [
  'flat',
  'day-night',
  'three-times',
  'weekend',
  'blocks',
  'dynamic',
  'dynamic-percent',
  'grid-windows',
  'with-feed-in'
] as const

export type ExampleName = (typeof EXAMPLE_NAMES)[number]

const EVERY_DAY: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const WORKDAYS: Weekday[] = [1, 2, 3, 4, 5]
const WEEKEND: Weekday[] = [6, 7]
const VAT_DE = 1900
const MINUTES_PER_HOUR = 60

/** A whole tariff document of that shape. */
export function exampleTariff(name: ExampleName, terms: ExampleTerms): Tariff {
  const { from } = terms
  return { ...frameOf(name, terms), components: [...COMPONENTS[name](from), ...common(from)] }
}

const COMPONENTS: Readonly<Record<ExampleName, (from: LocalDate) => TariffComponent[]>> = {
  flat: (from) => [windows('Arbeitspreis', [window('Immer', from, 2890, [span(EVERY_DAY, 0, 24)])])],
  'day-night': (from) => [
    windows('Arbeitspreis', [
      window('Nacht', from, 2240, [span(EVERY_DAY, 0, 6), span(EVERY_DAY, 22, 24)]),
      window('Tag', from, 3010, [span(EVERY_DAY, 6, 22)])
    ])
  ],
  'three-times': (from) => [
    windows('Arbeitspreis', [
      window('Nacht', from, 2140, [span(EVERY_DAY, 0, 6), span(EVERY_DAY, 22, 24)]),
      window('Tag', from, 2620, [span(EVERY_DAY, 6, 17)]),
      window('Abend', from, 3310, [span(EVERY_DAY, 17, 22)])
    ])
  ],
  weekend: (from) => [
    windows('Arbeitspreis', [
      window('Werktag', from, 3090, [span(WORKDAYS, 0, 24)]),
      window('Wochenende', from, 2590, [span(WEEKEND, 0, 24)])
    ])
  ],
  blocks: (from) => [
    {
      kind: 'block',
      name: 'Arbeitspreis',
      vat: VAT_DE,
      per: 'day',
      blocks: [
        { name: 'bis 8 kWh', upTo: 8000n, prices: [{ from, price: centsPerKwh(2590) }] },
        { name: 'darüber', upTo: null, prices: [{ from, price: centsPerKwh(3290) }] }
      ]
    }
  ],
  dynamic: () => [{ kind: 'index', name: 'Börsenpreis', vat: VAT_DE, aNum: toPrice(1_000_000n), b: centsPerKwh(1480) }],
  'dynamic-percent': () => [
    {
      kind: 'index',
      name: 'Börsenpreis',
      vat: VAT_DE,
      aNum: toPrice(1_030_000n),
      b: centsPerKwh(1350),
      order: 'percentage-first'
    }
  ],
  'grid-windows': (from) => [
    windows('Arbeitspreis', [window('Immer', from, 1890, [span(EVERY_DAY, 0, 24)])]),
    windows('Netzentgelt', [
      window('Niedrig', from, 210, [season(span(EVERY_DAY, 0, 6), WINTER), season(span(EVERY_DAY, 0, 6), SUMMER)]),
      window('Standard', from, 930, [
        season(span(EVERY_DAY, 6, 17), WINTER),
        season(span(EVERY_DAY, 21, 24), WINTER),
        season(span(EVERY_DAY, 6, 24), SUMMER)
      ]),
      window('Hoch', from, 1480, [season(span(EVERY_DAY, 17, 21), WINTER)])
    ])
  ],
  'with-feed-in': (from) => [
    windows('Arbeitspreis', [window('Immer', from, 2890, [span(EVERY_DAY, 0, 24)])]),
    {
      ...windows('Einspeisung', [window('Immer', from, -794, [span(EVERY_DAY, 0, 24)])]),
      vat: 0,
      register: OBIS_FED_IN
    }
  ]
}

const NAMES: Readonly<Record<ExampleName, string>> = {
  flat: 'Ein Preis',
  'day-night': 'Tag und Nacht',
  'three-times': 'Drei Zeiten',
  weekend: 'Werktag und Wochenende',
  blocks: 'Mengenstufen',
  dynamic: 'Börsenpreis',
  'dynamic-percent': 'Börsenpreis mit Prozenten',
  'grid-windows': 'Netzentgelt nach Zeit',
  'with-feed-in': 'Mit Einspeisung'
}

const SUMMER = { from: '04-01', to: '09-30' }
const WINTER = { from: '10-01', to: '03-31' }

function frameOf(name: ExampleName, { zone, from, to }: ExampleTerms): Omit<Tariff, 'components'> {
  const holidays = name === 'weekend' ? holidaysBetween('de', from, to) : []
  return {
    name: NAMES[name],
    supplier: 'Stromwerk Musterau',
    currency: 'EUR',
    zone,
    tzdb: '2025b',
    valid: { from, to },
    rounding: 'per-line',
    holidays: holidays.map((holiday) => ({ ...holiday, as: 7 }))
  }
}

/** Electricity tax by kWh and the base price by day. */
function common(from: LocalDate): TariffComponent[] {
  return [
    { kind: 'levy', name: 'Stromsteuer', vat: VAT_DE, prices: [{ from, price: centsPerKwh(205) }] },
    { kind: 'fixed-fee', name: 'Grundpreis', vat: VAT_DE, prices: [{ from, price: 380_000_000n }] }
  ]
}

type EnergyComponent = Extract<TariffComponent, { kind: 'energy' }>
type Window = EnergyComponent['windows'][number]
type Stretch = Window['times'][number]

function windows(name: string, list: Window[]): EnergyComponent {
  return { kind: 'energy', name, vat: VAT_DE, windows: list }
}

function window(name: string, from: LocalDate, hundredths: number, times: Stretch[]): Window {
  return { name, times, prices: [{ from, price: centsPerKwh(hundredths) }] }
}

function span(days: Weekday[], from: number, to: number): Stretch {
  return { days, from: from * MINUTES_PER_HOUR, to: to * MINUTES_PER_HOUR }
}

function season(stretch: Stretch, days: { from: string; to: string }): Stretch {
  return { ...stretch, season: days }
}

/** Hundredths of a cent per kWh in nano-euro per Wh: 28.90 ct is 2890 here. */
function centsPerKwh(hundredths: number): NanoEuroPerWh {
  return toPrice(BigInt(hundredths) * 100n)
}
