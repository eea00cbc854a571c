/**
 * Keeps the key of the encrypted database. Where the operating system has a keychain, Electron's safeStorage seals the key
 * with it. Elsewhere the key lies in a file that only its owner may read, or in one that a passphrase locks; Settings says
 * which, and what it is worth.
 */

import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../adapters/system/make-folder'
import { finishRemoval, removeUnfinished, replaceFile, syncFolderNow } from '../adapters/system/replace-file'
import { keyRingFromFile, newDatabaseKey } from '../adapters/vault/key-file'
import { type KeyRing, decodeKeyRing, encodeKeyRing } from '../adapters/vault/key-ring'
import { type UnlockedLock, decodeLock, lock, stretch, unlock } from '../adapters/vault/passphrase-lock'
import { AppError } from '../app/app-error'
import type { KeyProtection } from './core-messages'

/** The part of Electron's safeStorage that is used here. */
export type Keychain = {
  readonly isAvailable: () => boolean
  readonly encrypt: (text: string) => Buffer
  readonly decrypt: (bytes: Buffer) => string
}

export type OpenVault = KeyRing & { readonly protection: KeyProtection }

export type Vault = {
  /**
   * Reads the key, or makes it at the first start. Never makes a new one where a database exists: that would lock the
   * person out of their own data for ever.
   * @throws AppError key-unavailable (the keychain is locked, gone, or answers nonsense), passphrase-needed, and what
   *   key-file.ts throws
   */
  readonly open: () => Promise<OpenVault>
  /** @throws AppError passphrase-wrong */
  readonly unlock: (passphrase: string) => Promise<void>
  /**
   * Makes a new key and keeps it beside the old one, until `settle` says that the database has changed over.
   * @param passphrase locks it; null for the keychain or, without one, the plain file
   * @throws AppError as `open`; disk-full, file-unwritable: the key is then as it was
   */
  readonly renew: (passphrase: string | null) => Promise<void>
  /** The database has the new key: the one before it is forgotten. */
  readonly settle: () => Promise<void>
  /** Forgets every key. What they encrypted can never be read again. */
  readonly destroy: () => void
}

/** @param folder where the databases lie; made when missing */
export function createVault(folder: string, keychain: Keychain): Vault {
  const locked = path.join(folder, 'household.key.locked')
  const sealed = path.join(folder, 'household.key.sealed')
  const plain = path.join(folder, 'household.key')
  const database = path.join(folder, 'household.db')
  let unlocked: UnlockedLock | null = null

  const keep = async (ring: KeyRing, protection: KeyProtection, key = unlocked): Promise<void> => {
    const text = encodeKeyRing(ring)
    if (protection === 'passphrase') {
      if (!key) throw new AppError('passphrase-needed')
      await replaceFile(locked, [Buffer.from(JSON.stringify(lock(key, text)))])
    } else if (protection === 'os-keychain') await replaceFile(sealed, [keychain.encrypt(text)])
    else await replaceFile(plain, [Buffer.from(text)])
  }
  /** In the order in which they count: a weaker one that an interrupted change left behind must not stay. */
  const removeAllBut = (kept: string): void => {
    for (const file of [plain, sealed, locked]) if (file !== kept) rmSync(file, { force: true })
    if (existsSync(folder)) syncFolderNow(folder)
  }

  const open = async (): Promise<OpenVault> => {
    finishDeletion(folder)
    makeFolder(folder, 0o700)
    removeUnfinished(folder)
    if (existsSync(locked)) {
      if (!unlocked) throw new AppError('passphrase-needed')
      const ring = decodeKeyRing(unlock(unlocked, readLock(locked)))
      if (!ring) throw new AppError('key-file-malformed')
      removeAllBut(locked)
      return { ...ring, protection: 'passphrase' }
    }
    if (existsSync(sealed)) return { ...unseal(sealed, keychain), protection: 'os-keychain' }
    if (!keychain.isAvailable()) return { ...keyRingFromFile(plain, database), protection: 'file' }

    const isNew = !existsSync(plain) && !existsSync(database)
    const ring = isNew ? { key: newDatabaseKey(), previous: null } : keyRingFromFile(plain, database)
    await keep(ring, 'os-keychain')
    removeAllBut(sealed)
    return { ...ring, protection: 'os-keychain' }
  }

  return {
    open,
    unlock: async (passphrase) => {
      const found = readLock(locked)
      const tried = await stretch(passphrase, Buffer.from(found.salt, 'hex'))
      unlock(tried, found)
      unlocked = tried
    },
    renew: async (passphrase) => {
      const { key, previous } = await open()
      // An earlier change that has not settled: the database has one of its two keys, and a third would shut it.
      if (previous !== null) throw new AppError('key-change-open')
      const ring = { key: newDatabaseKey(), previous: key }
      if (passphrase !== null) {
        const fresh = await stretch(passphrase)
        await keep(ring, 'passphrase', fresh)
        unlocked = fresh
        removeAllBut(locked)
        return
      }
      const protection = keychain.isAvailable() ? 'os-keychain' : 'file'
      await keep(ring, protection)
      removeAllBut(protection === 'file' ? plain : sealed)
      unlocked = null
    },
    settle: async () => {
      const { protection, ...ring } = await open()
      if (ring.previous !== null) await keep({ key: ring.key, previous: null }, protection)
    },
    destroy: () => {
      unlocked = null
      removeUnfinished(folder)
      removeAllBut('')
    }
  }
}

/** What another program still holds open is tried again at the next start. */
function finishDeletion(folder: string): void {
  try {
    finishRemoval(folder)
  } catch {
    // Nobody asks for it any more, and nothing new needs its name.
  }
}

function readLock(file: string) {
  try {
    return decodeLock(readFileSync(file, 'utf8'))
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('key-unavailable')
  }
}

function unseal(file: string, keychain: Keychain): KeyRing {
  try {
    const ring = decodeKeyRing(keychain.decrypt(readFileSync(file)))
    if (ring) return ring
  } catch {
    // What the keychain says may quote secrets, and means the same to the person.
  }
  throw new AppError('key-unavailable')
}
