/** END: the member or the meter ends an ENROL (docs/protocol/rounds.md 2.3). */

import { type Primitives, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import type { Period, UtcSeconds } from '../../domain/interval'
import type { Enrol } from './enrol'
import { HASH_BYTES, decodeSignedOnce, encodeSigned, fixed, readTime } from './wire'

export type End = {
  /** SHA-256 of the body of the ENROL it ends. */
  readonly enrolHash: Uint8Array
  readonly from: UtcSeconds
}

export type SignedEnd = { readonly end: End; readonly body: Uint8Array; readonly signature: Uint8Array }

export const MAX_END_BYTES = 256
const LIMITS = { maxBytes: 128, maxFields: 3 }

/** LP("wattveil/v1/end", SHA-256(ENROL), u64 from). */
export function encodeEndBody(end: End): Uint8Array {
  return lp(TAGS.end, end.enrolHash, u64(end.from))
}

/** LP(body, signature). */
export function encodeEnd({ body, signature }: Omit<SignedEnd, 'end'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @throws FormatError. */
export function decodeEnd(wire: Uint8Array): SignedEnd {
  const { body, signature } = decodeSignedOnce(wire, MAX_END_BYTES, 'end')
  const [enrolHash, from] = readLpAs(TAGS.end, body, LIMITS, 2)
  const end = { enrolHash: fixed(enrolHash, HASH_BYTES, 'end.enrolHash'), from: readTime(from, 'end.from') }
  return { end, body, signature }
}

/** True when it speaks of this ENROL and the meter or the member has signed it. */
export function verifyEnd(primitives: Primitives, signed: SignedEnd, enrol: Enrol): boolean {
  const { verify } = primitives.ed25519
  return verify(signed.signature, signed.body, enrol.memberId) || verify(signed.signature, signed.body, enrol.meterKey)
}

/** An epoch counts only if all of it lies before the end. */
export function endsWithin(end: End, epoch: Period): boolean {
  return end.from < epoch.end
}
