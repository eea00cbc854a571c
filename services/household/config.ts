/** Configuration of a process that hosts some of the neighbours' households. */

import { z } from 'zod'
import { invitationSchema } from '../../app/rounds/invitation'
import { mischiefConfig } from './mischief'

export const householdConfig = z.strictObject({
  /** Address of the simulation's driver. */
  driver: z.string().max(200),
  households: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]{1,40}$/u),
        meterId: z.string().max(32),
        meterAddress: z.string().max(200),
        meterPassword: z.string().min(8).max(200),
        invitation: invitationSchema,
        mischief: mischiefConfig.optional()
      })
    )
    .min(1)
    .max(200)
})

export type HouseholdServiceConfig = z.infer<typeof householdConfig>
export type HouseholdConfig = HouseholdServiceConfig['households'][number]
