/** DLIST: a member commits to each of its pads of one round; the answer to ASK (docs/protocol/rounds.md 2.11). */

import { type Primitives, ELEMENT_BYTES, FormatError, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import { MAX_ROSTER } from './group-parameters'
import { HASH_BYTES, KEY_BYTES, LENGTH_BYTES, decodeSignedOnce, encodeSigned, fixed, readRound } from './wire'

export type Dlist = {
  readonly rho: Uint8Array
  readonly memberId: Uint8Array
  readonly t: number
  /** D_ij,t in roster order, the own entry left out; 32 bytes each as received, n - 1 of them. */
  readonly padCommitments: readonly Uint8Array[]
}

export type SignedDlist = { readonly dlist: Dlist; readonly body: Uint8Array; readonly signature: Uint8Array }

const FIELDS_BESIDE = 3
const LIMITS = {
  maxBytes: 160 + MAX_ROSTER * (LENGTH_BYTES + ELEMENT_BYTES),
  maxFields: 1 + FIELDS_BESIDE + MAX_ROSTER
}
export const MAX_DLIST_BYTES = LIMITS.maxBytes + 128

/** LP("wattveil/v1/dlist", rho, id_i, u64 t, D_ij,t in roster order). */
export function encodeDlistBody({ rho, memberId, t, padCommitments }: Dlist): Uint8Array {
  return lp(TAGS.dlist, rho, memberId, u64(t), ...padCommitments)
}

/** LP(body, signature of the member). */
export function encodeDlist({ body, signature }: Omit<SignedDlist, 'dlist'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @param seed the member's, 32 bytes, secret. */
export function signDlist({ ed25519 }: Primitives, dlist: Dlist, seed: Uint8Array): SignedDlist {
  const body = encodeDlistBody(dlist)
  return { dlist, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError. How many D there must be is for who knows the roster. */
export function decodeDlist(wire: Uint8Array): SignedDlist {
  const { body, signature } = decodeSignedOnce(wire, MAX_DLIST_BYTES, 'dlist')
  const [rho, memberId, t, ...padCommitments] = readLpAs(TAGS.dlist, body, LIMITS)
  if (padCommitments.length === 0) throw new FormatError('wrong-field-count', 'dlist')
  const dlist = {
    rho: fixed(rho, HASH_BYTES, 'dlist.rho'),
    memberId: fixed(memberId, KEY_BYTES, 'dlist.memberId'),
    t: readRound(t, 'dlist.t'),
    padCommitments: padCommitments.map((field, index) => fixed(field, ELEMENT_BYTES, `dlist.d[${String(index)}]`))
  }
  return { dlist, body, signature }
}

/** True when the member it names signed it. */
export function verifyDlist({ ed25519 }: Primitives, { dlist, body, signature }: SignedDlist): boolean {
  return ed25519.verify(signature, body, dlist.memberId)
}
