/** The board that a household remembers, in its encrypted database and in its backups. */

import type { BoardMemory } from '../../app/rounds/board-memory'
import type { Database } from './database'
import { bytesIn, integerIn } from './row'

/** A live group's board grows by some two hundred entries a day: three months of them. */
const KEPT_ENTRIES = 20_000

export function boardMemoryIn(database: Database): BoardMemory {
  return {
    boardHead: (gid) => {
      const row = database.prepare('SELECT wire, entries, hash FROM round_board WHERE gid = ?').get(gid)
      return row ? { wire: bytesIn(row, 'wire'), count: integerIn(row, 'entries'), hash: bytesIn(row, 'hash') } : null
    },
    extendBoard: (gid, { wire, count, hash }, entries) => {
      database.transaction(() => {
        const insert = database.prepare(
          'INSERT INTO round_board_entry (gid, position, digest, hash) VALUES (?, ?, ?, ?)'
        )
        for (const entry of entries.slice(-KEPT_ENTRIES)) insert.run(gid, entry.position, entry.digest, entry.hash)
        database.prepare('DELETE FROM round_board_entry WHERE gid = ? AND position <= ?').run(gid, count - KEPT_ENTRIES)
        database
          .prepare('REPLACE INTO round_board (gid, wire, entries, hash) VALUES (?, ?, ?, ?)')
          .run(gid, wire, count, hash)
      })
    },
    boardHashAfter: (gid, digest) => {
      const row = database
        .prepare('SELECT hash FROM round_board_entry WHERE gid = ? AND digest = ? ORDER BY position LIMIT 1')
        .get(gid, digest)
      return row ? bytesIn(row, 'hash') : null
    },
    forgetBoard: (gid) => {
      database.transaction(() => {
        database.prepare('DELETE FROM round_board WHERE gid = ?').run(gid)
        database.prepare('DELETE FROM round_board_entry WHERE gid = ?').run(gid)
      })
    }
  }
}
