/** Days that a restored household answers with REFUSE, in its encrypted database. */

import type { TransferStore } from '../../app/rounds/transfer-store'
import type { Database } from './database'
import { integerIn } from './row'

export function transferIn(database: Database): TransferStore {
  return {
    owedDays: (gid) =>
      database
        .prepare('SELECT utc_day FROM round_owed WHERE gid = ? ORDER BY utc_day')
        .all(gid)
        .map((row) => integerIn(row, 'utc_day')),
    oweAnswer: (gid, utcDay) => {
      database.prepare('INSERT OR IGNORE INTO round_owed (gid, utc_day) VALUES (?, ?)').run(gid, utcDay)
    },
    settleAnswer: (gid, utcDay) => {
      database.prepare('DELETE FROM round_owed WHERE gid = ? AND utc_day = ?').run(gid, utcDay)
    }
  }
}
