/** The intervals of live groups, in the household's encrypted database. */

import { AppError } from '../../app/app-error'
import { toUtcSeconds } from '../../app/domain/interval'
import { LIVE_REASONS } from '../../app/rounds/live/live-reasons'
import type { LiveRound, SubmittedRound } from '../../app/rounds/live/live-states'
import type { LiveStore } from '../../app/rounds/live/live-store'
import type { Database } from './database'
import type { SqlValue } from './libsql'
import { codeOf } from './round-day-row'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'

const COLUMNS = [
  ...['t', 'phase', 'reason', 'exchange', 'keys', 'keys_delivered', 'attempt', 'rho', 'members', 'endorse', 'submit'],
  ...['submitted_at', 'submit_delivered', 'outcome', 'value']
]
const LIST = COLUMNS.join(', ')
const OPEN = "phase IN ('offered', 'endorsed', 'armed', 'submitted') OR exchange IS NOT NULL"
const OUTCOMES = ['verified', 'partly-verified', 'false-sum'] as const

export function liveIn(database: Database): LiveStore {
  return {
    round: (gid, t) => {
      const row = database.prepare(`SELECT ${LIST} FROM round_live WHERE gid = ? AND t = ?`).get(gid, t)
      return row ? roundOf(row) : null
    },
    roundsBetween: (gid, first, last) =>
      database
        .prepare(`SELECT ${LIST} FROM round_live WHERE gid = ? AND t BETWEEN ? AND ? ORDER BY t`)
        .all(gid, first, last)
        .map(roundOf),
    openRounds: (gid) =>
      database.prepare(`SELECT ${LIST} FROM round_live WHERE gid = ? AND (${OPEN}) ORDER BY t`).all(gid).map(roundOf),
    saveRound: (gid, round) => {
      const values = valuesOf(round)
      database
        .prepare(`REPLACE INTO round_live (gid, ${LIST}) VALUES (?, ${COLUMNS.map(() => '?').join(', ')})`)
        .run(gid, ...COLUMNS.map((column) => values[column] ?? null))
    },
    roundCounts: (gid, since) => {
      const row = database
        .prepare(
          `SELECT count(submit) AS submitted, count(CASE WHEN outcome IS NOT 'verified' THEN submit END) AS without
           FROM round_live WHERE gid = ? AND submitted_at >= ?`
        )
        .get(gid, since)
      return row
        ? { submitted: integerIn(row, 'submitted'), withoutSum: integerIn(row, 'without') }
        : { submitted: 0, withoutSum: 0 }
    },
    endorsed: (gid, t) =>
      database
        .prepare('SELECT rho, delivered FROM round_endorsed WHERE gid = ? AND t = ?')
        .all(gid, t)
        .map((row) => ({ rho: bytesIn(row, 'rho'), delivered: integerIn(row, 'delivered') === 1 })),
    saveEndorsed: (gid, t, { rho, delivered }) => {
      database
        .prepare('REPLACE INTO round_endorsed (gid, rho, t, delivered) VALUES (?, ?, ?, ?)')
        .run(gid, rho, t, Number(delivered))
    },
    leaveAbove: (gid) => {
      const row = database.prepare('SELECT above FROM round_leave_rule WHERE gid = ?').get(gid)
      return row ? integerIn(row, 'above') : null
    },
    setLeaveAbove: (gid, percent) => {
      database.prepare('REPLACE INTO round_leave_rule (gid, above) VALUES (?, ?)').run(gid, percent)
    }
  }
}

function valuesOf(round: LiveRound): Readonly<Record<string, SqlValue>> {
  const common = { t: round.t, phase: round.phase, exchange: round.exchange }
  switch (round.phase) {
    case 'offered':
      return { ...common, ...offerValues(round) }
    case 'endorsed':
      return {
        ...{ ...common, ...offerValues(round), attempt: round.attempt, rho: round.rho, members: round.members },
        endorse: round.endorseWire
      }
    case 'armed':
      return { ...common, rho: round.rho, members: round.members }
    case 'submitted':
      return { ...common, rho: round.rho, ...submissionValues(round), submit_delivered: Number(round.delivered) }
    case 'summed':
      return {
        ...{ ...common, rho: round.rho, ...submissionValues(round), outcome: round.outcome },
        value: round.value === null ? null : String(round.value)
      }
    case 'ended':
      return {
        ...{ ...common, reason: round.reason, rho: round.rho },
        ...(round.submission ? submissionValues(round.submission) : {})
      }
  }
}

function offerValues(round: Extract<LiveRound, { phase: 'offered' | 'endorsed' }>): Record<string, SqlValue> {
  return { keys: round.keysWire, keys_delivered: Number(round.keysDelivered), reason: round.reason }
}

type Submission = Pick<SubmittedRound, 'members' | 'submitWire' | 'submittedAt'>

function submissionValues({ members, submitWire, submittedAt }: Submission): Record<string, SqlValue> {
  return { members, submit: submitWire, submitted_at: submittedAt }
}

/** @throws AppError database-damaged for a row that no state is written as. */
function roundOf(row: Row): LiveRound {
  const t = integerIn(row, 't')
  const phase = textIn(row, 'phase')
  const exchange = nullableIn(row, 'exchange', bytesIn)
  switch (phase) {
    case 'offered':
      return { phase, t, exchange: bytesIn(row, 'exchange'), ...offerOf(row) }
    case 'endorsed':
      return {
        ...{ phase, t, exchange: bytesIn(row, 'exchange'), ...offerOf(row), attempt: integerIn(row, 'attempt') },
        ...{ rho: bytesIn(row, 'rho'), members: integerIn(row, 'members'), endorseWire: bytesIn(row, 'endorse') }
      }
    case 'armed':
      return {
        ...{ phase, t, exchange: bytesIn(row, 'exchange') },
        ...{ rho: bytesIn(row, 'rho'), members: integerIn(row, 'members') }
      }
    case 'submitted': {
      const delivered = integerIn(row, 'submit_delivered') === 1
      return { phase, t, exchange, rho: bytesIn(row, 'rho'), ...submissionOf(row), delivered }
    }
    case 'summed': {
      const value = nullableIn(row, 'value', textIn)
      return {
        ...{ phase, t, exchange, rho: bytesIn(row, 'rho'), ...submissionOf(row) },
        ...{ outcome: codeOf(OUTCOMES)(row, 'outcome'), value: value === null ? null : BigInt(value) }
      }
    }
    case 'ended':
      return {
        ...{ phase, t, exchange, reason: codeOf(LIVE_REASONS)(row, 'reason') },
        ...{ rho: nullableIn(row, 'rho', bytesIn), submission: row['submit'] === null ? null : submissionOf(row) }
      }
    default:
      throw new AppError('database-damaged')
  }
}

function offerOf(row: Row): Pick<Extract<LiveRound, { phase: 'offered' }>, 'keysWire' | 'keysDelivered' | 'reason'> {
  return {
    keysWire: bytesIn(row, 'keys'),
    keysDelivered: integerIn(row, 'keys_delivered') === 1,
    reason: nullableIn(row, 'reason', codeOf(LIVE_REASONS))
  }
}

function submissionOf(row: Row): Submission {
  return {
    members: integerIn(row, 'members'),
    submitWire: bytesIn(row, 'submit'),
    submittedAt: toUtcSeconds(integerIn(row, 'submitted_at'))
  }
}
