/** Fields that signed documents share: the wire text on the left, the type of the core on the right. */

import { z } from 'zod'
import { FormatError, fromHex, utf8 } from '../../../crypto'
import { checkShape } from '../../check-shape'
import { type LocalDate, type TimeZone, toLocalDate, toTimeZone } from '../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { type MeterId, OBIS_DRAWN, OBIS_FED_IN, type Obis, toMeterId } from '../../domain/meter/meter'
import { type NanoEuroPerWh, toPrice } from '../../domain/money'
import type { StrictJson } from './strict-json'

/**
 * Control characters, and what makes a text look different from what it is: directions, joiners, separators. A fixed
 * list, so that two runtimes with different Unicode tables agree.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u
const AMOUNT_LIMIT = 2n ** 90n
const MAX_TIME = 253_402_300_799n

/** 1 to `maxBytes` bytes of UTF-8 in NFC without control, bidi or zero-width characters (B23). */
export function text(maxBytes = 64) {
  return z
    .string()
    .refine((value) => !UNSAFE.test(value) && value.normalize('NFC') === value && value.trim() === value, 'unsafe-text')
    .refine((value) => value.length > 0 && value.length <= maxBytes && utf8(value).length <= maxBytes, 'text-length')
}

/** A name that becomes part of a cell's name: no '/'. */
export const label = text(24).refine((value) => !value.includes('/'), 'unsafe-text')

/** The one text of a whole number: no sign of plus, no -0, no leading zero, no exponent, ASCII digits (B5). */
export const integer = z
  .string()
  .regex(/^(?:0|-?[1-9][0-9]{0,39})$/u, 'not-an-integer')
  .transform((value) => BigInt(value))

/** Within min..max, both included. */
export function integerWithin(min: bigint, max: bigint) {
  return integer.refine((value) => value >= min && value <= max, 'out-of-range')
}

/** A small whole number. */
export function count(min: number, max: number) {
  return integerWithin(BigInt(min), BigInt(max)).transform(Number)
}

/** Exact money in units of 10^-unitExp nano-euro: |T| < 2^78 for a sum of prices; a little more is still safe. */
export const amount = integerWithin(-AMOUNT_LIMIT, AMOUNT_LIMIT)

export const energy = integerWithin(0n, 2n ** 63n - 1n)

/** A hundred billion euro either way. */
export const cents = integerWithin(-(10n ** 13n), 10n ** 13n)

/** Nano-euro per Wh, |p| < 2^31. */
export const price = integerWithin(-(2n ** 31n) + 1n, 2n ** 31n - 1n).transform((value): NanoEuroPerWh =>
  toPrice(value)
)

/** Nano-euro per day: at most 1,000 euro. */
export const dayFee = integerWithin(-(10n ** 12n), 10n ** 12n)

export const basisPoints = count(0, 10_000)

export const time = integerWithin(0n, MAX_TIME).transform((value): UtcSeconds => toUtcSeconds(Number(value)))

export const date = z.string().transform((value, context): LocalDate => {
  try {
    const day = toLocalDate(value)
    if (value >= '1970-01-02' && value <= '9998-12-31') return day
  } catch {
    // Told below.
  }
  context.addIssue({ code: 'custom', message: 'not-a-date' })
  return z.NEVER
})

/** MM-DD; 29 February is one of them. */
export const monthDay = z.string().refine((value) => {
  try {
    return /^\d{2}-\d{2}$/u.test(value) && toLocalDate(`2024-${value}`) !== null
  } catch {
    return false
  }
}, 'not-a-day-of-the-year')

export const timeZone = z.string().transform((value, context): TimeZone => {
  try {
    return toTimeZone(value)
  } catch {
    context.addIssue({ code: 'custom', message: 'unknown-time-zone' })
    return z.NEVER
  }
})

/** Lower-case hexadecimal of a fixed or bounded number of bytes. */
export function hex(minBytes: number, maxBytes = minBytes) {
  return z
    .string()
    .refine((value) => /^(?:[0-9a-f]{2})*$/u.test(value), 'not-hex')
    .refine((value) => value.length >= 2 * minBytes && value.length <= 2 * maxBytes, 'wrong-length')
    .transform((value) => fromHex(value))
}

/** A hash kept as text: it is a name, compared and looked up. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/u, 'not-a-hash')

export const meterId = z.string().transform((value, context): MeterId => {
  if (/^[0-9A-Z]{1,32}$/u.test(value)) return toMeterId(value)
  context.addIssue({ code: 'custom', message: 'meter-id' })
  return z.NEVER
})

export const obis = z
  .enum(['1.8.0', '2.8.0'])
  .transform((value): Obis => (value === '1.8.0' ? OBIS_DRAWN : OBIS_FED_IN))

export const currency = z.literal('EUR')

/** Applies a schema. @throws FormatError with the first thing that is wrong and where it stands. */
export function decodeWith<Schema extends z.ZodType>(
  schema: Schema,
  value: StrictJson,
  where: string
): z.output<Schema> {
  const parsed = checkShape(schema, value)
  if (parsed.success) return parsed.data
  const issue = parsed.issues[0]
  throw new FormatError(codeOf(issue), [where, ...(issue?.path ?? [])].map(String).join('.').slice(0, 200))
}

function codeOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return 'unknown-field'
  const message = issue?.message ?? ''
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(message) ? message : 'wrong-field'
}
