/**
 * A wish: ids that a member would like to be in a roster with (docs/protocol/rounds.md 4). Without label and without
 * signature, so that nobody can prove it to anybody.
 */

import { FormatError, lpFields, lpList } from '../../../crypto'
import { KEY_BYTES, LENGTH_BYTES } from './wire'

/** As many ids as a wish may name. */
export const MAX_WISHED = 16
export const MAX_WISH_BYTES = MAX_WISHED * (LENGTH_BYTES + KEY_BYTES)

/** @param ids at most 16. */
export function encodeWish(ids: readonly Uint8Array[]): Uint8Array {
  return lpList(...ids.slice(0, MAX_WISHED))
}

/** @throws FormatError for anything but up to 16 ids of 32 bytes. */
export function decodeWish(wire: Uint8Array): readonly Uint8Array[] {
  const ids = lpFields(wire, { maxBytes: MAX_WISH_BYTES, maxFields: MAX_WISHED })
  if (ids.some(({ length }) => length !== KEY_BYTES)) throw new FormatError('wrong-length', 'wish')
  return ids
}
