/** The tariff: prices per window of local time, levies, index and fees (docs/bill-format.md, tariff). */

import { z } from 'zod'
import { FormatError } from '../../../crypto'
import { type Weekday, daysBetween } from '../../domain/calendar'
import { basisPoints, currency, date, dayFee, decodeWith, label, price, text, timeZone } from './fields'
import type { StrictJson } from './strict-json'
import { writeStrictJson, type Writable } from './write-json'

export const MINUTES_PER_DAY = 1440

/** Ten years: every period of a tariff is looked at when it is accepted. */
const MAX_VALID_DAYS = 3660

const clock = z
  .string()
  .regex(/^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/u, 'not-a-clock-time')
  .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)))

const weekday = z.string().regex(/^[1-7]$/u, 'not-a-weekday')

const weekdays = z
  .string()
  .regex(/^1?2?3?4?5?6?7?$/u, 'not-weekdays')
  .min(1, 'not-weekdays')
  .transform((value) => [...value].map((digit) => Number(digit) as Weekday))

const steps = <Price extends z.ZodType>(value: Price) =>
  z
    .array(z.strictObject({ from: date, price: value }))
    .min(1)
    .max(100)

const stretch = z.strictObject({ days: weekdays, from: clock, to: clock })

const priceWindow = z.strictObject({
  name: label,
  times: z.array(stretch).min(1).max(50),
  prices: steps(price)
})

const energyComponent = z.strictObject({
  kind: z.literal('energy'),
  name: label,
  vat: basisPoints,
  windows: z.array(priceWindow).min(1).max(8)
})

const levyComponent = z.strictObject({ kind: z.literal('levy'), name: label, vat: basisPoints, prices: steps(price) })

const feeComponent = z.strictObject({
  kind: z.literal('fixed-fee'),
  name: label,
  vat: basisPoints,
  prices: steps(dayFee)
})

/** p = rdiv(aNum * s, 10^6) + b, s in nano-euro per Wh from the publisher's list. */
const indexComponent = z.strictObject({
  kind: z.literal('index'),
  name: label,
  vat: basisPoints,
  aNum: price,
  b: price
})

const schema = z.strictObject({
  name: text(),
  supplier: text(),
  currency,
  zone: timeZone,
  /** Release of the time zone database that the supplier computes with, for instance 2025b. */
  tzdb: text(16),
  valid: z.strictObject({ from: date, to: date }),
  rounding: z.enum(['per-line', 'net-total']),
  /** A listed day takes the windows of the weekday named. */
  holidays: z.array(z.strictObject({ date, as: weekday.transform((value) => Number(value) as Weekday) })).max(400),
  components: z
    .array(z.discriminatedUnion('kind', [energyComponent, levyComponent, indexComponent, feeComponent]))
    .min(1)
    .max(20)
})

export type Tariff = z.output<typeof schema>
export type TariffComponent = Tariff['components'][number]
export type EnergyComponent = Extract<TariffComponent, { kind: 'energy' }>
export type LevyComponent = Extract<TariffComponent, { kind: 'levy' }>
export type IndexComponent = Extract<TariffComponent, { kind: 'index' }>
export type FeeComponent = Extract<TariffComponent, { kind: 'fixed-fee' }>
export type RoundingStage = Tariff['rounding']

/** @throws FormatError: what is malformed, or contradicts itself (a minute of the week in no window or in two). */
export function decodeTariff(body: StrictJson): Tariff {
  const tariff = decodeWith(schema, body, 'tariff')
  if (tariff.valid.from > tariff.valid.to) throw new FormatError('ends-before-start', 'tariff.valid')
  if (daysBetween(tariff.valid.from, tariff.valid.to) > MAX_VALID_DAYS) {
    throw new FormatError('valid-too-long', 'tariff.valid')
  }
  assertDistinct(
    tariff.components.map(({ name }) => name),
    'tariff.components'
  )
  assertAscending(
    tariff.holidays.map((holiday) => holiday.date),
    'tariff.holidays'
  )
  if (tariff.components.filter(({ kind }) => kind === 'index').length > 1) {
    throw new FormatError('more-than-one-index', 'tariff.components')
  }
  for (const component of tariff.components) assertComponent(component, tariff.valid.from)
  return tariff
}

/** Wire bytes of a tariff, for a supplier that issues one. */
export function encodeTariff(tariff: Tariff): Uint8Array {
  return writeStrictJson({ ...tariff, components: tariff.components.map(wireComponent) })
}

function wireComponent(component: TariffComponent): Writable {
  if (component.kind !== 'energy') return component
  return {
    ...component,
    windows: component.windows.map(({ name, times, prices }) => ({
      name,
      times: times.map(({ days, from, to }) => ({ days: days.join(''), from: wireClock(from), to: wireClock(to) })),
      prices
    }))
  }
}

function wireClock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function assertComponent(component: TariffComponent, validFrom: string): void {
  const where = `tariff.${component.name}`
  if (component.kind === 'index') return
  const series = component.kind === 'energy' ? component.windows : [component]
  for (const { prices } of series) {
    assertAscending(
      prices.map(({ from }) => from),
      where
    )
    if ((prices[0]?.from ?? '') > validFrom) throw new FormatError('no-price-at-start', where)
  }
  if (component.kind === 'energy') {
    assertDistinct(
      component.windows.map(({ name }) => name),
      where
    )
    weekOf(component)
  }
}

/**
 * Index of the window for each of the 7 * 1,440 minutes of a week, Monday first.
 * @throws FormatError windows-overlap, windows-incomplete: every minute lies in exactly one window.
 */
export function weekOf(component: EnergyComponent): Uint8Array {
  const week = new Uint8Array(7 * MINUTES_PER_DAY).fill(NO_WINDOW)
  component.windows.forEach(({ times }, index) => {
    for (const { days, from, to } of times) {
      if (from >= to) throw new FormatError('ends-before-start', `tariff.${component.name}`)
      for (const day of days) {
        const minutes = week.subarray((day - 1) * MINUTES_PER_DAY + from, (day - 1) * MINUTES_PER_DAY + to)
        if (minutes.some((window) => window !== NO_WINDOW)) {
          throw new FormatError('windows-overlap', `tariff.${component.name}`)
        }
        minutes.fill(index)
      }
    }
  })
  if (week.includes(NO_WINDOW)) throw new FormatError('windows-incomplete', `tariff.${component.name}`)
  return week
}

const NO_WINDOW = 255

function assertDistinct(names: readonly string[], where: string): void {
  if (new Set(names).size !== names.length) throw new FormatError('name-twice', where)
}

function assertAscending(days: readonly string[], where: string): void {
  if (days.some((day, index) => index > 0 && day <= (days[index - 1] ?? ''))) {
    throw new FormatError('not-ascending', where)
  }
}
