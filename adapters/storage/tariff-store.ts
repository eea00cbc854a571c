/** The person's own tariffs, in the encrypted database. */

import type { TariffStore } from '../../app/bills/tariffs/tariff-store'
import { toUtcSeconds } from '../../app/domain/interval'
import type { Database } from './database'
import { bytesIn, integerIn, textIn } from './row'

export function createTariffStore(database: Database): TariffStore {
  return {
    all: () =>
      database
        .prepare('SELECT id, body, saved_at FROM own_tariff ORDER BY rowid')
        .all()
        .map((row) => ({
          id: textIn(row, 'id'),
          body: bytesIn(row, 'body'),
          savedAt: toUtcSeconds(integerIn(row, 'saved_at'))
        })),
    save: ({ id, body, savedAt }) => {
      database
        .prepare(
          `INSERT INTO own_tariff (id, body, saved_at) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`
        )
        .run(id, body, savedAt)
    },
    remove: (id) => {
      database.prepare('DELETE FROM own_tariff WHERE id = ?').run(id)
    }
  }
}
