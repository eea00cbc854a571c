/** A live group by UTC days, as the window shows it (app/contract/rounds.ts). */

import { toHex } from '../../../crypto'
import type { RoundDay, RoundDaySummary, RoundPhase } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { SECONDS_PER_DAY, startOfUtcDay, toUtcSeconds, utcDayOf } from '../../domain/interval'
import { levelsOf, membersOf, ownValues } from '../day-view'
import { decodeSubmit } from '../messages/submit'
import type { JoinedGroup } from '../round-store'
import type { RoundsContext } from '../rounds-context'
import type { LiveRound, SubmittedRound } from './live-states'

const LISTED_DAYS = 390

/** Newest first, today included. */
export function liveSummaries(context: RoundsContext, joined: JoinedGroup): RoundDaySummary[] {
  const today = utcDayOf(context.clock.now())
  const first = Math.max(utcDayOf(joined.joinedAt), today - LISTED_DAYS + 1)
  return Array.from({ length: Math.max(0, today - first + 1) }, (_, index) =>
    liveSummary(context, joined, today - index)
  )
}

/** Everything about one day. */
export function liveDayView(context: RoundsContext, joined: JoinedGroup, utcDay: number): RoundDay {
  const rounds = roundsOf(context, joined, utcDay)
  const sent = rounds.flatMap((round) => submissionOf(round) ?? [])
  const newest = rounds.filter((round) => 'rho' in round && round.rho !== null).at(-1)
  const rho = newest && 'rho' in newest ? newest.rho : null
  const seen = rho && context.store.roster(joined.gid, rho)
  const members = seen ? membersOf(context, joined, seen) : []
  return {
    summary: liveSummary(context, joined, utcDay),
    recipient: joined.operator,
    sentAt: sent.at(-1)?.submittedAt ?? null,
    sentBytes: sent.length === 0 ? null : sent.reduce((sum, { submitWire }) => sum + submitWire.length, 0),
    members,
    levels: members.length === 0 ? null : levelsOf(members),
    intervals: intervalsOf(context, joined, utcDay, rounds),
    rosterHash: rho && toHex(rho)
  }
}

function liveSummary(context: RoundsContext, joined: JoinedGroup, utcDay: number): RoundDaySummary {
  const rounds = roundsOf(context, joined, utcDay)
  const values = rounds.flatMap((round) => (round.phase === 'summed' && round.value !== null ? [round.value] : []))
  const sizes = rounds.flatMap((round) => submissionOf(round)?.members ?? [])
  const isToday = utcDay >= utcDayOf(context.clock.now())
  return {
    utcDay,
    start: startOfUtcDay(utcDay),
    phase: phaseOf(rounds, values.length, isToday),
    reason: reasonOf(context, joined, rounds),
    members: sizes.length === 0 ? null : Math.max(...sizes),
    intervals: SECONDS_PER_DAY / joined.group.seconds,
    verified: values.length,
    sum:
      values.length === 0
        ? null
        : toMilliwattHours(
            values.reduce((sum, value) => sum + value, 0n),
            joined.group.unitExp
          )
  }
}

/** What is worst about a day comes first. */
function phaseOf(rounds: readonly LiveRound[], verified: number, isToday: boolean): RoundPhase {
  const submitted = rounds.filter((round) => submissionOf(round) !== null).length
  if (rounds.some((round) => round.phase === 'summed' && round.outcome === 'false-sum')) return 'false-sum'
  if (submitted === 0) return isToday ? 'waiting' : 'not-in-a-sum'
  if (verified === submitted) return 'verified'
  if (rounds.some(({ phase }) => phase === 'submitted')) return 'submitted'
  return verified > 0 ? 'partly-verified' : 'no-sum'
}

/** Of the last interval that came to nothing; what the network says where all is well otherwise. */
function reasonOf({ troubles }: RoundsContext, { gid }: JoinedGroup, rounds: readonly LiveRound[]): string | null {
  const last = rounds.at(-1)
  if (last && 'reason' in last && last.reason) return last.reason
  return troubles.get(gid, last?.t ?? null) ?? troubles.get(gid, null)
}

function roundsOf({ store }: RoundsContext, { gid, group }: JoinedGroup, utcDay: number): readonly LiveRound[] {
  const perDay = SECONDS_PER_DAY / group.seconds
  return store.roundsBetween(gid, utcDay * perDay, (utcDay + 1) * perDay - 1)
}

function submissionOf(round: LiveRound): Pick<SubmittedRound, 'members' | 'submitWire' | 'submittedAt'> | null {
  if (round.phase === 'submitted' || round.phase === 'summed') return round
  return round.phase === 'ended' ? round.submission : null
}

function intervalsOf(
  context: RoundsContext,
  joined: JoinedGroup,
  utcDay: number,
  rounds: readonly LiveRound[]
): RoundDay['intervals'] {
  const { seconds, unitExp } = joined.group
  const own = ownValues(context, joined, utcDay)
  const byRound = new Map(rounds.map((round) => [round.t, round]))
  const first = (utcDay * SECONDS_PER_DAY) / seconds
  return Array.from({ length: SECONDS_PER_DAY / seconds }, (_, index) => {
    const start = toUtcSeconds((first + index) * seconds)
    const round = byRound.get(first + index)
    const sent = round ? submissionOf(round) : null
    const sum = round?.phase === 'summed' ? round.value : null
    const value = own.get(start)
    return {
      start,
      seconds,
      own: value === undefined ? null : toMilliwattHours(value, unitExp),
      masked: sent && String(decodeSubmit(sent.submitWire, 1).submit.coordinates[0]?.masked.value ?? ''),
      sum: sum === null ? null : toMilliwattHours(sum, unitExp),
      verified: sum !== null,
      reason: sum === null && round ? lostTo(round) : null
    }
  })
}

/** An interval that is still open may have a reason too: why its last attempt came to nothing. */
function lostTo(round: LiveRound): string | null {
  if (round.phase === 'summed') return round.outcome === 'false-sum' ? null : 'no-sum'
  return 'reason' in round ? round.reason : null
}
