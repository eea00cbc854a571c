/** Backups: the recovery words, the file, the copies this PC keeps by itself, and the way back. */

import { z } from 'zod'
import { fileToken, nothing, shortText, utcSeconds } from './common'
import { event, procedure } from './procedure'

export const localCopy = z.strictObject({
  /** Its name, by which it is asked for. */
  name: z.string().regex(/^[a-z0-9-]{1,60}$/u),
  at: utcSeconds,
  bytes: z.number().int()
})

export const backupState = z.strictObject({
  /** When the person last wrote a backup file; null for never. */
  writtenAt: utcSeconds.nullable(),
  /** Newest first. */
  copies: z.array(localCopy).max(20)
})

export const restored = z.strictObject({
  /** When the backup was made. */
  madeAt: utcSeconds
})

export const backupContract = {
  'backup.state': procedure(nothing, backupState),
  /** The twelve recovery words; made at the first call, the same ever after. For the eyes of the person only. */
  'backup.words': procedure(nothing, z.strictObject({ words: z.array(shortText).length(12) })),
  'backup.write': procedure(z.strictObject({ target: fileToken }), z.strictObject({ bytes: z.number().int() })),
  /**
   * The home moves to another PC: this one takes no part in its group from now on, whatever becomes of the file, which takes
   * the group's key along. Repeatable until the file is written.
   */
  'backup.move': procedure(
    z.strictObject({ target: fileToken, confirmed: z.literal(true) }),
    z.strictObject({ bytes: z.number().int() })
  ),
  /** Puts the backup in the place of everything that is here; what was here becomes a copy. */
  'backup.restore': procedure(z.strictObject({ file: fileToken, words: z.string().max(400) }), restored),
  /** Goes back to one of the copies. */
  'backup.return': procedure(z.strictObject({ name: localCopy.shape.name }), restored),
  'backup.cancel': procedure(nothing, nothing),
  'backup.progress': event(z.strictObject({ done: z.number().int(), total: z.number().int() }))
} as const

export type BackupState = z.infer<typeof backupState>
export type LocalCopy = z.infer<typeof localCopy>
