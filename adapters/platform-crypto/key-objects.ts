/**
 * Raw 32-byte keys as KeyObjects of node:crypto. RFC 8037's JWK form is read without a DER parser,
 * which in OpenSSL 3 takes ten times as long as the signature itself.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

/** The two curves of the product, as RFC 8037 spells them. */
export type Curve = 'Ed25519' | 'X25519'

/** Turns 32 secret bytes into a key. @throws RangeError for another length. */
export type SecretImporter = (curve: Curve, secret: Uint8Array) => KeyObject

const KEY_BYTES = 32

/** RFC 8410: what stands before the 32 raw bytes of a secret key in DER. */
const PKCS8_PREFIX = {
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex')
} as const

/** @param raw 32 bytes; whether they are a point is found out when the key is used. */
export function importPublicKey(curve: Curve, raw: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: curve, x: base64Url(raw) }, format: 'jwk' })
}

/** The 32 raw bytes of the public key that belongs to a secret one. */
export function rawPublicKey(secret: KeyObject): Uint8Array {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'))
}

/**
 * The quickest import of secret keys that this platform gets right. A JWK of a secret key names the
 * public one as well, which we would have to compute first; Node and Electron only look at `d`. Should
 * one of them begin to look at `x`, the DER form takes over.
 */
export function createSecretImporter(): SecretImporter {
  const importSecret = jwkNeedsNoPublicKey() ? importFromJwk : importFromDer
  return (curve, secret) => {
    if (secret.length !== KEY_BYTES) throw new RangeError('secret: 32 bytes wanted')
    return importSecret(curve, secret)
  }
}

function importFromJwk(curve: Curve, secret: Uint8Array): KeyObject {
  const key = { kty: 'OKP', crv: curve, d: base64Url(secret), x: '' }
  return createPrivateKey({ key, format: 'jwk' })
}

function importFromDer(curve: Curve, secret: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8_PREFIX[curve], secret])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

function jwkNeedsNoPublicKey(): boolean {
  const secret = new Uint8Array(KEY_BYTES).fill(7)
  try {
    return sign(null, secret, importFromJwk('Ed25519', secret)).equals(
      sign(null, secret, importFromDer('Ed25519', secret))
    )
  } catch {
    return false
  }
}

function base64Url(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64url')
}
