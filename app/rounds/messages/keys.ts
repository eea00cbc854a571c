/** KEYS: a member has a complete day and offers a fresh key for it; one per (gid, e), the same bytes for ever. */

import { type Primitives, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import { HASH_BYTES, KEY_BYTES, decodeSignedOnce, encodeSigned, fixed, readEpoch } from './wire'

export type Keys = {
  readonly gid: Uint8Array
  /** The epoch e: a UTC day; in live mode t. */
  readonly utcDay: number
  /** X_i: X25519 key of this day. */
  readonly exchangeKey: Uint8Array
}

export type SignedKeys = { readonly keys: Keys; readonly body: Uint8Array; readonly signature: Uint8Array }

export const MAX_KEYS_BYTES = 256
const LIMITS = { maxBytes: 160, maxFields: 4 }

/** LP("wattveil/v1/keys", gid, u64 e, X_i). */
export function encodeKeysBody(keys: Keys): Uint8Array {
  return lp(TAGS.keys, keys.gid, u64(keys.utcDay), keys.exchangeKey)
}

/** LP(body, signature of the member). */
export function encodeKeys({ body, signature }: Omit<SignedKeys, 'keys'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** Signs with the member's seed: the same bytes every time. @param seed 32 bytes, secret. */
export function signKeys({ ed25519 }: Primitives, keys: Keys, seed: Uint8Array): SignedKeys {
  const body = encodeKeysBody(keys)
  return { keys, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError. */
export function decodeKeys(wire: Uint8Array): SignedKeys {
  const { body, signature } = decodeSignedOnce(wire, MAX_KEYS_BYTES, 'keys')
  const [gid, utcDay, exchangeKey] = readLpAs(TAGS.keys, body, LIMITS, 3)
  const keys = {
    gid: fixed(gid, HASH_BYTES, 'keys.gid'),
    utcDay: readEpoch(utcDay, 'keys.day'),
    exchangeKey: fixed(exchangeKey, KEY_BYTES, 'keys.exchangeKey')
  }
  return { keys, body, signature }
}

/** True when `memberId` signed it. */
export function verifyKeys({ ed25519 }: Primitives, signed: SignedKeys, memberId: Uint8Array): boolean {
  return ed25519.verify(signed.signature, signed.body, memberId)
}
