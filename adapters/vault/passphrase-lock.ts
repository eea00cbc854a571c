/**
 * A key locked with a passphrase: scrypt (RFC 7914) with 128 MiB and about a second of work for each guess, AES-256-GCM
 * around the key. For systems without a keychain; as weak as the passphrase against somebody who has the file.
 */

import { randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, platformAead } from '../platform-crypto/platform-aead'

const COST = { N: 131_072, r: 8, p: 1 } as const
const MAX_MEMORY = 256 * 1024 * 1024
/** Nothing is bound to the key beside itself. */
const NOTHING = new Uint8Array(0)

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`, 'u'))

/** The cost stands in the file so that a later version can raise it; only known costs are computed. */
const lockSchema = z.strictObject({
  format: z.literal('wattveil-lock/1'),
  kdf: z.literal('scrypt'),
  N: z.literal(COST.N),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: hex(16),
  nonce: hex(12),
  sealed: z
    .string()
    .regex(/^[0-9a-f]+$/u)
    .max(1000)
})

export type Lock = z.infer<typeof lockSchema>

/** What a passphrase gave for one salt: kept while the program runs, so that the passphrase is not. Secret. */
export type UnlockedLock = { readonly salt: Buffer; readonly key: Buffer }

/** @throws AppError key-file-malformed */
export function decodeLock(text: string): Lock {
  try {
    return lockSchema.parse(JSON.parse(text))
  } catch {
    throw new AppError('key-file-malformed')
  }
}

/** About a second of work, off the event loop. @param passphrase compared after NFKC, so that keyboards do not matter. */
export function stretch(passphrase: string, salt: Buffer = randomBytes(16)): Promise<UnlockedLock> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, AEAD_KEY_BYTES, { ...COST, maxmem: MAX_MEMORY }, (error, key) => {
      if (error) reject(error)
      else resolve({ salt, key })
    })
  })
}

export function lock({ salt, key }: UnlockedLock, text: string): Lock {
  const nonce = randomBytes(AEAD_NONCE_BYTES)
  const sealed = Buffer.from(platformAead.seal(key, nonce, NOTHING, Buffer.from(text, 'utf8')))
  const parts = { salt: salt.toString('hex'), nonce: nonce.toString('hex'), sealed: sealed.toString('hex') }
  return { format: 'wattveil-lock/1', kdf: 'scrypt', ...COST, ...parts }
}

/** @throws AppError passphrase-wrong (or the file was changed: the two cannot be told apart) */
export function unlock({ key }: UnlockedLock, { nonce, sealed }: Lock): string {
  const text = platformAead.open(key, Buffer.from(nonce, 'hex'), NOTHING, Buffer.from(sealed, 'hex'))
  if (!text) throw new AppError('passphrase-wrong')
  return Buffer.from(text).toString('utf8')
}
