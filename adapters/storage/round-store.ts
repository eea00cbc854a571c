/** What a household keeps of its rounds, in its encrypted database. */

import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { toMeterId, toObis } from '../../app/domain/meter/meter'
import { EVIDENCE_KINDS } from '../../app/rounds/evidence/evidence'
import { decodeGroup, encodeGroup } from '../../app/rounds/messages/group-parameters'
import { PAUSE_CAUSES, ROUND_REFUSALS } from '../../app/rounds/round-reasons'
import type { JoinedGroup, RoundEvidence, RoundStore, SeenRoster } from '../../app/rounds/round-store'
import { blameIn } from './blame-store'
import { boardMemoryIn } from './board-memory'
import type { Database } from './database'
import type { SqlValue } from './libsql'
import { liveIn } from './live-store'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'
import { DAY_COLUMNS, codeOf, dayOf, dayValues } from './round-day-row'
import { transferIn } from './transfer-store'

const GROUP_COLUMNS =
  'gid, parameters, address, operator, meter_id, obis, identity, member_id, enrol, enrol_state, joined_at, fewer_accepted, paused, pin, left_at, end_wire, end_delivered, pause_cause, handed_over_at, left_above, left_submitted, left_without'
const ROSTER_COLUMNS = 'gid, rho, utc_day, attempt, wire, signed, refusal, refuse_delivered'
/** A number that no list ever names was misread. */
const MOST_KEPT_NUMBERS = 100
const OPEN = "phase IN ('offered', 'refused', 'submitted') OR exchange IS NOT NULL"

export function createRoundStore(database: Database): RoundStore {
  // Erased keys are overwritten in the file, not only unlinked.
  database.exec('PRAGMA secure_delete = ON')
  return {
    ...groupsIn(database),
    ...daysIn(database),
    ...rostersIn(database),
    ...evidenceIn(database),
    ...blameIn(database),
    ...liveIn(database),
    ...transferIn(database),
    ...boardMemoryIn(database),
    transaction: (work) => database.transaction(work)
  }
}

function groupsIn(
  database: Database
): Pick<
  RoundStore,
  | 'groups'
  | 'addGroup'
  | 'changeGroup'
  | 'confirmedMembers'
  | 'confirmMember'
  | 'forgetMember'
  | 'keptNumbers'
  | 'keepNumber'
  | 'dropNumber'
  | 'neighbours'
  | 'nameNeighbours'
  | 'ends'
  | 'addEnd'
> {
  return {
    groups: () =>
      database.prepare(`SELECT ${GROUP_COLUMNS} FROM round_group ORDER BY joined_at, gid`).all().map(groupOf),
    addGroup: (group) => {
      database
        .prepare(`INSERT INTO round_group (${GROUP_COLUMNS}) VALUES (${placeholders(22)})`)
        .run(...groupValues(group))
    },
    changeGroup: (gid, change) => {
      database.transaction(() => {
        const row = database.prepare(`SELECT ${GROUP_COLUMNS} FROM round_group WHERE gid = ?`).get(gid)
        if (!row) throw new TypeError('group: not joined')
        database
          .prepare(`REPLACE INTO round_group (${GROUP_COLUMNS}) VALUES (${placeholders(22)})`)
          .run(...groupValues({ ...groupOf(row), ...change }))
      })
    },
    confirmedMembers: () =>
      new Set(
        database
          .prepare('SELECT member FROM round_confirmed')
          .all()
          .map((row) => textIn(row, 'member'))
      ),
    confirmMember: (id, at) => {
      database.prepare('INSERT OR IGNORE INTO round_confirmed (member, at) VALUES (?, ?)').run(id, at)
    },
    forgetMember: (id) => {
      database.prepare('DELETE FROM round_confirmed WHERE member = ?').run(id)
    },
    keptNumbers: () =>
      database
        .prepare('SELECT number FROM round_kept_number')
        .all()
        .map((row) => textIn(row, 'number')),
    keepNumber: (number, at) => {
      database.transaction(() => {
        database.prepare('REPLACE INTO round_kept_number (number, at) VALUES (?, ?)').run(number, at)
        database
          .prepare(
            'DELETE FROM round_kept_number WHERE number NOT IN (SELECT number FROM round_kept_number ORDER BY at DESC, rowid DESC LIMIT ?)'
          )
          .run(MOST_KEPT_NUMBERS)
      })
    },
    dropNumber: (number) => {
      database.prepare('DELETE FROM round_kept_number WHERE number = ?').run(number)
    },
    neighbours: (gid) =>
      new Map(
        database
          .prepare('SELECT member, meter_id FROM round_neighbour WHERE gid = ?')
          .all(gid)
          .map((row) => [textIn(row, 'member'), textIn(row, 'meter_id')])
      ),
    nameNeighbours: (gid, meterIds) => {
      const insert = database.prepare('REPLACE INTO round_neighbour (gid, member, meter_id) VALUES (?, ?, ?)')
      for (const [member, meterId] of meterIds) insert.run(gid, member, meterId)
    },
    ends: (gid) =>
      database
        .prepare('SELECT wire FROM round_end WHERE gid = ?')
        .all(gid)
        .map((row) => bytesIn(row, 'wire')),
    addEnd: (gid, wire) => {
      database.prepare('INSERT OR IGNORE INTO round_end (gid, wire) VALUES (?, ?)').run(gid, wire)
    }
  }
}

