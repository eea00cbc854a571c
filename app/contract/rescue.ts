/** What is left where the data cannot be opened: a copy of this PC, a backup file, or to begin anew. Answered by main. */

import { z } from 'zod'
import { localCopy } from './backup'
import { fileToken, nothing } from './common'
import { procedure } from './procedure'

export const rescueShellContract = {
  /** Newest first. */
  'rescue.copies': procedure(nothing, z.array(localCopy).max(20)),
  /** Each keeps the damaged file under another name, and changes nothing where it fails. */
  'rescue.copy': procedure(z.strictObject({ name: localCopy.shape.name }), nothing),
  'rescue.backup': procedure(z.strictObject({ file: fileToken, words: z.string().max(400) }), nothing),
  'rescue.anew': procedure(z.strictObject({ confirmed: z.literal(true) }), nothing)
} as const
