/**
 * The database key in a file that only its owner can read: for the command line, and for the window
 * where the system has no keychain. Weaker than a keychain (whoever reads the disk reads the key).
 */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../app/app-error'
import { createFileNow } from '../system/replace-file'
import { type KeyRing, decodeKeyRing } from './key-ring'

const KEY_BYTES = 24
const OTHERS = 0o077

/**
 * The key in the file; makes file and key where neither it nor the database exists yet.
 * @param databaseFile a database without its key file is not given a new key: it could never be read.
 * @throws AppError key-file-missing, key-file-malformed, key-file-open-to-others (docs/attacks.md K11);
 *   disk-full, file-unwritable; the file is never overwritten.
 */
export function keyFromFile(keyFile: string, databaseFile: string): string {
  return keyRingFromFile(keyFile, databaseFile).key
}

/** As `keyFromFile`, with the key before it while a change is under way. */
export function keyRingFromFile(keyFile: string, databaseFile: string): KeyRing {
  if (existsSync(keyFile)) return readKeyRing(keyFile)
  if (existsSync(databaseFile)) throw new AppError('key-file-missing', named(keyFile))
  return { key: createKey(keyFile), previous: null }
}

/** 32 random characters: the form of every key of a database. */
export function newDatabaseKey(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

function readKeyRing(keyFile: string): KeyRing {
  const found = statSync(keyFile)
  // Anything else could keep the program waiting for ever, or has rights that mean something else.
  if (!found.isFile()) throw new AppError('key-file-malformed', named(keyFile))
  // Windows has no such bits; there the file inherits the rights of the user's own folder.
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
    throw new AppError('key-file-open-to-others', named(keyFile))
  }
  const ring = decodeKeyRing(readFileSync(keyFile, 'latin1'))
  if (!ring) throw new AppError('key-file-malformed', named(keyFile))
  return ring
}

/** With its folder: a collector has one of this name for each group. */
function named(keyFile: string): { readonly keyFile: string } {
  return { keyFile: path.join(path.basename(path.dirname(path.resolve(keyFile))), path.basename(keyFile)) }
}

function createKey(keyFile: string): string {
  const key = newDatabaseKey()
  // On the disk before anything is encrypted with it, and never half.
  createFileNow(keyFile, `${key}\n`)
  return key
}
