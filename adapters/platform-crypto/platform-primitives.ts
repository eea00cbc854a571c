/**
 * Primitives of node:crypto: OpenSSL in Node, BoringSSL in Electron. Their verifiers differ from each
 * other only on encodings that the shared rule refuses beforehand (crypto/ed25519-rule.ts), and what
 * they say in their errors is never looked at.
 */
import { createHash, createHmac, diffieHellman, hkdfSync, type KeyObject, sign, verify } from 'node:crypto'
import {
  assertAcceptableX25519Key,
  FormatError,
  hasStrictEd25519Encodings,
  isAcceptableEd25519Key,
  type Primitives
} from '../../crypto'
import { rememberLatest } from './remember-latest'
import { createSecretImporter, importPublicKey, rawPublicKey, type SecretImporter } from './key-objects'

/** Enough for the members and meters of several groups. */
const MAX_CACHED_KEYS = 1024

/** Primitives of the platform this process runs on. */
export function createPlatformPrimitives(): Primitives {
  // Only public keys are kept: a cached secret would outlive its erasure by the caller.
  const verifyingKey = rememberLatest(MAX_CACHED_KEYS, (raw: Uint8Array) => importPublicKey('Ed25519', raw))
  const importSecret = createSecretImporter()
  return {
    sha256: (bytes) => plain(createHash('sha256').update(bytes).digest()),
    sha512: (bytes) => plain(createHash('sha512').update(bytes).digest()),
    hmacSha512: (key, bytes) => plain(createHmac('sha512', key).update(bytes).digest()),
    hkdfSha512: (ikm, salt, info, length) => new Uint8Array(hkdfSync('sha512', ikm, salt, info, length)),
    ed25519: {
      publicKey: (seed) => rawPublicKey(importSecret('Ed25519', seed)),
      sign: (seed, message) => plain(sign(null, message, importSecret('Ed25519', seed))),
      verify: (signature, message, publicKey) =>
        hasStrictEd25519Encodings(signature, publicKey) &&
        neverThrowing(() => verify(null, message, verifyingKey(publicKey), signature)),
      isAcceptableKey: isAcceptableEd25519Key
    },
    x25519: {
      publicKey: (secret) => rawPublicKey(importSecret('X25519', secret)),
      sharedSecret: (secret, peer) => agree(importSecret, secret, peer)
    }
  }
}

function agree(importSecret: SecretImporter, secret: Uint8Array, peer: Uint8Array): Uint8Array {
  const privateKey = importSecret('X25519', secret)
  assertAcceptableX25519Key(peer)
  const shared = sharedOrEmpty(privateKey, importPublicKey('X25519', peer))
  if (shared.every((byte) => byte === 0)) throw new FormatError('small-order', 'x25519 key')
  return shared
}

/** OpenSSL and BoringSSL answer an all-zero result with errors of their own. */
function sharedOrEmpty(privateKey: KeyObject, publicKey: KeyObject): Uint8Array {
  try {
    return plain(diffieHellman({ privateKey, publicKey }))
  } catch {
    return new Uint8Array(0)
  }
}

/** A copy that is no Buffer: no shared pool behind it, and the same type as noble's results. */
function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes)
}

function neverThrowing(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}
