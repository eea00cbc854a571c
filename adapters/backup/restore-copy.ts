/** Makes a copy of the database fit to be gone back to. */

import type { UtcSeconds } from '../../app/domain/interval'
import { openDatabase } from '../storage/database'
import { forgetWhatWent } from './forget-what-went'
import type { RestoreTarget } from './restore-backup'
import { removeDatabase } from '../storage/database-files'

/**
 * @param target its file is the copy, already in place
 * @param savedAt when it was made
 * @throws AppError of openDatabase (a damaged copy, or one with the key of before); the file is then removed.
 */
export function restoreCopy({ file, key, now }: RestoreTarget, savedAt: UtcSeconds): void {
  try {
    const database = openDatabase({ file, key })
    forgetWhatWent(database, now, savedAt)
    database.close()
  } catch (error) {
    removeDatabase(file)
    throw error
  }
}
