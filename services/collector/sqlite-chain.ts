/** The chain of what the board has published, in SQLite. */

import type { Database } from '../../adapters/storage/database'
import type { Migration } from '../../adapters/storage/migrations/migration'
import { type Row, bytesIn, integerIn } from '../../adapters/storage/row'
import type { BoardEntry } from '../../app/rounds/messages/board'
import { concatBytes } from '../../crypto'
import { appendOnly } from './append-only'
import type { ChainStore } from './board-store'

export const chainTables: Migration = {
  id: '0003-chain',
  sql: appendOnly({ board_chain: 'position INTEGER PRIMARY KEY, digest BLOB NOT NULL, hash BLOB NOT NULL' })
}

export function chainIn(database: Database): ChainStore {
  return {
    lastChainEntry: () =>
      entryOf(database.prepare('SELECT position, digest, hash FROM board_chain ORDER BY position DESC LIMIT 1').get()),
    chainEntry: (position) =>
      entryOf(database.prepare('SELECT position, digest, hash FROM board_chain WHERE position = ?').get(position)),
    digestsAfter: (position, most) =>
      concatBytes(
        ...database
          .prepare('SELECT digest FROM board_chain WHERE position > ? ORDER BY position LIMIT ?')
          .all(position, most)
          .map((row) => bytesIn(row, 'digest'))
      ),
    addChainEntry: ({ position, digest, hash }) => {
      database.prepare('INSERT INTO board_chain (position, digest, hash) VALUES (?, ?, ?)').run(position, digest, hash)
    }
  }
}

function entryOf(row: Row | undefined): BoardEntry | null {
  return row
    ? { position: integerIn(row, 'position'), digest: bytesIn(row, 'digest'), hash: bytesIn(row, 'hash') }
    : null
}
