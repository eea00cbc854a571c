/** PAIRING: the household's key for the meter, once, over the local link (docs/protocol/meter-chain.md 5). */

import { FormatError, TAGS, lp, readLpAs, readU64, u64 } from '../../../crypto'
import { type MeterId, meterIdBytes, toMeterId } from '../../domain/meter/meter'

export type Pairing = {
  readonly meterId: MeterId
  /** d0: the meter's UTC day. */
  readonly day: number
  /** k_(d0), 32 bytes. Secret. */
  readonly key: Uint8Array
}

const KEY_BYTES = 32
const LIMITS = { maxBytes: 128, maxFields: 4 }
/** Last UTC day of the year 9999. */
const LAST_DAY = 2_932_896n

/** LP("wattveil/v1/pairing", meterId, u64 d0, k_(d0)). @throws RangeError for a key of another length. */
export function encodePairing({ meterId, day, key }: Pairing): Uint8Array {
  if (key.length !== KEY_BYTES) throw new RangeError('pairing: 32 bytes of key')
  return lp(TAGS.pairing, meterIdBytes(meterId), u64(day), key)
}

/** @throws FormatError naming the field. */
export function decodePairing(bytes: Uint8Array): Pairing {
  const [meterId, day, key] = readLpAs(TAGS.pairing, bytes, LIMITS, 3)
  if (!meterId || !day) throw new FormatError('missing', 'pairing')
  if (key?.length !== KEY_BYTES) throw new FormatError('wrong-length', 'pairing.key')
  const number = readU64(day, 'pairing.day')
  if (number > LAST_DAY) throw new FormatError('out-of-range', 'pairing.day')
  return { meterId: toMeterId(String.fromCharCode(...meterId)), day: Number(number), key: key.slice() }
}
