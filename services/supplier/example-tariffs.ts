/** Tariffs of Stromwerk Musterau, the supplier of examples and of the simulated neighbourhood. */

import { type Tariff, encodeTariff } from '../../app/bills/documents/tariff-document'
import { type LocalDate, type TimeZone, type Weekday, toLocalDate } from '../../app/domain/calendar'
import { type NanoEuroPerWh, toPrice } from '../../app/domain/money'

export const EXAMPLE_SUPPLIER = 'Stromwerk Musterau'

export type ExampleTerms = {
  readonly zone: TimeZone
  readonly from: LocalDate
  readonly to: LocalDate
}

const EVERY_DAY: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const VAT = 1900
const DAY_END = 24 * 60

/** One price at all hours. */
export function flatTariff(terms: ExampleTerms): Tariff {
  const { from } = terms
  return {
    ...frame('Musterau Klassik', terms),
    components: [
      {
        kind: 'energy',
        name: 'Arbeitspreis',
        vat: VAT,
        windows: [{ name: 'Immer', times: [time(0, DAY_END)], prices: [step(from, centsPerKwh(2890))] }]
      },
      levy(from),
      basePrice(from)
    ]
  }
}

/** Night 22 to 6, day 6 to 17, evening 17 to 22. */
export function threeTimesTariff(terms: ExampleTerms): Tariff {
  const { from } = terms
  return {
    ...frame('Musterau Drei Zeiten', terms),
    components: [
      {
        kind: 'energy',
        name: 'Arbeitspreis',
        vat: VAT,
        windows: [
          { name: 'Nacht', times: [time(0, 6), time(22, 24)], prices: [step(from, centsPerKwh(2140))] },
          { name: 'Tag', times: [time(6, 17)], prices: [step(from, centsPerKwh(2620))] },
          { name: 'Abend', times: [time(17, 22)], prices: [step(from, centsPerKwh(3310))] }
        ].map((window) => ({ ...window, times: window.times.map(hoursToMinutes) }))
      },
      basePrice(from)
    ]
  }
}

/** The listed price of every interval plus a surcharge, a levy and the base price. */
export function dynamicTariff(terms: ExampleTerms): Tariff {
  const { from } = terms
  return {
    ...frame('Musterau Dynamisch', terms),
    rounding: 'net-total',
    components: [
      { kind: 'index', name: 'Börsenpreis', vat: VAT, aNum: toPrice(1_000_000n), b: centsPerKwh(1480) },
      levy(from),
      basePrice(from)
    ]
  }
}

/** Listed price together with a grid fee that depends on the hour (cells and T in one tariff). */
export function dynamicWithGridFeeTariff(terms: ExampleTerms): Tariff {
  const { from } = terms
  const dynamic = dynamicTariff(terms)
  return {
    ...dynamic,
    name: 'Musterau Dynamisch Netz',
    components: [
      {
        kind: 'energy',
        name: 'Netzentgelt',
        vat: VAT,
        windows: [
          { name: 'Niedrig', times: [time(0, 7)], prices: [step(from, centsPerKwh(120))] },
          { name: 'Standard', times: [time(7, 17), time(21, 24)], prices: [step(from, centsPerKwh(830))] },
          { name: 'Hoch', times: [time(17, 21)], prices: [step(from, centsPerKwh(1390))] }
        ].map((window) => ({ ...window, times: window.times.map(hoursToMinutes) }))
      },
      ...dynamic.components
    ]
  }
}

/** The body of a tariff as a supplier's configuration takes it. */
export function tariffBody(tariff: Tariff): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(encodeTariff(tariff))) as Record<string, unknown>
}

/** Hundredths of a cent per kWh in nano-euro per Wh: 28.90 ct is 2890 here. */
function centsPerKwh(hundredths: number): NanoEuroPerWh {
  return toPrice(BigInt(hundredths) * 100n)
}

function frame(name: string, { zone, from, to }: ExampleTerms): Omit<Tariff, 'components'> {
  return {
    name,
    supplier: EXAMPLE_SUPPLIER,
    currency: 'EUR',
    zone,
    tzdb: '2025b',
    valid: { from, to },
    rounding: 'per-line',
    // Easter Monday takes the windows of a Sunday.
    holidays: [{ date: toLocalDate('2026-04-06'), as: 7 }]
  }
}

function levy(from: LocalDate): Tariff['components'][number] {
  return { kind: 'levy', name: 'Stromsteuer', vat: VAT, prices: [step(from, toPrice(20_500n))] }
}

/** 38.00 ct a day. */
function basePrice(from: LocalDate): Tariff['components'][number] {
  return { kind: 'fixed-fee', name: 'Grundpreis', vat: VAT, prices: [step(from, 380_000_000n)] }
}

function step<Price>(from: LocalDate, price: Price): { from: LocalDate; price: Price } {
  return { from, price }
}

function time(from: number, to: number): { days: Weekday[]; from: number; to: number } {
  return { days: EVERY_DAY, from, to }
}

function hoursToMinutes(hours: ReturnType<typeof time>): ReturnType<typeof time> {
  return { ...hours, from: hours.from * 60, to: hours.to * 60 }
}
