/** Brings a database under a new key: a copy is re-encrypted, proven, and put in the place of the old file by one rename. */

import { existsSync } from 'node:fs'
import { AppError } from '../../app/app-error'
import { openDatabase } from './database'
import { removeDatabase, replaceDatabase } from './database-files'
import { openLibsql } from './libsql'

const LOCK_TIMEOUT_MS = 1500

export type KeyChange = {
  readonly file: string
  /** The key that is to hold. 32 characters. Secret. */
  readonly key: string
  /** The key that may still hold. 32 characters. Secret. */
  readonly previous: string
}

/**
 * Does nothing where the database has the key already, or is not there: a change that was interrupted anywhere is finished
 * by asking again.
 * @returns whether the key was changed: copies with the previous one are then of no use.
 * @throws AppError of openDatabase; the database is then as it was.
 */
export function changeDatabaseKey({ file, key, previous }: KeyChange): boolean {
  const copy = `${file}.rekey`
  removeDatabase(copy)
  if (!existsSync(file) || opensWith(file, key)) return false
  const database = openDatabase({ file, key: previous, migrations: 'leave' })
  try {
    database.snapshot(copy)
  } finally {
    database.close()
  }
  const connection = openLibsql(copy, previous, LOCK_TIMEOUT_MS)
  connection.exec('PRAGMA journal_mode = DELETE')
  // A key has only letters, digits, + and /: nothing to escape.
  connection.exec(`PRAGMA rekey = '${key}'`)
  connection.close()
  openDatabase({ file: copy, key, migrations: 'leave' }).close()
  replaceDatabase(file, copy)
  return true
}

function opensWith(file: string, key: string): boolean {
  try {
    openDatabase({ file, key, migrations: 'leave' }).close()
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'database-wrong-key') return false
    throw error
  }
}
