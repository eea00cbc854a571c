/** The operating system's randomness. */

import { randomBytes } from 'node:crypto'
import type { Random } from '../../app/ports'

export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) }
