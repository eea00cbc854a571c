/** A day of the rounds as the window shows it (app/contract/rounds.ts). */

import { type Scalar, equalBytes, toHex } from '../../crypto'
import type { RoundDay, RoundDaySummary, RoundPhase } from '../contract'
import { toMilliwattHours } from '../domain/energy'
import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, toUtcSeconds } from '../domain/interval'
import type { StoredDay, SubmittedDay, WaitingDay } from './day-states'
import { creditedLevel } from './messages/enrol'
import { decodeRoster } from './messages/roster'
import { decodeSubmit } from './messages/submit'
import type { JoinedGroup, SeenRoster } from './round-store'
import type { RoundsContext } from './rounds-context'
import { safetyNumber } from './safety-number'
import { safetyWords } from './safety-words'
import { submitsUntil } from './schedule'
import { listOf } from './seen-roster'
import type { RoundFinding } from './verify-published-day'
import { firstRoundOf, roundsPerEpoch } from './epoch'

type Submission = Pick<SubmittedDay, 'rho' | 'members' | 'submitWire' | 'submittedAt'>

/** The line of a day in a list. */
export function summaryOf(context: RoundsContext, joined: JoinedGroup, day: StoredDay | WaitingDay): RoundDaySummary {
  const { unitExp } = joined.group
  const verified = verifiedRounds(day)
  return {
    utcDay: day.utcDay,
    start: startOfUtcDay(day.utcDay),
    phase: phaseOf(day, context.clock.now()),
    reason: reasonOf(context, joined, day),
    members: submissionOf(day)?.members ?? null,
    intervals: roundsPerEpoch(joined.group),
    verified: verified.length,
    sum: verified.length === 0 ? null : toMilliwattHours(total(verified), unitExp)
  }
}

/** Everything about one day. */
export function dayView(context: RoundsContext, joined: JoinedGroup, utcDay: number): RoundDay {
  const day = context.store.day(joined.gid, utcDay) ?? { phase: 'waiting' as const, utcDay }
  const submission = submissionOf(day)
  const seen = rosterFor(context, joined, day)
  const members = seen ? membersOf(context, joined, seen) : []
  return {
    summary: summaryOf(context, joined, day),
    recipient: joined.operator,
    sentAt: submission?.submittedAt ?? null,
    sentBytes: submission?.submitWire.length ?? null,
    members,
    levels: members.length === 0 ? null : levelsOf(members),
    intervals: intervalsOf(context, joined, day),
    rosterHash: seen ? toHex(seen.rho) : null
  }
}

/** Members of a roster, for lists. */
export function membersOf(context: RoundsContext, joined: JoinedGroup, seen: SeenRoster): RoundDay['members'] {
  const confirmed = context.store.confirmedMembers()
  const meters = new Map([...context.store.neighbours(joined.gid), ...meterIdsOf(seen)])
  return listOf(seen).members.map(({ memberId, meterKey }) => {
    const id = toHex(memberId)
    const isMe = equalBytes(memberId, joined.memberId)
    const number = safetyNumber(context.primitives, { memberId, meterKey })
    return {
      shortKey: id.slice(0, 8),
      isMe,
      verifiedByMe: !isMe && confirmed.has(id),
      level: creditedLevel(),
      id,
      meterId: meters.get(id) ?? null,
      safetyNumber: number,
      safetyWords: safetyWords(number)
    }
  })
}

/** By member, as this very list says; empty once only the signed list is kept. */
function meterIdsOf({ wire }: SeenRoster): ReadonlyMap<string, string> {
  if (!wire) return new Map()
  return new Map(decodeRoster(wire).enrols.map(({ enrol }) => [toHex(enrol.memberId), enrol.meterId]))
}

/** The one it submitted under; else the newest it was shown. */
function rosterFor({ store }: RoundsContext, { gid }: JoinedGroup, day: StoredDay | WaitingDay): SeenRoster | null {
  const submission = submissionOf(day)
  return submission ? store.roster(gid, submission.rho) : (store.rosters(gid, day.utcDay).at(-1) ?? null)
}

function submissionOf(day: StoredDay | WaitingDay): Submission | null {
  if (day.phase === 'submitted' || day.phase === 'summed') return day
  return day.phase === 'lost' ? day.submission : null
}

function phaseOf(day: StoredDay | WaitingDay, now: UtcSeconds): RoundPhase {
  switch (day.phase) {
    case 'waiting':
    case 'not-offered':
    case 'refused':
      return day.phase
    case 'offered':
      return day.keysDelivered ? 'keys-sent' : 'waiting'
    case 'submitted':
      return now >= submitsUntil(day.utcDay) ? 'no-sum' : 'submitted'
    case 'summed':
      return day.outcome
    case 'lost':
      return day.reason
  }
}

/** What the protocol says comes before what the network says. */
function reasonOf({ troubles }: RoundsContext, { gid }: JoinedGroup, day: StoredDay | WaitingDay): string | null {
  if (day.phase === 'summed' || day.phase === 'not-offered' || day.phase === 'refused') return day.reason
  if (day.phase === 'lost') return null
  return troubles.get(gid, day.utcDay) ?? troubles.get(gid, null)
}

function verifiedRounds(day: StoredDay | WaitingDay): readonly { readonly value: bigint }[] {
  return day.phase === 'summed' ? day.rounds.flatMap((round) => (round.state === 'verified' ? [round] : [])) : []
}

function total(rounds: readonly { readonly value: bigint }[]): bigint {
  return rounds.reduce((sum, { value }) => sum + value, 0n)
}

export function levelsOf(members: RoundDay['members']): RoundDay['levels'] {
  const counts = [0, 1, 2].map((level) => members.filter((member) => member.level === level).length)
  const weakest = counts[2] ? 2 : counts[1] ? 1 : 0
  return { weakest, counts }
}

function intervalsOf(context: RoundsContext, joined: JoinedGroup, day: StoredDay | WaitingDay): RoundDay['intervals'] {
  const { seconds, unitExp } = joined.group
  const own = ownValues(context, joined, day.utcDay)
  const masked = maskedValues(joined, day)
  const rounds: readonly RoundFinding[] = day.phase === 'summed' ? day.rounds : []
  const first = firstRoundOf(joined.group, day.utcDay)
  return Array.from({ length: roundsPerEpoch(joined.group) }, (_, index) => {
    const start = toUtcSeconds((first + index) * seconds)
    const round = rounds[index]
    const value = own.get(start)
    return {
      start,
      seconds,
      own: value === undefined ? null : toMilliwattHours(value, unitExp),
      masked: masked[index]?.toString() ?? null,
      sum: round?.state === 'verified' ? toMilliwattHours(round.value, unitExp) : null,
      verified: round?.state === 'verified',
      reason: null
    }
  })
}

export function ownValues({ chains }: RoundsContext, { chain }: JoinedGroup, utcDay: number): Map<number, bigint> {
  const start = startOfUtcDay(utcDay)
  const entries = chains.entriesBetween(chain, start, toUtcSeconds(start + SECONDS_PER_DAY))
  return new Map(entries.flatMap(({ record, opening }) => (opening ? [[record.intervalStart, opening.value]] : [])))
}

/** What left the house: the m of each round. */
function maskedValues({ group }: JoinedGroup, day: StoredDay | WaitingDay): readonly Scalar[] {
  const submission = submissionOf(day)
  if (!submission) return []
  return decodeSubmit(submission.submitWire, roundsPerEpoch(group)).submit.coordinates.map(({ masked }) => masked.value)
}
