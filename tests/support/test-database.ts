/** A real encrypted database in a folder of its own, closed and removed after the test. */

import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '../../adapters/storage/database'
import { temporaryFolder } from './temporary-folder'

/** 32 characters, as a key file may hold them; tests only. */
export const TEST_KEY = 'test/key/of/thirty/two/character'

export function testDatabase(file = join(temporaryFolder(), 'household.db')): Database {
  const database = openDatabase({ file, key: TEST_KEY })
  onTestFinished(() => {
    database.close()
  })
  return database
}
