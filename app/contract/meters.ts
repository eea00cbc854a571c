/** Meters as the person knows them, and the imports that filled them. */

import { z } from 'zod'
import { keptText, localDate, nothing, shortText, utcSeconds } from './common'
import { procedure } from './procedure'

const meterName = keptText.trim().min(1).max(60)
const importId = z.number().int().min(0)

export const keptImport = z.strictObject({
  id: importId,
  at: utcSeconds,
  /** Name of the file. */
  name: shortText,
  meterIds: z.array(shortText).max(100),
  directions: z.array(z.enum(['drawn', 'fed-in'])).max(2),
  intervals: z.number().int(),
  first: localDate.nullable(),
  last: localDate.nullable(),
  removedAt: utcSeconds.nullable()
})

export const metersContract = {
  /** A null name gives the meter back its own. */
  'meters.rename': procedure(z.strictObject({ meterId: shortText, name: meterName.nullable() }), nothing),
  'meters.set-production': procedure(z.strictObject({ meterId: shortText, isProduction: z.boolean() }), nothing),
  /** From the beginning of `date` on the new meter stands for both. Refused: meters-joined-already, meters-joined-in-ring. */
  'meters.join': procedure(z.strictObject({ oldMeter: shortText, newMeter: shortText, date: localDate }), nothing),
  'meters.part': procedure(z.strictObject({ newMeter: shortText }), nothing),
  'readings.imports': procedure(nothing, z.array(keptImport).max(2000)),
  /** Refused: import-unknown. */
  'readings.remove-import': procedure(z.strictObject({ id: importId }), nothing),
  'readings.restore-import': procedure(
    z.strictObject({ id: importId }),
    z.strictObject({ restored: z.number().int(), occupied: z.number().int() })
  )
} as const

export type KeptImport = z.infer<typeof keptImport>
