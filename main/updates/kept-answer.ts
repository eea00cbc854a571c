/** What the person answered about updates, and the newest version ever seen; kept beside the data. */

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { replaceFileNow } from '../../adapters/system/replace-file'

const kept = z.strictObject({
  on: z.boolean(),
  /** Newest version that the feed has named. */
  newest: z
    .string()
    .regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/u)
    .optional(),
  /** Milliseconds since 1970: when the feed was last asked. */
  lookedAt: z.number().int().min(0).optional()
})

export type KeptAnswer = z.infer<typeof kept>

/** Null where nobody has answered yet, or what they answered cannot be read: then the person is asked again. */
export function readAnswer(file: string): KeptAnswer | null {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export function keepAnswer(file: string, answer: KeptAnswer): void {
  replaceFileNow(file, JSON.stringify(answer))
}
