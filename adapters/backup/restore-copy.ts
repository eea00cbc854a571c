/** Makes a copy of the database fit to be gone back to. */

import { openDatabase } from '../storage/database'
import { forgetWhatWent } from './forget-what-went'
import type { RestoreTarget } from './restore-backup'
import { removeDatabase } from '../storage/database-files'

/**
 * @param target its file is the copy, already in place
 * @throws AppError of openDatabase (a damaged copy, or one with the key of before); the file is then removed.
 */
export function restoreCopy({ file, key, now }: RestoreTarget): void {
  try {
    const database = openDatabase({ file, key })
    forgetWhatWent(database, now)
    database.close()
  } catch (error) {
    removeDatabase(file)
    throw error
  }
}
