/** ENDORSE: before anything is masked, a member commits to the sum of its pads (docs/protocol/rounds.md 2.9). */

import { type Primitives, ELEMENT_BYTES, TAGS, lp, readLpAs } from '../../../crypto'
import { HASH_BYTES, KEY_BYTES, decodeSignedOnce, encodeSigned, fixed } from './wire'

export type Endorse = {
  readonly rho: Uint8Array
  readonly memberId: Uint8Array
  /** P_i,t, 32 bytes as received: whether it is a point shows when they are added. */
  readonly padPoint: Uint8Array
}

export type SignedEndorse = { readonly endorse: Endorse; readonly body: Uint8Array; readonly signature: Uint8Array }

export const MAX_ENDORSE_BYTES = 256
const LIMITS = { maxBytes: 160, maxFields: 4 }

/** LP("wattveil/v1/endorse", rho, id_i, P_i,t). */
export function encodeEndorseBody({ rho, memberId, padPoint }: Endorse): Uint8Array {
  return lp(TAGS.endorse, rho, memberId, padPoint)
}

/** LP(body, signature of the member). */
export function encodeEndorse({ body, signature }: Omit<SignedEndorse, 'endorse'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @param seed the member's, 32 bytes, secret. */
export function signEndorse({ ed25519 }: Primitives, endorse: Endorse, seed: Uint8Array): SignedEndorse {
  const body = encodeEndorseBody(endorse)
  return { endorse, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError. */
export function decodeEndorse(wire: Uint8Array): SignedEndorse {
  const { body, signature } = decodeSignedOnce(wire, MAX_ENDORSE_BYTES, 'endorse')
  const [rho, memberId, padPoint] = readLpAs(TAGS.endorse, body, LIMITS, 3)
  const endorse = {
    rho: fixed(rho, HASH_BYTES, 'endorse.rho'),
    memberId: fixed(memberId, KEY_BYTES, 'endorse.memberId'),
    padPoint: fixed(padPoint, ELEMENT_BYTES, 'endorse.padPoint')
  }
  return { endorse, body, signature }
}

/** True when the member it names signed it. */
export function verifyEndorse({ ed25519 }: Primitives, { endorse, body, signature }: SignedEndorse): boolean {
  return ed25519.verify(signature, body, endorse.memberId)
}
