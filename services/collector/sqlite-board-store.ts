/** The board in SQLite: appended to only, on disk before anybody is told that it was taken. */

import { equalBytes, toHex } from '../../crypto'
import type { Database, Statement } from '../../adapters/storage/database'
import type { Migration } from '../../adapters/storage/migrations/migration'
import { type Row, bytesIn, integerIn, nullableIn } from '../../adapters/storage/row'
import { AppError } from '../../app/app-error'
import { toUtcSeconds } from '../../app/domain/interval'
import { appendOnly } from './append-only'
import type { BoardStore, PostedRoster } from './board-store'
import { blameIn, blameTables } from './sqlite-blame-board'
import { chainIn, chainTables } from './sqlite-chain'
import { wishesIn } from './sqlite-wishes'

const TABLES = {
  board_founding: 'id INTEGER PRIMARY KEY CHECK (id = 0), seed BLOB NOT NULL, parameters BLOB NOT NULL',
  board_enrol:
    'seq INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, member BLOB NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL',
  board_end: 'seq INTEGER PRIMARY KEY, wire BLOB NOT NULL UNIQUE, at INTEGER NOT NULL',
  board_keys:
    'utc_day INTEGER NOT NULL, member BLOB NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (utc_day, member)',
  board_roster:
    'rho BLOB PRIMARY KEY, utc_day INTEGER NOT NULL, attempt INTEGER NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL',
  board_roster_member:
    'utc_day INTEGER NOT NULL, member BLOB NOT NULL, rho BLOB NOT NULL, PRIMARY KEY (utc_day, member, rho)',
  board_submit:
    'rho BLOB NOT NULL, member BLOB NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (rho, member)',
  board_refuse:
    'rho BLOB NOT NULL, member BLOB NOT NULL, wire BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (rho, member)',
  board_published: 'rho BLOB PRIMARY KEY, wire BLOB NOT NULL, at INTEGER NOT NULL'
} as const

/** Tables of a collector; nothing on the board is ever changed or taken away. */
const boardTables: Migration = {
  id: '0001-collector',
  sql: [
    appendOnly(TABLES),
    'CREATE INDEX board_roster_day ON board_roster (utc_day);',
    'CREATE INDEX board_roster_size ON board_roster_member (rho);',
    'CREATE INDEX board_enrol_member ON board_enrol (member);'
  ].join('\n')
}

/** Tables of a collector, in the order in which they came. */
export const boardMigrations: readonly Migration[] = [boardTables, blameTables, chainTables]

export function createSqliteBoardStore(database: Database): BoardStore {
  return {
    ...foundingIn(database),
    ...membersIn(database),
    ...rostersIn(database),
    ...answersIn(database),
    ...blameIn(database),
    ...wishesIn(database),
    ...chainIn(database),
    transaction: (work) => database.transaction(work)
  }
}

function foundingIn(database: Database): Pick<BoardStore, 'found'> {
  return {
    found: (make, groupOf) =>
      database.transaction(() => {
        const row = database.prepare('SELECT seed, parameters FROM board_founding').get()
        const seed = row ? bytesIn(row, 'seed') : make()
        const parameters = groupOf(seed)
        if (row && !equalBytes(bytesIn(row, 'parameters'), parameters)) throw new AppError('collector-group-changed')
        if (!row) database.prepare('INSERT INTO board_founding VALUES (0, ?, ?)').run(seed, parameters)
        return seed
      })
  }
}

function membersIn(
  database: Database
): Pick<
  BoardStore,
  | 'enrolments'
  | 'enrolmentsAfter'
  | 'enrolledSince'
  | 'addEnrolment'
  | 'ends'
  | 'endsAfter'
  | 'addEnd'
  | 'keys'
  | 'addKeys'
  | 'daysWithKeys'
> {
  return {
    enrolments: (memberId) =>
      wires(
        memberId
          ? database.prepare('SELECT wire FROM board_enrol WHERE member = ? ORDER BY seq').all(memberId)
          : database.prepare('SELECT wire FROM board_enrol ORDER BY seq').all()
      ),
    // Nothing is ever taken away: the numbers of the rows are those of the entries.
    enrolmentsAfter: (count) =>
      wires(database.prepare('SELECT wire FROM board_enrol WHERE seq > ? ORDER BY seq').all(count)),
    enrolledSince: (time) =>
      new Map(
        database
          .prepare('SELECT member, count(*) AS enrols FROM board_enrol WHERE at >= ? GROUP BY member')
          .all(time)
          .map((row) => [toHex(bytesIn(row, 'member')), integerIn(row, 'enrols')])
      ),
    addEnrolment: (hash, memberId, wire, at) => {
      database
        .prepare('INSERT INTO board_enrol (hash, member, wire, at) VALUES (?, ?, ?, ?)')
        .run(hash, memberId, wire, at)
    },
    endsAfter: (count) => wires(database.prepare('SELECT wire FROM board_end WHERE seq > ? ORDER BY seq').all(count)),
    ends: () => wires(database.prepare('SELECT wire FROM board_end ORDER BY seq').all()),
    addEnd: (wire, at) => {
      database.prepare('INSERT OR IGNORE INTO board_end (wire, at) VALUES (?, ?)').run(wire, at)
    },
    keys: (utcDay) =>
      fromMembers(
        database.prepare('SELECT member, wire FROM board_keys WHERE utc_day = ? ORDER BY member').all(utcDay)
      ),
    addKeys: (utcDay, memberId, wire, at) => {
      database
        .prepare('INSERT INTO board_keys (utc_day, member, wire, at) VALUES (?, ?, ?, ?)')
        .run(utcDay, memberId, wire, at)
    },
    daysWithKeys: (first, last) =>
      database
        .prepare('SELECT DISTINCT utc_day FROM board_keys WHERE utc_day BETWEEN ? AND ? ORDER BY utc_day')
        .all(first, last)
        .map((row) => integerIn(row, 'utc_day'))
  }
}

