/** When there is something to do in the rounds again, so that nobody is asked for nothing (docs/protocol/rounds.md 3). */

import { type Period, utcDayOf } from '../domain/interval'
import type { StoredDay } from './day-states'
import { spanOf } from './epoch'
import type { LiveRound } from './live/live-states'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { lastDayOver, overAt, rostersFrom } from './schedule'

/** Homes of a group must not all come in the same second. */
const SPREAD_SECONDS = 1200
const SOON = 60
const WHILE_WAITING = 600
const LATER = 3600
const HOURS_OF_HURRY = 26

/** @returns seconds from now, at least one. */
export function roundsDueIn(context: RoundsContext): number {
  const all = context.store.groups().flatMap((joined) => dueInGroup(context, joined))
  return Math.max(1, Math.min(LATER, ...all))
}

function dueInGroup(context: RoundsContext, joined: JoinedGroup): number[] {
  const { store, clock } = context
  if (joined.group.mode === 'live') return liveDueIn(context, joined)
  const now = clock.now()
  const days = store.openDays(joined.gid).map((day) => dueOfDay(day, joined, now))
  if (joined.departure) return joined.departure.delivered ? days : [SOON, ...days]
  if (joined.enrolState === 'pending') return [SOON, ...days]
  const newest = store.days(joined.gid, 1)[0]?.utcDay ?? utcDayOf(joined.joinedAt) - 1
  const last = lastDayOver(now)
  // A day that is over and not yet stored waits for its readings.
  return [newest < last ? WHILE_WAITING : overAt(last + 1) + spreadOf(joined) - now, ...days]
}

/** Where an answer of the others is waited for in a live group. */
const LIVE_ASK = 5
/** From the end of an interval until its sum is there or was lost. */
const LIVE_SUM_SECONDS = 300

/** Each interval begins with a roster; in between only what is still open asks. */
function liveDueIn({ store, clock }: RoundsContext, joined: JoinedGroup): number[] {
  const { group, gid } = joined
  const now = clock.now()
  const next = (Math.floor(now / group.seconds) + 1) * group.seconds + 1 - now
  return [next, ...store.openRounds(gid).map((round) => liveDueOf(round, spanOf(group, round.t), now))]
}

function liveDueOf(round: LiveRound, { start, end }: Period, now: number): number {
  switch (round.phase) {
    case 'offered':
      if (!round.keysDelivered) return LIVE_ASK
      return now < start ? start + 1 - now : LIVE_ASK
    case 'endorsed':
      return LIVE_ASK
    case 'armed':
      return now < end ? end + 1 - now : LIVE_ASK
    case 'submitted':
      return !round.delivered || now < end + LIVE_SUM_SECONDS ? LIVE_ASK : WHILE_WAITING
    case 'summed':
    case 'ended':
      return WHILE_WAITING
  }
}

function dueOfDay(day: StoredDay, joined: JoinedGroup, now: number): number {
  const opens = rostersFrom(day.utcDay) + spreadOf(joined)
  switch (day.phase) {
    case 'offered':
      if (!day.keysDelivered) return SOON
      return now < opens ? opens - now : waitOf(now - opens)
    case 'refused':
      return now < opens ? opens - now : LATER
    case 'submitted':
      return day.delivered ? waitOf(now - opens) : SOON
    case 'not-offered':
    case 'summed':
    case 'lost':
      return LATER
  }
}

/** Most sums come within a day; who has waited longer asks less often. */
function waitOf(waited: number): number {
  return waited < HOURS_OF_HURRY * 3600 ? WHILE_WAITING : LATER
}

function spreadOf({ memberId }: JoinedGroup): number {
  return (((memberId[0] ?? 0) << 8) | (memberId[1] ?? 0)) % SPREAD_SECONDS
}
