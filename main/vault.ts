/**
 * Keeps the key of the encrypted database. Where the operating system has a keychain, Electron's safeStorage seals the
 * key with it; elsewhere the key lies in a file that only its owner may read, and the program says so.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../app/app-error'
import { replaceFile } from '../adapters/system/replace-file'
import { keyFromFile, newDatabaseKey } from '../adapters/vault/key-file'
import type { KeyProtection } from './core-messages'

/** The part of Electron's safeStorage that is used here. */
export type Keychain = {
  readonly isAvailable: () => boolean
  readonly encrypt: (text: string) => Buffer
  readonly decrypt: (bytes: Buffer) => string
}

export type DatabaseKey = { readonly key: string; readonly protection: KeyProtection }

const KEY_FORM = /^[A-Za-z0-9+/]{32}$/u
const OWNER_ONLY = 0o600

/**
 * Reads the key, or makes it at the first start. Never makes a new one where a database exists: that would lock the
 * person out of their own data for ever.
 * @param folder where the databases lie; made when missing
 * @throws AppError key-unavailable (the keychain is locked, gone, or answers nonsense), and what key-file.ts throws
 */
export async function openDatabaseKey(folder: string, keychain: Keychain): Promise<DatabaseKey> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const sealed = path.join(folder, 'household.key.sealed')
  const plain = path.join(folder, 'household.key')
  const database = path.join(folder, 'household.db')
  if (existsSync(sealed)) return { key: unseal(sealed, keychain), protection: 'os-keychain' }
  if (!keychain.isAvailable()) return { key: keyFromFile(plain, database), protection: 'file' }

  const isNew = !existsSync(plain) && !existsSync(database)
  const key = isNew ? newDatabaseKey() : keyFromFile(plain, database)
  await replaceFile(sealed, [keychain.encrypt(key)], OWNER_ONLY)
  rmSync(plain, { force: true })
  return { key, protection: 'os-keychain' }
}

function unseal(file: string, keychain: Keychain): string {
  try {
    const key = keychain.decrypt(readFileSync(file))
    if (KEY_FORM.test(key)) return key
  } catch {
    // What the keychain says may quote secrets, and means the same to the person.
  }
  throw new AppError('key-unavailable')
}