function daysIn(database: Database): Pick<RoundStore, 'day' | 'days' | 'openDays' | 'saveDay' | 'counts'> {
  return {
    day: (gid, utcDay) => {
      const row = database
        .prepare(`SELECT ${DAY_COLUMNS} FROM round_day WHERE gid = ? AND utc_day = ?`)
        .get(gid, utcDay)
      return row ? dayOf(row) : null
    },
    days: (gid, limit) =>
      database
        .prepare(`SELECT ${DAY_COLUMNS} FROM round_day WHERE gid = ? ORDER BY utc_day DESC LIMIT ?`)
        .all(gid, limit)
        .map(dayOf),
    openDays: (gid) =>
      database
        .prepare(`SELECT ${DAY_COLUMNS} FROM round_day WHERE gid = ? AND (${OPEN}) ORDER BY utc_day`)
        .all(gid)
        .map(dayOf),
    saveDay: (gid, day) => {
      database
        .prepare(`REPLACE INTO round_day (gid, ${DAY_COLUMNS}) VALUES (${placeholders(15)})`)
        .run(gid, ...dayValues(day))
    },
    counts: (gid) => {
      const row = database
        .prepare(
          `SELECT count(submit) AS submitted,
                  count(CASE WHEN phase <> 'summed' OR outcome = 'false-sum' THEN submit END) AS without
           FROM round_day WHERE gid = ?`
        )
        .get(gid)
      return row
        ? { submitted: integerIn(row, 'submitted'), withoutSum: integerIn(row, 'without') }
        : { submitted: 0, withoutSum: 0 }
    }
  }
}

function rostersIn(
  database: Database
): Pick<RoundStore, 'rosters' | 'rostersAsSeen' | 'roster' | 'forgetRosters' | 'newestRoster' | 'saveRoster'> {
  const one = (rows: readonly Row[]): SeenRoster | null => (rows[0] ? rosterOf(rows[0]) : null)
  return {
    rosters: (gid, utcDay) =>
      database
        .prepare(`SELECT ${ROSTER_COLUMNS} FROM round_roster WHERE gid = ? AND utc_day = ? ORDER BY attempt, rho`)
        .all(gid, utcDay)
        .map(rosterOf),
    rostersAsSeen: (gid, utcDay) =>
      database
        .prepare(`SELECT ${ROSTER_COLUMNS} FROM round_roster WHERE gid = ? AND utc_day = ? ORDER BY rowid`)
        .all(gid, utcDay)
        .map(rosterOf),
    roster: (gid, rho) =>
      one(database.prepare(`SELECT ${ROSTER_COLUMNS} FROM round_roster WHERE gid = ? AND rho = ?`).all(gid, rho)),
    forgetRosters: (gid, before) => {
      database.prepare('DELETE FROM round_roster WHERE gid = ? AND utc_day < ?').run(gid, before)
    },
    newestRoster: (gid) =>
      one(
        database
          .prepare(
            `SELECT ${ROSTER_COLUMNS} FROM round_roster WHERE gid = ? ORDER BY utc_day DESC, attempt DESC, rho LIMIT 1`
          )
          .all(gid)
      ),
    saveRoster: (roster) => {
      database
        .prepare(
          `INSERT INTO round_roster (${ROSTER_COLUMNS}) VALUES (${placeholders(8)}) ON CONFLICT (gid, rho) DO UPDATE
           SET wire = excluded.wire, refusal = excluded.refusal, refuse_delivered = excluded.refuse_delivered`
        )
        .run(
          ...[roster.gid, roster.rho, roster.utcDay, roster.attempt, roster.wire, roster.signed, roster.refusal],
          Number(roster.refuseDelivered)
        )
    }
  }
}

