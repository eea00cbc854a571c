/** REFUSE: a member takes no part under this roster. No reason inside: it would tell who lacks companions. */

import { type Primitives, TAGS, lp, readLpAs } from '../../../crypto'
import { HASH_BYTES, KEY_BYTES, decodeSignedOnce, encodeSigned, fixed } from './wire'

export type Refuse = { readonly rho: Uint8Array; readonly memberId: Uint8Array }

export type SignedRefuse = { readonly refuse: Refuse; readonly body: Uint8Array; readonly signature: Uint8Array }

export const MAX_REFUSE_BYTES = 256
const LIMITS = { maxBytes: 128, maxFields: 3 }

/** LP("wattveil/v1/refuse", rho, id_i). */
export function encodeRefuseBody(refuse: Refuse): Uint8Array {
  return lp(TAGS.refuse, refuse.rho, refuse.memberId)
}

/** LP(body, signature of the member). */
export function encodeRefuse({ body, signature }: Omit<SignedRefuse, 'refuse'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @param seed the member's, 32 bytes, secret. */
export function signRefuse({ ed25519 }: Primitives, refuse: Refuse, seed: Uint8Array): SignedRefuse {
  const body = encodeRefuseBody(refuse)
  return { refuse, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError. */
export function decodeRefuse(wire: Uint8Array): SignedRefuse {
  const { body, signature } = decodeSignedOnce(wire, MAX_REFUSE_BYTES, 'refuse')
  const [rho, memberId] = readLpAs(TAGS.refuse, body, LIMITS, 2)
  const refuse = {
    rho: fixed(rho, HASH_BYTES, 'refuse.rho'),
    memberId: fixed(memberId, KEY_BYTES, 'refuse.memberId')
  }
  return { refuse, body, signature }
}

/** True when the member it names signed it. */
export function verifyRefuse({ ed25519 }: Primitives, { refuse, body, signature }: SignedRefuse): boolean {
  return ed25519.verify(signature, body, refuse.memberId)
}
