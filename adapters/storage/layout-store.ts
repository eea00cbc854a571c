/** Layouts of tables in the household's database. */

import { AppError } from '../../app/app-error'
import { fingerprintOf, tableLayout } from '../../app/readings/formats/table/table-layout'
import type { LayoutStore } from '../../app/readings/layout-store'
import type { Database } from './database'
import { textIn } from './row'

export function createLayoutStore(database: Database): LayoutStore {
  return {
    find: (fingerprint) => {
      const row = database.prepare('SELECT rules FROM import_layout WHERE fingerprint = ?').get(fingerprint)
      return row ? layoutFrom(textIn(row, 'rules')) : null
    },
    keep: (layout, at) => {
      database
        .prepare('INSERT OR REPLACE INTO import_layout (fingerprint, rules, at) VALUES (?, ?, ?)')
        .run(fingerprintOf(layout.columns), JSON.stringify(layout), at)
    }
  }
}

function layoutFrom(text: string) {
  try {
    return tableLayout.parse(JSON.parse(text))
  } catch {
    throw new AppError('database-damaged')
  }
}
