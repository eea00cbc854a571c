/** New databases of tests as copies of one that has its tables: making them again takes most of the time of opening. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../../adapters/storage/database'
import type { Migration } from '../../../adapters/storage/migrations/migration'
import { TEST_KEY } from '../test-database'
import { fastFolder } from './fast-folder'

export type MigratedDatabases = { open(file: string): Database }

/** @param migrations of a service; those of a household when absent. */
export function migratedDatabases(migrations?: readonly Migration[]): MigratedDatabases {
  const made: { bytes: Buffer | null } = { bytes: null }
  const options = migrations ? { migrations } : {}
  const template = (): Buffer => {
    const file = join(fastFolder(), 'template.db')
    const snapshot = `${file}.copy`
    const database = openDatabase({ file, key: TEST_KEY, ...options })
    // Without its journal, and read through.
    database.snapshot(snapshot)
    database.close()
    return readFileSync(snapshot)
  }
  return {
    open: (file) => {
      if (!existsSync(file)) writeFileSync(file, (made.bytes ??= template()))
      return openDatabase({ file, key: TEST_KEY, ...options })
    }
  }
}
