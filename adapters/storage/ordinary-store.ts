/** Ordinary bills in the household's database. */

import type { OrdinaryStore, StoredOrdinaryBill } from '../../app/bills/ordinary/ordinary-store'
import { toUtcSeconds } from '../../app/domain/interval'
import type { Database } from './database'
import { type Row, integerIn, textIn } from './row'

export function createOrdinaryStore(database: Database): OrdinaryStore {
  return {
    all: () => database.prepare('SELECT * FROM ordinary_bill ORDER BY first DESC, at DESC').all().map(billOf),
    one: (id) => {
      const row = database.prepare('SELECT * FROM ordinary_bill WHERE id = ?').get(id)
      return row ? billOf(row) : null
    },
    keep: ({ id, first, bill, at }) => {
      database
        .prepare('INSERT OR REPLACE INTO ordinary_bill (id, first, bill, at) VALUES (?, ?, ?, ?)')
        .run(id, first, bill, at)
    },
    remove: (id) => {
      database.prepare('DELETE FROM ordinary_bill WHERE id = ?').run(id)
    }
  }
}

function billOf(row: Row): StoredOrdinaryBill {
  return {
    id: textIn(row, 'id'),
    first: textIn(row, 'first'),
    bill: textIn(row, 'bill'),
    at: toUtcSeconds(integerIn(row, 'at'))
  }
}
