/** Taking part without a window: what the tray shows, and whether the program starts with the system. */

import { z } from 'zod'
import { nothing, shortText } from './common'
import { procedure } from './procedure'

/** How the own house takes part; never that of a simulation. */
export const participation = z.strictObject({
  /** Name of the group; null where the house is in none. */
  group: shortText.nullable(),
  /** 'enrolling': the collector has not confirmed yet. 'paused': until the person says so. 'moved': another PC takes part. */
  state: z.enum(['none', 'taking-part', 'enrolling', 'unreachable', 'paused', 'moved', 'rejected']),
  language: z.enum(['de', 'en'])
})

export const backgroundState = z.strictObject({
  /** False where this system has no way to start programs by itself. */
  possible: z.boolean(),
  /** Starts with the system and stays when the window is closed. */
  on: z.boolean(),
  /** The person has answered, either way: nobody asks again. */
  asked: z.boolean()
})

export const backgroundContract = {
  'program.participation': procedure(nothing, participation)
} as const

/** Answered by the main process, never by the core. */
export const backgroundShellContract = {
  'background.state': procedure(nothing, backgroundState),
  'background.change': procedure(z.strictObject({ on: z.boolean() }), backgroundState)
} as const

export type Participation = z.infer<typeof participation>
export type BackgroundState = z.infer<typeof backgroundState>