function evidenceIn(database: Database): Pick<RoundStore, 'addEvidence' | 'evidence'> {
  const list = (gid: Uint8Array): RoundEvidence[] =>
    database
      .prepare('SELECT gid, utc_day, kind, bytes, at FROM round_evidence WHERE gid = ? ORDER BY utc_day, at')
      .all(gid)
      .map(evidenceOf)
  return {
    evidence: list,
    addEvidence: ({ gid, utcDay, kind, bytes, at }) => {
      database
        .prepare(
          `INSERT INTO round_evidence (gid, utc_day, kind, bytes, at) SELECT ?, ?, ?, ?, ?
           WHERE NOT EXISTS (SELECT 1 FROM round_evidence WHERE gid = ? AND bytes = ?)`
        )
        .run(gid, utcDay, kind, bytes, at, gid, bytes)
    }
  }
}

function groupValues(group: JoinedGroup): SqlValue[] {
  const byItself = group.departure?.byItself
  return [
    ...[group.gid, encodeGroup(group.group), group.address, group.operator, group.chain.meterId, group.chain.obis],
    ...[group.identity, group.memberId, group.enrolWire, group.enrolState, group.joinedAt],
    ...[Number(group.fewerAccepted), Number(group.paused !== null), group.pin],
    ...[group.departure?.at ?? null, group.departure?.endWire ?? null, Number(group.departure?.delivered ?? false)],
    ...[group.paused, group.handedOverAt],
    ...[byItself?.percent ?? null, byItself?.submitted ?? null, byItself?.withoutSum ?? null]
  ]
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}

function groupOf(row: Row): JoinedGroup {
  return {
    gid: bytesIn(row, 'gid'),
    group: decodeGroup(bytesIn(row, 'parameters')),
    address: textIn(row, 'address'),
    operator: textIn(row, 'operator'),
    chain: { meterId: toMeterId(textIn(row, 'meter_id')), obis: toObis(integerIn(row, 'obis')) },
    identity: bytesIn(row, 'identity'),
    memberId: bytesIn(row, 'member_id'),
    enrolWire: bytesIn(row, 'enrol'),
    enrolState: codeOf(['pending', 'accepted', 'rejected', 'meter-taken', 'group-full'] as const)(row, 'enrol_state'),
    joinedAt: toUtcSeconds(integerIn(row, 'joined_at')),
    fewerAccepted: integerIn(row, 'fewer_accepted') === 1,
    paused: pauseOf(row),
    pin: nullableIn(row, 'pin', bytesIn),
    departure: departureOf(row),
    handedOverAt: nullableIn(row, 'handed_over_at', timeIn)
  }
}

/** Before causes were kept there was one. */
function pauseOf(row: Row): JoinedGroup['paused'] {
  if (integerIn(row, 'paused') === 0) return null
  return nullableIn(row, 'pause_cause', codeOf(PAUSE_CAUSES)) ?? 'false-sum'
}

function timeIn(row: Row, column: string): UtcSeconds {
  return toUtcSeconds(integerIn(row, column))
}

function departureOf(row: Row): JoinedGroup['departure'] {
  const at = nullableIn(row, 'left_at', integerIn)
  if (at === null) return null
  const percent = nullableIn(row, 'left_above', integerIn)
  return {
    at: toUtcSeconds(at),
    endWire: bytesIn(row, 'end_wire'),
    delivered: integerIn(row, 'end_delivered') === 1,
    byItself:
      percent === null
        ? null
        : { percent, submitted: integerIn(row, 'left_submitted'), withoutSum: integerIn(row, 'left_without') }
  }
}

function rosterOf(row: Row): SeenRoster {
  return {
    gid: bytesIn(row, 'gid'),
    rho: bytesIn(row, 'rho'),
    utcDay: integerIn(row, 'utc_day'),
    attempt: integerIn(row, 'attempt'),
    wire: nullableIn(row, 'wire', bytesIn),
    signed: bytesIn(row, 'signed'),
    refusal: nullableIn(row, 'refusal', codeOf(ROUND_REFUSALS)),
    refuseDelivered: integerIn(row, 'refuse_delivered') === 1
  }
}

function evidenceOf(row: Row): RoundEvidence {
  return {
    gid: bytesIn(row, 'gid'),
    utcDay: integerIn(row, 'utc_day'),
    kind: codeOf(EVIDENCE_KINDS)(row, 'kind'),
    bytes: bytesIn(row, 'bytes'),
    at: toUtcSeconds(integerIn(row, 'at'))
  }
}
