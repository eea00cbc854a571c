/** The tariff: prices per window of local time, blocks, levies, index, fees and credits (docs/bill-format.md 5). */

import { z } from 'zod'
import { FormatError } from '../../../crypto'
import { checkShape } from '../../check-shape'
import { type Weekday, daysBetween } from '../../domain/calendar'
import { OBIS_DRAWN, OBIS_FED_IN, type Obis } from '../../domain/meter/meter'
import { obisName } from './contract-document'
import {
  basisPoints,
  cents,
  currency,
  date,
  dayFee,
  decodeWith,
  integerWithin,
  label,
  monthDay,
  obis,
  price,
  text,
  timeZone
} from './fields'
import type { FormatVersion } from './signed-file'
import { type StrictJson, readStrictJson } from './strict-json'
import { assertComponent, assertDistinct, assertAscending } from './tariff-rules'
import { writeStrictJson, type Writable } from './write-json'

/** Ten years: every period of a tariff is looked at when it is accepted. */
const MAX_VALID_DAYS = 3660
const MAX_BLOCK_WH = 2n ** 40n

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

const asWeekday = weekday.transform((value) => Number(value) as Weekday)

/** p = rdiv(aNum * s, 10^6) + b, s in nano-euro per Wh from the publisher's list. */
const indexFields = { kind: z.literal('index'), name: label, vat: basisPoints, aNum: price, b: price }
const stretchFields = { days: weekdays, from: clock, to: clock }
const levyFields = { kind: z.literal('levy'), name: label, vat: basisPoints, prices: steps(price) }
const feeFields = { kind: z.literal('fixed-fee'), name: label, vat: basisPoints, prices: steps(dayFee) }

const energyFields = <Stretch extends z.ZodType>(stretch: Stretch) => ({
  kind: z.literal('energy'),
  name: label,
  vat: basisPoints,
  windows: z
    .array(z.strictObject({ name: label, times: z.array(stretch).min(1).max(50), prices: steps(price) }))
    .min(1)
    .max(8)
})

const frame = {
  name: text(),
  supplier: text(),
  currency,
  zone: timeZone,
  /** Release of the time zone database that the supplier computes with, for instance 2025b. */
  tzdb: text(16),
  valid: z.strictObject({ from: date, to: date }),
  rounding: z.enum(['per-line', 'net-total'])
}

export const tariffSchemaV1 = z.strictObject({
  ...frame,
  /** A listed day takes the windows of the weekday named. */
  holidays: z.array(z.strictObject({ date, as: asWeekday })).max(400),
  components: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject(energyFields(z.strictObject(stretchFields))),
        z.strictObject(levyFields),
        z.strictObject(indexFields),
        z.strictObject(feeFields)
      ])
    )
    .min(1)
    .max(20)
})

/** One rate, or the rates from the days on which they take effect. */
const vat = z.union([
  basisPoints,
  z
    .array(z.strictObject({ from: date, rate: basisPoints }))
    .min(1)
    .max(20)
])

/** Of energy drawn where it is left out. */
const register = obis.optional()

/** Days of the year on which a stretch counts, both included; it may run over new year. All days when left out. */
const season = z.strictObject({ from: monthDay, to: monthDay }).optional()

const block = z.strictObject({
  name: label,
  /** Wh up to which the block reaches; null for the last one. */
  upTo: integerWithin(1n, MAX_BLOCK_WH).nullable(),
  prices: steps(price)
})

/** Version 2 has everything of version 1 in the same meaning, and the optional fields and kinds below (ADR 0027). */
export const tariffSchemaV2 = z.strictObject({
  ...frame,
  holidays: z.array(z.strictObject({ date, as: asWeekday, name: label.optional() })).max(400),
  components: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ ...energyFields(z.strictObject({ ...stretchFields, season })), vat, register }),
        z.strictObject({ ...levyFields, vat, register }),
        z.strictObject({
          ...indexFields,
          vat,
          /** Which comes first, the percentage (p = a*s + b) or the surcharge (p = a*(s + b)). */
          order: z.enum(['percentage-first', 'surcharge-first']).optional()
        }),
        z.strictObject({ ...feeFields, vat }),
        /** Per calendar month; of a part of a month, the share of its days. */
        z.strictObject({ ...feeFields, kind: z.literal('monthly-fee'), vat }),
        /** Prices by how much the whole period used. */
        z.strictObject({
          kind: z.literal('block'),
          name: label,
          vat,
          register,
          /** Whether limits count for the period as it is, or for each day of it. */
          per: z.enum(['period', 'day']),
          blocks: z.array(block).min(2).max(8)
        }),
        /** A single amount on a day, negative in the household's favour; after VAT it has none. */
        z.strictObject({
          kind: z.literal('credit'),
          name: label,
          vat,
          on: date,
          cents,
          tax: z.enum(['before', 'after'])
        })
      ])
    )
    .min(1)
    .max(20)
})

export type Tariff = z.output<typeof tariffSchemaV2>
export type TariffComponent = Tariff['components'][number]
type Kind<Name extends TariffComponent['kind']> = Extract<TariffComponent, { kind: Name }>
export type EnergyComponent = Kind<'energy'>
export type LevyComponent = Kind<'levy'>
export type IndexComponent = Kind<'index'>
export type FeeComponent = Kind<'fixed-fee'>
export type MonthlyFeeComponent = Kind<'monthly-fee'>
export type BlockComponent = Kind<'block'>
export type CreditComponent = Kind<'credit'>
export type VatRates = TariffComponent['vat']
export type RoundingStage = Tariff['rounding']

/** @throws FormatError: what is malformed, or contradicts itself (a minute of the week in no window or in two). */
export function decodeTariff(body: StrictJson, version: FormatVersion = 1): Tariff {
  const tariff: Tariff = decodeWith(version === 1 ? tariffSchemaV1 : tariffSchemaV2, body, 'tariff')
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

/** Register that a component counts; null for what counts none. */
export function registerOf(component: TariffComponent): Obis | null {
  if (component.kind === 'index') return OBIS_DRAWN
  return 'register' in component ||
    component.kind === 'energy' ||
    component.kind === 'levy' ||
    component.kind === 'block'
    ? (component.register ?? OBIS_DRAWN)
    : null
}

/** The registers that a tariff counts, energy drawn first. */
export function registersOf(tariff: Tariff): readonly Obis[] {
  return [OBIS_DRAWN, OBIS_FED_IN].filter((code): code is Obis =>
    tariff.components.some((component) => registerOf(component) === code)
  )
}

/** Wire bytes of a tariff, for a supplier that issues one. */
export function encodeTariff(tariff: Tariff): Uint8Array {
  return writeStrictJson({ ...tariff, components: tariff.components.map(wireComponent) })
}

/** The lowest version that says all of a tariff. */
export function tariffVersion(tariff: Tariff): FormatVersion {
  const limits = { maxBytes: 2 ** 22, maxDepth: 8, maxValues: 100_000 }
  return checkShape(tariffSchemaV1, readStrictJson(encodeTariff(tariff), limits)).success ? 1 : 2
}

function wireComponent(component: TariffComponent): Writable {
  const named =
    'register' in component && component.register !== undefined ? { register: obisName(component.register) } : {}
  if (component.kind !== 'energy') return { ...component, ...named }
  return {
    ...component,
    ...named,
    windows: component.windows.map(({ name, times, prices }) => ({
      name,
      times: times.map(({ days, from, to, ...rest }) => ({
        days: days.join(''),
        from: wireClock(from),
        to: wireClock(to),
        ...rest
      })),
      prices
    }))
  }
}

function wireClock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
