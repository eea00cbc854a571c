/**
 * One Ed25519 verification rule for every platform (docs/protocol/primitives.md 6). RFC 8032 leaves open what to do
 * with encodings that no honest signer makes, and libraries differ there. Refused before any equation:
 * S of l or more, and A or R that are not canonical or of small order. What is left goes to the
 * equation without cofactor, encode(S·B - k·A) = R, which is what OpenSSL and BoringSSL compute, so the
 * portable and the platform's verifier agree on every input.
 */
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { fromHex } from './bytes'
import { scalarOrUndefined } from './group'
import { fromLittleEndian } from './integers'

export const ED25519_KEY_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64

const FIELD_PRIME = 2n ** 255n - 19n

/** y of the eight points of small order: 1, -1, 0 and the two of order 8; the sign of x is left out. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set(
  ED25519_TORSION_SUBGROUP.map((hex) => yCoordinate(fromHex(hex, ED25519_KEY_BYTES)))
)

/**
 * Everything the rule asks that needs no curve arithmetic: lengths, S below l, A and R canonical and not
 * of small order. The equation is left to the caller.
 * @param signature R then S, 64 bytes. @param publicKey A, 32 bytes.
 */
export function hasStrictEd25519Encodings(signature: Uint8Array, publicKey: Uint8Array): boolean {
  return (
    signature.length === ED25519_SIGNATURE_BYTES &&
    isStrictEncoding(publicKey) &&
    isStrictEncoding(signature.subarray(0, ED25519_KEY_BYTES)) &&
    scalarOrUndefined(signature.subarray(ED25519_KEY_BYTES)) !== undefined
  )
}

/** Whether a key may be enrolled: 32 bytes, canonical, on the curve, not of small order. Never throws. */
export function isAcceptableEd25519Key(publicKey: Uint8Array): boolean {
  return isStrictEncoding(publicKey) && ed25519.utils.isValidPublicKey(publicKey, false)
}

/**
 * Canonical and not of small order. A set sign bit is not canonical only where x = 0, that is for
 * y = 1 and y = -1, and these are of small order anyway.
 */
function isStrictEncoding(point: Uint8Array): boolean {
  if (point.length !== ED25519_KEY_BYTES) return false
  const y = yCoordinate(point)
  return y < FIELD_PRIME && !SMALL_ORDER_Y.has(y)
}

/** Bits 0 to 254; bit 255 is the sign of x. */
function yCoordinate(point: Uint8Array): bigint {
  return BigInt.asUintN(255, fromLittleEndian(point))
}