const ROSTER_COLUMNS = 'rho, utc_day, attempt, wire, at'

function rostersIn(
  database: Database
): Pick<BoardStore, 'rosters' | 'rostersOf' | 'roster' | 'addRoster' | 'lastRosterAt' | 'owing'> {
  return {
    rosters: (utcDay) =>
      database
        .prepare(`SELECT ${ROSTER_COLUMNS} FROM board_roster WHERE utc_day = ? ORDER BY attempt, rho`)
        .all(utcDay)
        .map(rosterOf),
    rostersOf: (utcDay, memberId) =>
      database
        .prepare(
          `SELECT ${ROSTER_COLUMNS} FROM board_roster
           WHERE rho IN (SELECT rho FROM board_roster_member WHERE utc_day = ? AND member = ?) ORDER BY attempt`
        )
        .all(utcDay, memberId)
        .map(rosterOf),
    roster: (rho) => {
      const row = database.prepare(`SELECT ${ROSTER_COLUMNS} FROM board_roster WHERE rho = ?`).get(rho)
      return row ? rosterOf(row) : null
    },
    lastRosterAt: () => {
      const row = database.prepare('SELECT max(at) AS at FROM board_roster WHERE attempt = 1').get()
      const at = row ? nullableIn(row, 'at', integerIn) : null
      return at === null ? null : toUtcSeconds(at)
    },
    owing: (from, to) =>
      new Set(
        database
          .prepare(
            `SELECT DISTINCT listed.member FROM board_roster AS made JOIN board_roster_member AS listed USING (rho)
             WHERE made.at BETWEEN ? AND ?
             AND NOT EXISTS (SELECT 1 FROM board_refuse WHERE rho = made.rho)
             AND NOT EXISTS (SELECT 1 FROM board_submit WHERE rho = made.rho AND member = listed.member)`
          )
          .all(from, to)
          .map((row) => toHex(bytesIn(row, 'member')))
      ),
    addRoster: ({ rho, utcDay, attempt, wire, at }, memberIds) => {
      database.transaction(() => {
        database
          .prepare('INSERT INTO board_roster (rho, utc_day, attempt, wire, at) VALUES (?, ?, ?, ?, ?)')
          .run(rho, utcDay, attempt, wire, at)
        const insert = database.prepare('INSERT INTO board_roster_member (utc_day, member, rho) VALUES (?, ?, ?)')
        for (const memberId of memberIds) insert.run(utcDay, memberId, rho)
      })
    }
  }
}

type Answers = Pick<
  BoardStore,
  'submits' | 'addSubmit' | 'answered' | 'refusals' | 'addRefusal' | 'awaitsSum' | 'published' | 'addPublished'
>

function answersIn(database: Database): Answers {
  const add = (statement: Statement, rho: Uint8Array, memberId: Uint8Array, wire: Uint8Array, at: number): void => {
    statement.run(rho, memberId, wire, at)
  }
  return {
    submits: (rho) => fromMembers(database.prepare('SELECT member, wire FROM board_submit WHERE rho = ?').all(rho)),
    addSubmit: (rho, memberId, wire, at) => {
      add(
        database.prepare('INSERT INTO board_submit (rho, member, wire, at) VALUES (?, ?, ?, ?)'),
        rho,
        memberId,
        wire,
        at
      )
    },
    answered: (utcDay) =>
      new Set(
        database
          .prepare(
            `SELECT member FROM board_submit WHERE rho IN (SELECT rho FROM board_roster WHERE utc_day = ?)
             UNION SELECT member FROM board_refuse WHERE rho IN (SELECT rho FROM board_roster WHERE utc_day = ?)`
          )
          .all(utcDay, utcDay)
          .map((row) => toHex(bytesIn(row, 'member')))
      ),
    refusals: (rho) => fromMembers(database.prepare('SELECT member, wire FROM board_refuse WHERE rho = ?').all(rho)),
    addRefusal: (rho, memberId, wire, at) => {
      add(
        database.prepare('INSERT INTO board_refuse (rho, member, wire, at) VALUES (?, ?, ?, ?)'),
        rho,
        memberId,
        wire,
        at
      )
    },
    awaitsSum: (rho) =>
      database
        .prepare(
          `SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM board_published WHERE rho = ?)
           AND (SELECT count(*) FROM board_submit WHERE rho = ?) = (SELECT count(*) FROM board_roster_member WHERE rho = ?)`
        )
        .get(rho, rho, rho) !== undefined,
    published: (rho) => wires(database.prepare('SELECT wire FROM board_published WHERE rho = ?').all(rho))[0] ?? null,
    addPublished: (rho, wire, at) => {
      database.prepare('INSERT INTO board_published (rho, wire, at) VALUES (?, ?, ?)').run(rho, wire, at)
    }
  }
}

function rosterOf(row: Row): PostedRoster {
  return {
    rho: bytesIn(row, 'rho'),
    utcDay: integerIn(row, 'utc_day'),
    attempt: integerIn(row, 'attempt'),
    wire: bytesIn(row, 'wire'),
    at: toUtcSeconds(integerIn(row, 'at'))
  }
}

function wires(rows: readonly Row[]): Uint8Array[] {
  return rows.map((row) => bytesIn(row, 'wire'))
}

function fromMembers(rows: readonly Row[]): { memberId: Uint8Array; wire: Uint8Array }[] {
  return rows.map((row) => ({ memberId: bytesIn(row, 'member'), wire: bytesIn(row, 'wire') }))
}
