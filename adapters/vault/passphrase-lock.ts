/**
 * A key locked with a passphrase: scrypt (RFC 7914) with 128 MiB and about a second of work for each guess, AES-256-GCM
 * around the key. For systems without a keychain; as weak as the passphrase against somebody who has the file.
 */

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../app/app-error'

const COST = { N: 131_072, r: 8, p: 1 } as const
const MAX_MEMORY = 256 * 1024 * 1024
const KEY_BYTES = 32
const TAG_BYTES = 16

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
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { ...COST, maxmem: MAX_MEMORY }, (error, key) => {
      if (error) reject(error)
      else resolve({ salt, key })
    })
  })
}

export function lock({ salt, key }: UnlockedLock, text: string): Lock {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const parts = { salt: salt.toString('hex'), nonce: nonce.toString('hex'), sealed: sealed.toString('hex') }
  return { format: 'wattveil-lock/1', kdf: 'scrypt', ...COST, ...parts }
}

/** @throws AppError passphrase-wrong (or the file was changed: the two cannot be told apart) */
export function unlock({ key }: UnlockedLock, { nonce, sealed }: Lock): string {
  const bytes = Buffer.from(sealed, 'hex')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'hex'), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()])
    return text.toString('utf8')
  } catch {
    throw new AppError('passphrase-wrong')
  }
}
