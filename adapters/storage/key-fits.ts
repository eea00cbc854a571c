/**
 * Whether a key opens a database, without opening it: whoever opens one that was not closed (its process was killed) with
 * the wrong key and closes it again has SQLite throw away the journal, and with it everything that was committed last.
 */

import { closeSync, openSync, readSync } from 'node:fs'
import { resultCode } from './database-failure'
import { removeDatabase } from './database-files'
import { openLibsql } from './libsql'
import { writeScratch } from '../system/replace-file'

/** Largest page of SQLite; the first one holds what a key is known by. */
const PAGE_BYTES = 65_536
const SMALLEST_PAGE = 512
const NO_WAIT = 0

/**
 * Tries the key on a copy of the first page, beside the database and as well protected.
 * @returns true also where there is nothing yet that a key could fit.
 * @throws AppError disk-full, file-unwritable.
 */
export function keyFits(file: string, key: string): boolean {
  const page = firstPage(file)
  if (page.length < SMALLEST_PAGE) return true
  const probe = `${file}.probe`
  try {
    removeDatabase(probe)
    writeScratch(probe, page)
    const connection = openLibsql(probe, key, NO_WAIT)
    try {
      connection.exec('PRAGMA schema_version')
      return true
    } catch (error) {
      return resultCode(error) !== 'SQLITE_NOTADB'
    } finally {
      connection.close()
    }
  } finally {
    removeDatabase(probe)
  }
}

function firstPage(file: string): Uint8Array {
  const page = new Uint8Array(PAGE_BYTES)
  const handle = openSync(file, 'r')
  try {
    return page.subarray(0, readSync(handle, page, 0, PAGE_BYTES, 0))
  } finally {
    closeSync(handle)
  }
}
