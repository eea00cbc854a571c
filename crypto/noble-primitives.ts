/** The portable primitives, and the reference for the platform's. */
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes } from './bytes'
import { ED25519_KEY_BYTES, hasStrictEd25519Encodings, isAcceptableEd25519Key } from './ed25519-rule'
import { FormatError } from './format-error'
import { scalarFromWide, scalarOrUndefined } from './group'
import type { Primitives } from './primitives'
import { assertAcceptableX25519Key } from './x25519-rule'

const SECRET_BYTES = 32

/** Primitives of @noble/hashes and @noble/curves; runs everywhere. */
export const noblePrimitives: Primitives = {
  sha256: (bytes) => sha256(bytes),
  sha512: (bytes) => sha512(bytes),
  hmacSha512: (key, bytes) => hmac(sha512, key, bytes),
  hkdfSha512: (ikm, salt, info, length) => hkdf(sha512, ikm, salt, info, length),
  ed25519: {
    publicKey: (seed) => ed25519.getPublicKey(assertSecret(seed)),
    sign: (seed, message) => ed25519.sign(message, assertSecret(seed)),
    verify: verifyStrictly,
    isAcceptableKey: isAcceptableEd25519Key
  },
  x25519: {
    publicKey: (secret) => x25519.getPublicKey(assertSecret(secret)),
    sharedSecret: agree
  }
}

/** noble's own `verify` multiplies by the cofactor, which accepts more than OpenSSL does. */
function verifyStrictly(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!hasStrictEd25519Encodings(signature, publicKey)) return false
  const encodedR = signature.subarray(0, ED25519_KEY_BYTES)
  const s = scalarOrUndefined(signature.subarray(ED25519_KEY_BYTES))
  const key = decodeKey(publicKey)
  if (s === undefined || key === undefined) return false
  const challenge = scalarFromWide(sha512(concatBytes(encodedR, publicKey, message)))
  const expected = ed25519.Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(challenge))
  return equalBytes(expected.toBytes(), encodedR)
}

function decodeKey(publicKey: Uint8Array): InstanceType<typeof ed25519.Point> | undefined {
  try {
    return ed25519.Point.fromBytes(publicKey, false)
  } catch {
    return undefined
  }
}

function agree(secret: Uint8Array, peer: Uint8Array): Uint8Array {
  assertSecret(secret)
  assertAcceptableX25519Key(peer)
  try {
    return x25519.getSharedSecret(secret, peer)
  } catch {
    throw new FormatError('small-order', 'x25519 key')
  }
}

function assertSecret(secret: Uint8Array): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw new RangeError('secret: 32 bytes wanted')
  return secret
}
