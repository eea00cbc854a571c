/** The part of the board in SQLite that finds out who lied. */

import type { Database } from '../../adapters/storage/database'
import type { Migration } from '../../adapters/storage/migrations/migration'
import { type Row, bytesIn, integerIn, textIn } from '../../adapters/storage/row'
import { toUtcSeconds } from '../../app/domain/interval'
import { appendOnly } from './append-only'
import type { BlameBoard, PostedFinding } from './blame-board'

export const blameTables: Migration = {
  id: '0002-blame',
  sql: [
    appendOnly({
      board_endorse:
        'rho BLOB NOT NULL, member BLOB NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (rho, member)',
      board_ask: 'rho BLOB PRIMARY KEY, wire BLOB NOT NULL, at INTEGER NOT NULL',
      board_dlist:
        'rho BLOB NOT NULL, member BLOB NOT NULL, t INTEGER NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (rho, member, t)',
      board_finding:
        'seq INTEGER PRIMARY KEY, rho BLOB NOT NULL, accused TEXT NOT NULL, wire BLOB NOT NULL UNIQUE, at INTEGER NOT NULL'
    }),
    // Forgotten when a newer one comes: a wish is nothing that anybody could be held to.
    'CREATE TABLE collector_wish (member BLOB PRIMARY KEY, wire BLOB NOT NULL, at INTEGER NOT NULL) STRICT;',
    'CREATE INDEX board_roster_made ON board_roster (at);',
    'CREATE INDEX board_finding_roster ON board_finding (rho);',
    'CREATE INDEX board_finding_time ON board_finding (at);'
  ].join('\n')
}

const FINDING_COLUMNS = 'rho, accused, wire, at'

export function blameIn(database: Database): BlameBoard {
  return {
    endorsements: (rho) =>
      database
        .prepare('SELECT member, wire FROM board_endorse WHERE rho = ? ORDER BY member')
        .all(rho)
        .map((row) => ({ memberId: bytesIn(row, 'member'), wire: bytesIn(row, 'wire') })),
    addEndorsement: (rho, memberId, wire, at) => {
      database
        .prepare('INSERT INTO board_endorse (rho, member, wire, at) VALUES (?, ?, ?, ?)')
        .run(rho, memberId, wire, at)
    },
    ask: (rho) => {
      const row = database.prepare('SELECT wire FROM board_ask WHERE rho = ?').get(rho)
      return row ? bytesIn(row, 'wire') : null
    },
    addAsk: (rho, wire, at) => {
      database.prepare('INSERT OR IGNORE INTO board_ask (rho, wire, at) VALUES (?, ?, ?)').run(rho, wire, at)
    },
    dlists: (rho) =>
      database
        .prepare('SELECT member, t, wire FROM board_dlist WHERE rho = ? ORDER BY t, member')
        .all(rho)
        .map((row) => ({ memberId: bytesIn(row, 'member'), t: integerIn(row, 't'), wire: bytesIn(row, 'wire') })),
    addDlist: (rho, { memberId, t, wire }, at) => {
      database
        .prepare('INSERT INTO board_dlist (rho, member, t, wire, at) VALUES (?, ?, ?, ?, ?)')
        .run(rho, memberId, t, wire, at)
    },
    findings: (rho) =>
      database
        .prepare(`SELECT ${FINDING_COLUMNS} FROM board_finding WHERE rho = ? ORDER BY seq`)
        .all(rho)
        .map(findingOf),
    findingsSince: (time) =>
      database
        .prepare(`SELECT ${FINDING_COLUMNS} FROM board_finding WHERE at >= ? ORDER BY seq`)
        .all(time)
        .map(findingOf),
    addFinding: ({ rho, accused, wire, at }) => {
      database
        .prepare('INSERT OR IGNORE INTO board_finding (rho, accused, wire, at) VALUES (?, ?, ?, ?)')
        .run(rho, accused.join(' '), wire, at)
    }
  }
}

function findingOf(row: Row): PostedFinding {
  return {
    rho: bytesIn(row, 'rho'),
    accused: textIn(row, 'accused').split(' '),
    wire: bytesIn(row, 'wire'),
    at: toUtcSeconds(integerIn(row, 'at'))
  }
}
