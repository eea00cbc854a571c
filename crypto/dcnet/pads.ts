/**
 * Pads that cancel when all members of a roster have sent (docs/protocol/primitives.md 10). Each pair of members
 * shares a seed; one adds what the other subtracts. The pads are as long as what they hide: whole scalars, for the
 * value and for the blinding.
 */
import { compareBytes } from '../bytes'
import { scalarFromWide, toScalar, wideInteger, type Scalar } from '../group'
import { u64 } from '../integers'
import { lp } from '../lp'
import type { Primitives } from '../primitives'
import { TAGS, type Tag } from '../tags'

const SEED_BYTES = 64
const HASH_BYTES = 32

/** What a member shares with one other member, and which of the two it is. */
export type SignedSeed = {
  /** k_ij, 64 bytes. Secret. */
  readonly seed: Uint8Array
  /** +1 when one's own id is the lower one, else -1. */
  readonly sign: 1 | -1
}

/** A value and a blinding, both modulo l: an opening, a sum of pads, or a masked reading. */
export type ScalarPair = {
  readonly value: Scalar
  readonly blinding: Scalar
}

/**
 * k_ij = HKDF-SHA-512(X25519(own secret, X_peer), salt rho, info LP("pair", lower id, higher id)).
 * Both members get the same.
 * @param ownSecret  x_i of this epoch, 32 bytes. Secret.
 * @param peerPublic X_j of the roster, 32 bytes.
 * @param rho        hash of the roster, 32 bytes.
 * @param idLo       lower of the two ids (unsigned, bytewise). @param idHi the higher one.
 * @returns 64 secret bytes.
 * @throws FormatError for a peer key that is not canonical or of small order; RangeError for ids out of
 *   order, which would give the two members different seeds.
 */
export function pairSeed(
  primitives: Primitives,
  ownSecret: Uint8Array,
  peerPublic: Uint8Array,
  rho: Uint8Array,
  idLo: Uint8Array,
  idHi: Uint8Array
): Uint8Array {
  if (compareBytes(idLo, idHi) >= 0) throw new RangeError('ids: lower one first')
  assertRho(rho)
  const shared = primitives.x25519.sharedSecret(ownSecret, peerPublic)
  const seed = primitives.hkdfSha512(shared, rho, lp(TAGS.pair, idLo, idHi), SEED_BYTES)
  shared.fill(0)
  return seed
}

/** p_ij,t: pad of the value. @param seed k_ij. @param rho 32 bytes. @param t round. */
export function padValue(primitives: Primitives, seed: Uint8Array, rho: Uint8Array, t: number | bigint): Scalar {
  return scalarFromWide(padBytes(primitives, seed, padMessage(TAGS.padValue, rho, t)))
}

/** q_ij,t: pad of the blinding. Parameters as for `padValue`. */
export function padBlinding(primitives: Primitives, seed: Uint8Array, rho: Uint8Array, t: number | bigint): Scalar {
  return scalarFromWide(padBytes(primitives, seed, padMessage(TAGS.padBlinding, rho, t)))
}

/** a_i,t and b_i,t: the pads shared with all other members, added with their signs. Secret. */
export function sumOfPads(
  primitives: Primitives,
  seeds: readonly SignedSeed[],
  rho: Uint8Array,
  t: number | bigint
): ScalarPair {
  const valueMessage = padMessage(TAGS.padValue, rho, t)
  const blindingMessage = padMessage(TAGS.padBlinding, rho, t)
  let value = 0n
  let blinding = 0n
  for (const { seed, sign } of seeds) {
    // Reduced once, after the sum: W is a remainder, and remainders may be added first.
    const valuePad = wideInteger(padBytes(primitives, seed, valueMessage))
    const blindingPad = wideInteger(padBytes(primitives, seed, blindingMessage))
    value = sign === 1 ? value + valuePad : value - valuePad
    blinding = sign === 1 ? blinding + blindingPad : blinding - blindingPad
  }
  return { value: toScalar(value), blinding: toScalar(blinding) }
}

/** m = v + a and s = r + b, modulo l. @param opening v and r of the record; v is a whole number. */
export function maskWith(opening: { readonly value: bigint; readonly blinding: Scalar }, pads: ScalarPair): ScalarPair {
  return {
    value: toScalar(opening.value + pads.value),
    blinding: toScalar(opening.blinding + pads.blinding)
  }
}

function padMessage(tag: Tag, rho: Uint8Array, t: number | bigint): Uint8Array {
  assertRho(rho)
  return lp(tag, rho, u64(t))
}

function padBytes(primitives: Primitives, seed: Uint8Array, message: Uint8Array): Uint8Array {
  if (seed.length !== SEED_BYTES) throw new RangeError('seed: 64 bytes wanted')
  return primitives.hmacSha512(seed, message)
}

function assertRho(rho: Uint8Array): void {
  if (rho.length !== HASH_BYTES) throw new RangeError('rho: 32 bytes wanted')
}
