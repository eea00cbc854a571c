/**
 * The database key in a file that only its owner can read: for the command line, and for the window
 * where the system has no keychain. Weaker than a keychain (whoever reads the disk reads the key).
 */

import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { AppError } from '../../app/app-error'

/** 24 random bytes are 32 characters, of which libsql uses exactly 32 (docs/platform-notes.md 10). */
const KEY_BYTES = 24
const KEY_FORM = /^[A-Za-z0-9+/]{32}\n?$/u
const OWNER_ONLY = 0o600
const OTHERS = 0o077

/**
 * The key in the file; makes file and key where neither it nor the database exists yet.
 * @param databaseFile a database without its key file is not given a new key: it could never be read.
 * @throws AppError key-file-missing, key-file-malformed, key-file-open-to-others (docs/attacks.md K11);
 *   the file is never overwritten.
 */
export function keyFromFile(keyFile: string, databaseFile: string): string {
  if (existsSync(keyFile)) return readKey(keyFile)
  if (existsSync(databaseFile)) throw new AppError('key-file-missing')
  return createKey(keyFile)
}

/** 32 random characters: the form of every key of a database. */
export function newDatabaseKey(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

function readKey(keyFile: string): string {
  const found = statSync(keyFile)
  // Anything else could keep the program waiting for ever, or has rights that mean something else.
  if (!found.isFile()) throw new AppError('key-file-malformed')
  // Windows has no such bits; there the file inherits the rights of the user's own folder.
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
    throw new AppError('key-file-open-to-others')
  }
  const text = readFileSync(keyFile, 'latin1')
  if (!KEY_FORM.test(text)) throw new AppError('key-file-malformed')
  return text.trimEnd()
}

function createKey(keyFile: string): string {
  const key = newDatabaseKey()
  // wx: never over an existing file, not even one made since the look above.
  const handle = openSync(keyFile, 'wx', OWNER_ONLY)
  try {
    chmodSync(keyFile, OWNER_ONLY)
    writeSync(handle, `${key}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return key
}
