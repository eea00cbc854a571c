/** Configuration of the meter process: which meters, what they measure, who may read them. */

import { z } from 'zod'
import { type TimeZone, toTimeZone } from '../../app/domain/calendar'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../app/domain/interval'
import { toMeterId } from '../../app/domain/meter/meter'

const generated = z.strictObject({
  kind: z.literal('generated'),
  seed: z.string().min(1).max(100),
  solar: z.boolean(),
  /** Measures this many and falls silent; without end when absent. */
  intervals: z.number().int().min(1).max(1_000_000).optional(),
  timeZone: z
    .string()
    .max(60)
    .transform((name): TimeZone => toTimeZone(name))
})

const replayed = z.strictObject({
  kind: z.literal('replayed'),
  /** Path of a CSV as services/load-generator/csv-loads.ts reads it. */
  file: z.string().min(1).max(4096),
  /** Which of how many homes made from this file. */
  household: z.number().int().min(0).max(199),
  households: z.number().int().min(1).max(200),
  /** Intervals each of them needs at least. */
  intervals: z.number().int().min(1).max(1_000_000)
})

const meter = z.strictObject({
  meterId: z.string().transform((id) => toMeterId(id)),
  password: z.string().min(8).max(200),
  level: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  seconds: z
    .number()
    .int()
    .min(60)
    .refine((value) => SECONDS_PER_DAY % value === 0),
  unitExp: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** Start of the chain's first interval; on the raster of `seconds`. */
  start: z
    .number()
    .int()
    .min(0)
    .transform((value) => toUtcSeconds(value)),
  load: z.discriminatedUnion('kind', [generated, replayed])
})

export const meterServiceConfig = z.strictObject({ meters: z.array(meter).min(1).max(200) })

export type MeterServiceConfig = z.infer<typeof meterServiceConfig>
export type MeterConfig = MeterServiceConfig['meters'][number]
