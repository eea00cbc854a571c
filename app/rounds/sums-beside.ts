/**
 * How many sums of the last thirty days the operator may lay beside another one that differs only by this household and
 * homes it has not verified (docs/attacks.md R19, ADR 42). Counted at worst: a household sees no sum it is not in.
 */

import { equalBytes, toHex } from '../../crypto'
import type { GroupView } from '../contract'
import { SECONDS_PER_DAY, toUtcSeconds, utcDayOf } from '../domain/interval'
import type { StoredDay } from './day-states'
import { firstDayOf } from './offer-days'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { listOf } from './seen-roster'

const DAYS = 30

export type SumsBeside = GroupView['lastDays']

/** Companions (ids) of this household in the roster of a day; null for a day that can no longer be in any sum with it. */
export type DayCompanions = ReadonlySet<string> | null

/**
 * A sum can be laid beside one of another day without this household if the same companions can have been in that: on a
 * day on which it sent nothing, any; on a day with a sum, those that were not in its own roster, since an honest one is
 * in no second.
 */
export function countBeside(days: readonly DayCompanions[]): number {
  return days.filter(
    (mine, at) => mine !== null && days.some((other, index) => index !== at && (other === null || !meet(mine, other)))
  ).length
}

export function sumsBeside(context: RoundsContext, joined: JoinedGroup): SumsBeside {
  return joined.group.mode === 'live' ? intervalsBeside(context, joined) : daysBeside(context, joined)
}

function daysBeside(context: RoundsContext, joined: JoinedGroup): SumsBeside {
  const { store, clock } = context
  const today = utcDayOf(clock.now())
  const stored = new Map(store.days(joined.gid, DAYS + 2).map((day) => [day.utcDay, day]))
  const confirmed = store.confirmedMembers()
  const first = firstDayOf(joined)
  const days = Array.from({ length: DAYS }, (_, index) => today - DAYS + index).flatMap((utcDay): DayCompanions[] => {
    const day = stored.get(utcDay)
    // Days before it joined are days without it; a later one that is not stored waits for its readings.
    if (day ? isOpen(day) : utcDay >= first) return []
    const rho = day ? rhoOf(day) : null
    return [rho ? companionsIn(context, joined, rho, confirmed) : null]
  })
  const sums = days.filter((day) => day !== null).length
  return { days: DAYS, sums, missed: days.length - sums, beside: countBeside(days) }
}

/** Of thousands of intervals the lists are not compared: one that was missed is enough, and some always are. */
function intervalsBeside({ store, clock }: RoundsContext, { gid, group }: JoinedGroup): SumsBeside {
  const now = clock.now()
  const since = toUtcSeconds(Math.max(0, now - DAYS * SECONDS_PER_DAY))
  const sums = store.roundCounts(gid, since).submitted
  const over = Math.floor(now / group.seconds) - Math.ceil(since / group.seconds)
  const missed = Math.max(0, over - sums)
  return { days: DAYS, sums, missed, beside: missed > 0 ? sums : 0 }
}

/** Whether this household may still come into a sum of the day, or is not yet asked. */
function isOpen(day: StoredDay): boolean {
  return day.phase === 'offered' || day.phase === 'refused'
}

function rhoOf(day: StoredDay): Uint8Array | null {
  if (day.phase === 'submitted' || day.phase === 'summed') return day.rho
  return day.phase === 'lost' ? (day.submission?.rho ?? null) : null
}

function companionsIn(
  { store }: RoundsContext,
  { gid, memberId }: JoinedGroup,
  rho: Uint8Array,
  confirmed: ReadonlySet<string>
): DayCompanions {
  const seen = store.roster(gid, rho)
  // A list that is no longer kept counts as one without companions.
  if (!seen) return new Set()
  const others = listOf(seen).members.filter((member) => !equalBytes(member.memberId, memberId))
  return new Set(others.map((member) => toHex(member.memberId)).filter((id) => confirmed.has(id)))
}

function meet(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  return [...one].some((id) => two.has(id))
}
