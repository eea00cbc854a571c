/** A closed database as files: SQLite may keep journals beside it, and they belong to it alone. */

import { existsSync, renameSync, rmSync } from 'node:fs'

const JOURNALS = ['-wal', '-shm', '-journal']

export function databaseExists(file: string): boolean {
  return ['', ...JOURNALS].some((suffix) => existsSync(file + suffix))
}

/** Does nothing where there is none. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', ...JOURNALS]) rmSync(file + suffix, { force: true })
}

/** Puts a closed database in the place of another closed one, by one rename. */
export function replaceDatabase(file: string, by: string): void {
  // A journal of the old database must not meet the new one.
  for (const suffix of JOURNALS) rmSync(file + suffix, { force: true })
  renameSync(by, file)
}
