/** A closed database as files: SQLite may keep journals beside it, and they belong to it alone. */

import { rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../app/app-error'
import { placeFileNow, syncFolderNow } from '../system/replace-file'

const JOURNALS = ['-wal', '-shm', '-journal']

export function journalsOf(file: string): readonly string[] {
  return JOURNALS.map((suffix) => file + suffix)
}

/** Does nothing where there is none. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', ...JOURNALS]) rmSync(file + suffix, { force: true })
}

/**
 * Puts a closed database in the place of another closed one, by one rename, on disk when this returns.
 * @throws AppError database-locked where commits of the old one are in its journal alone: an interruption before the rename
 *   would lose them; disk-full, file-unwritable. The old one is then as it was.
 */
export function replaceDatabase(file: string, by: string): void {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new AppError('database-locked')
  // A journal of the old database must not meet the new one, not even after a power cut.
  for (const suffix of JOURNALS) rmSync(file + suffix, { force: true })
  syncFolderNow(dirname(file))
  placeFileNow(by, file)
}
