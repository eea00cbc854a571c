/** Schemas that several parts of the contract share. All objects are strict: unknown fields are refused. */

import { z } from 'zod'

/** A right to one file, granted by a dialog or a drop; the window never sees a path. */
export const fileToken = z.string().regex(/^[0-9a-f]{32}$/u)

/** A day that the calendar has, of the years in which times of this program lie (utcSeconds). */
export const localDate = z
  .string()
  .regex(/^(?:19[7-9]\d|[2-8]\d{3}|9(?:[0-8]\d\d|9[0-8]\d|99[0-8]))-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u)
  .refine(isDay)

/** Seconds since 1970 UTC. */
export const utcSeconds = z.number().int().min(0).max(253_402_300_799)

/** Energy in views: whole milliwatt-hours. */
export const milliwattHours = z
  .number()
  .int()
  .min(-(2 ** 53))
  .max(2 ** 53)

/** Prices and costs in views: whole nano-euro (1 ct = 10,000,000). */
export const nanoEuro = z
  .number()
  .int()
  .min(-(2 ** 53))
  .max(2 ** 53)

export const cents = z
  .number()
  .int()
  .min(-(2 ** 53))
  .max(2 ** 53)

export const hash = z.string().regex(/^[0-9a-f]{64}$/u)

/** Text that can be kept: the database would cut it at a NUL, and no person types one. */
export const keptText = z.string().regex(/^[^\0]*$/u)

export const shortText = keptText.max(200)

/** An identifier that the locales turn into a sentence: [a-z0-9-], never shown as it is. */
export const code = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)
  .max(64)

/** Values that a sentence needs; formatted by the window (Intl). */
export const params = z.record(z.string().max(40), z.union([z.string().max(400), z.number()]))

/** Something worth saying about a file or a value: a code of the locales with its parameters. */
export const remark = z.strictObject({ code, params })

export const nothing = z.strictObject({})

export const assuranceLevel = z.union([z.literal(0), z.literal(1), z.literal(2)])

export type Remark = z.infer<typeof remark>
export type Params = z.infer<typeof params>

/** No 31st of April: a Date goes on to the next month. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
