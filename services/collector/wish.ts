/** A wish: ids that a member would like to be in a roster with. Unsigned, so that nobody can prove it to anybody. */

import { FormatError, lpFields } from '../../crypto'

/** As many ids as a wish may name. */
const MAX_WISHED = 16
const ID_BYTES = 32
export const MAX_WISH_BYTES = MAX_WISHED * (4 + ID_BYTES)

/** @throws FormatError for anything but up to 16 ids of 32 bytes. */
export function decodeWish(wire: Uint8Array): readonly Uint8Array[] {
  const ids = lpFields(wire, { maxBytes: MAX_WISH_BYTES, maxFields: MAX_WISHED })
  if (ids.some(({ length }) => length !== ID_BYTES)) throw new FormatError('wrong-length', 'wish')
  return ids
}
