/** The number by which neighbours recognise each other's key: read aloud, typed, or scanned (docs/protocol/rounds.md 7.1). */

import { type Primitives, TAGS, lp } from '../../crypto'

const GROUPS = 6
const DIGITS = 5
const BYTES_PER_GROUP = 5

/**
 * Thirty digits of SHA-256(LP("wattveil/v1/safety-number", id, meterPk)): six groups of five bytes, big-endian, mod 10^5.
 * It stands for one home, so that a second one with the same number costs 2^99 tries and not the root of that.
 */
export function safetyNumber(
  { sha256 }: Pick<Primitives, 'sha256'>,
  { memberId, meterKey }: { readonly memberId: Uint8Array; readonly meterKey: Uint8Array }
): string {
  const hash = sha256(lp(TAGS.safetyNumber, memberId, meterKey))
  return Array.from({ length: GROUPS }, (_, group) => {
    const bytes = hash.subarray(group * BYTES_PER_GROUP, (group + 1) * BYTES_PER_GROUP)
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    return String(value % 10 ** DIGITS).padStart(DIGITS, '0')
  }).join('')
}
