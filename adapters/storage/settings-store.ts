/** Settings of the program in the household's database. */

import type { SettingsStore } from '../../app/ports'
import type { Database } from './database'
import { textIn } from './row'

export function createSettingsStore(database: Database): SettingsStore {
  return {
    read: (key) => {
      const row = database.prepare('SELECT value FROM setting WHERE key = ?').get(key)
      return row ? textIn(row, 'value') : null
    },
    write: (key, value) => {
      database
        .prepare(
          'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
        )
        .run(key, value)
    }
  }
}
