/** AES-256-GCM of node:crypto: OpenSSL in Node, BoringSSL in Electron, constant-time with the processor's AES. */

import { createCipheriv, createDecipheriv } from 'node:crypto'
// The type alone: main uses this file, and must not load the arithmetic of curves for it.
import type { Aead } from '../../crypto'

export const AEAD_KEY_BYTES = 32
export const AEAD_NONCE_BYTES = 12
export const AEAD_TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'
// Node takes tags of 4 bytes on, too, and a shortened one is forged by guessing.
const OPTIONS = { authTagLength: AEAD_TAG_BYTES } as const

export const platformAead: Aead = {
  seal: (key, nonce, associated, plain) => {
    assertLengths(key, nonce)
    const cipher = createCipheriv(CIPHER, key, nonce, OPTIONS).setAAD(associated)
    return joined(cipher.update(plain), cipher.final(), cipher.getAuthTag())
  },
  open: (key, nonce, associated, sealed) => {
    assertLengths(key, nonce)
    const end = sealed.length - AEAD_TAG_BYTES
    if (end < 0) return null
    const decipher = createDecipheriv(CIPHER, key, nonce, OPTIONS)
    decipher.setAAD(associated).setAuthTag(sealed.subarray(end))
    const plain = decipher.update(sealed.subarray(0, end))
    try {
      return joined(plain, decipher.final())
    } catch {
      plain.fill(0)
      return null
    }
  }
}

function assertLengths(key: Uint8Array, nonce: Uint8Array): void {
  if (key.length !== AEAD_KEY_BYTES) throw new RangeError('key: 32 bytes wanted')
  if (nonce.length !== AEAD_NONCE_BYTES) throw new RangeError('nonce: 12 bytes wanted')
}

/** Memory of its own, and no Buffer: no shared pool behind it. */
function joined(...parts: readonly Buffer[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  parts.reduce((at, part) => {
    whole.set(part, at)
    return at + part.length
  }, 0)
  return whole
}
