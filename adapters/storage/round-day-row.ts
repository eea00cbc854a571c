/** A day of the rounds as a row: one column for each thing a state can hold, NULL where it holds none. */

import { AppError } from '../../app/app-error'
import { toUtcSeconds } from '../../app/domain/interval'
import type { DayOutcome, StoredDay, SubmittedDay } from '../../app/rounds/day-states'
import { OFFER_REFUSALS, ROUND_REFUSALS, isOneOf } from '../../app/rounds/round-reasons'
import { DAY_FAULTS, type RoundFinding } from '../../app/rounds/verify-published-day'
import type { SqlValue } from './libsql'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'

export const DAY_COLUMNS =
  'utc_day, phase, reason, exchange, keys, keys_delivered, rho, members, submit, submitted_at, submit_delivered, outcome, findings, sum_hash'

type DayColumns = {
  readonly reason?: string | null
  readonly exchange?: Uint8Array | null
  readonly keys?: Uint8Array
  readonly keysDelivered?: boolean
  readonly submission?: Pick<SubmittedDay, 'rho' | 'members' | 'submitWire' | 'submittedAt'> | null
  readonly submitDelivered?: boolean
  readonly outcome?: DayOutcome
  readonly rounds?: readonly RoundFinding[]
  readonly sumHash?: Uint8Array | null
}

/** State and V of one round: u8, u64 big-endian. */
const FINDING_BYTES = 9
const OUTCOMES = ['verified', 'partly-verified', 'false-sum'] as const satisfies readonly DayOutcome[]
const FINDING_STATES = ['withheld', 'verified', 'false'] as const

/** Values for DAY_COLUMNS, in their order. */
export function dayValues(day: StoredDay): SqlValue[] {
  const { reason, exchange, keys, keysDelivered, submission, submitDelivered, outcome, rounds, sumHash } =
    columnsOf(day)
  return [
    ...[day.utcDay, day.phase, reason ?? null, exchange ?? null, keys ?? null, flag(keysDelivered)],
    ...[submission?.rho ?? null, submission?.members ?? null, submission?.submitWire ?? null],
    ...[submission?.submittedAt ?? null, flag(submitDelivered), outcome ?? null],
    ...[rounds ? encodeFindings(rounds) : null, sumHash ?? null]
  ]
}

/** @throws AppError database-damaged for a row that no state is written as. */
export function dayOf(row: Row): StoredDay {
  const utcDay = integerIn(row, 'utc_day')
  const phase = textIn(row, 'phase')
  switch (phase) {
    case 'not-offered':
      return { phase, utcDay, reason: codeOf(OFFER_REFUSALS)(row, 'reason') }
    case 'offered':
      return { phase, utcDay, ...offerOf(row) }
    case 'refused':
      return { phase, utcDay, ...offerOf(row), reason: codeOf(ROUND_REFUSALS)(row, 'reason') }
    case 'submitted': {
      const delivered = integerIn(row, 'submit_delivered') === 1
      return { phase, utcDay, exchange: bytesIn(row, 'exchange'), ...submissionOf(row), delivered }
    }
    case 'summed':
      return {
        ...{ phase, utcDay, ...submissionOf(row), outcome: codeOf(OUTCOMES)(row, 'outcome') },
        reason: nullableIn(row, 'reason', codeOf(DAY_FAULTS)),
        exchange: nullableIn(row, 'exchange', bytesIn),
        rounds: decodeFindings(bytesIn(row, 'findings')),
        sumHash: nullableIn(row, 'sum_hash', bytesIn)
      }
    case 'lost':
      return row['submit'] === null
        ? { phase, utcDay, reason: 'not-in-a-sum', submission: null }
        : { phase, utcDay, reason: 'no-sum', submission: submissionOf(row) }
    default:
      throw new AppError('database-damaged')
  }
}

/** Reads one of some codes. @throws AppError database-damaged for any other text. */
export function codeOf<Code extends string>(codes: readonly Code[]): (row: Row, column: string) => Code {
  return (row, column) => {
    const text = textIn(row, column)
    if (!isOneOf(codes, text)) throw new AppError('database-damaged')
    return text
  }
}

function columnsOf(day: StoredDay): DayColumns {
  switch (day.phase) {
    case 'not-offered':
      return { reason: day.reason }
    case 'offered':
      return { exchange: day.exchange, keys: day.keysWire, keysDelivered: day.keysDelivered }
    case 'refused':
      return { reason: day.reason, exchange: day.exchange, keys: day.keysWire, keysDelivered: day.keysDelivered }
    case 'submitted':
      return { exchange: day.exchange, submission: day, submitDelivered: day.delivered }
    case 'summed':
      return {
        ...{ reason: day.reason, exchange: day.exchange, submission: day, outcome: day.outcome },
        rounds: day.rounds,
        sumHash: day.sumHash
      }
    case 'lost':
      return { reason: day.reason, submission: day.submission }
  }
}

function offerOf(row: Row): { exchange: Uint8Array; keysWire: Uint8Array; keysDelivered: boolean } {
  return {
    exchange: bytesIn(row, 'exchange'),
    keysWire: bytesIn(row, 'keys'),
    keysDelivered: integerIn(row, 'keys_delivered') === 1
  }
}

function submissionOf(row: Row): Pick<SubmittedDay, 'rho' | 'members' | 'submitWire' | 'submittedAt'> {
  return {
    rho: bytesIn(row, 'rho'),
    members: integerIn(row, 'members'),
    submitWire: bytesIn(row, 'submit'),
    submittedAt: toUtcSeconds(integerIn(row, 'submitted_at'))
  }
}

function encodeFindings(rounds: readonly RoundFinding[]): Uint8Array {
  const bytes = new Uint8Array(FINDING_BYTES * rounds.length)
  const view = new DataView(bytes.buffer)
  rounds.forEach((round, index) => {
    view.setUint8(FINDING_BYTES * index, FINDING_STATES.indexOf(round.state))
    view.setBigUint64(FINDING_BYTES * index + 1, round.state === 'verified' ? round.value : 0n)
  })
  return bytes
}

function decodeFindings(bytes: Uint8Array): RoundFinding[] {
  if (bytes.length % FINDING_BYTES !== 0) throw new AppError('database-damaged')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / FINDING_BYTES }, (_, index) => {
    const state = FINDING_STATES[view.getUint8(FINDING_BYTES * index)]
    if (!state) throw new AppError('database-damaged')
    return state === 'verified' ? { state, value: view.getBigUint64(FINDING_BYTES * index + 1) } : { state }
  })
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value)
}
