/**
 * Keeps the key of the encrypted database. Where the operating system has a keychain, Electron's safeStorage encrypts
 * the key with it; elsewhere the key lies in a file that only its owner may read, and the program says so.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../app/app-error'
import type { KeyProtection } from './core-messages'
import { writeFileSafely } from './write-file-safely'

/** The part of Electron's safeStorage that is used here. */
export type Keychain = {
  readonly isAvailable: () => boolean
  readonly encrypt: (text: string) => Buffer
  readonly decrypt: (bytes: Buffer) => string
}

export type DatabaseKey = { readonly key: string; readonly protection: KeyProtection }

const keyFile = z.strictObject({
  version: z.literal(1),
  protection: z.enum(['os-keychain', 'file']),
  /** Base64 of what the keychain made of the key; or the key itself. */
  key: z.string().max(4096)
})

// libsql takes a string and uses its first 32 bytes: 24 random bytes in base64 are exactly that (192 bits).
const KEY_BYTES = 24
const databaseKey = z.string().regex(/^[A-Za-z0-9+/]{32}$/u)

/**
 * Reads the key, or makes it at the first start.
 * @throws AppError key-unavailable when the key exists but cannot be had now (keychain locked, file damaged): making a
 *   new one then would lock the person out of their own data for ever.
 */
export function openDatabaseKey(folder: string, keychain: Keychain): DatabaseKey {
  const file = path.join(folder, 'database-key.json')
  if (!existsSync(file)) {
    if (holdsDatabase(folder)) throw new AppError('key-unavailable')
    return store(file, randomBytes(KEY_BYTES).toString('base64'), keychain)
  }
  const stored = readKeyFile(file)
  if (stored.protection === 'os-keychain') {
    return { key: decode(() => keychain.decrypt(Buffer.from(stored.key, 'base64'))), protection: 'os-keychain' }
  }
  const key = decode(() => stored.key)
  // A keychain that has come since is the better place.
  return keychain.isAvailable() ? store(file, key, keychain) : { key, protection: 'file' }
}

function holdsDatabase(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.db'))
}

function store(file: string, key: string, keychain: Keychain): DatabaseKey {
  const protection: KeyProtection = keychain.isAvailable() ? 'os-keychain' : 'file'
  const kept = protection === 'os-keychain' ? keychain.encrypt(key).toString('base64') : key
  writeFileSafely(file, `${JSON.stringify({ version: 1, protection, key: kept })}\n`)
  return { key, protection }
}

function readKeyFile(file: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new AppError('key-unavailable')
  }
}

function decode(read: () => string): string {
  try {
    return databaseKey.parse(read())
  } catch {
    throw new AppError('key-unavailable')
  }
}
