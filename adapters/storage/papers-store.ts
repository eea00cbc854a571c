/** Readings that were shown with evidence, in the household's database. */

import type { PapersStore } from '../../app/bills/papers/papers-store'
import { toUtcSeconds } from '../../app/domain/interval'
import type { Database } from './database'
import { integerIn, textIn } from './row'

export function createPapersStore(database: Database): PapersStore {
  return {
    shown: (billHash) =>
      database
        .prepare('SELECT * FROM bill_shown WHERE bill_hash = ? ORDER BY start')
        .all(billHash)
        .map((row) => ({
          billHash: textIn(row, 'bill_hash'),
          start: toUtcSeconds(integerIn(row, 'start')),
          seconds: integerIn(row, 'seconds'),
          energy: integerIn(row, 'energy'),
          at: toUtcSeconds(integerIn(row, 'at'))
        })),
    keepShown: (intervals) => {
      if (intervals.length === 0) return
      database.transaction(() => {
        const insert = database.prepare(
          'INSERT INTO bill_shown (bill_hash, start, seconds, energy, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
        )
        for (const { billHash, start, seconds, energy, at } of intervals)
          insert.run(billHash, start, seconds, energy, at)
      })
    }
  }
}
