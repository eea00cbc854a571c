/** Newer versions of the program: whether to look for them, and how far one has come. */

import { z } from 'zod'
import { code, nothing, params, shortText } from './common'
import { event, procedure } from './procedure'

export const updateState = z.strictObject({
  /** False where this build names no place to look (release.json), or this system could not take an update. */
  possible: z.boolean(),
  /** The person said yes: looked for once a day. */
  on: z.boolean(),
  /** The person has answered, either way: nobody asks again. */
  asked: z.boolean(),
  /** Of the program that runs. */
  version: shortText,
  /** 'none': looked, nothing newer. 'found': not fetched yet. 'ready': fetched and checked, not installed. */
  phase: z.enum(['idle', 'looking', 'none', 'found', 'downloading', 'ready', 'failed']),
  /** The newer one; null unless found, downloading or ready. */
  newer: shortText.nullable(),
  /** 0..100 while downloading. */
  percent: z.number().int().min(0).max(100).nullable(),
  /** Where 'failed': why. */
  failure: z.strictObject({ code, params }).nullable(),
  /** 'restart': the program can put itself in the place of the old one. 'show': the system's package manager has to. */
  install: z.enum(['restart', 'show'])
})

/** Answered by the main process, never by the core. */
export const updatesShellContract = {
  'updates.state': procedure(nothing, updateState),
  'updates.change': procedure(z.strictObject({ on: z.boolean() }), updateState),
  'updates.look': procedure(nothing, updateState),
  /** Fetches what was found; answers when it has begun. */
  'updates.download': procedure(nothing, updateState),
  /** Ends the program and starts the newer one, or shows its file. Only ever because a person asked. */
  'updates.install': procedure(nothing, nothing),
  'updates.changed': event(updateState)
} as const

export type UpdateState = z.infer<typeof updateState>
