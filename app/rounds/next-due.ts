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

/** @param hearing whether news come by themselves, so that asking is only for safety. @returns seconds from now, at least one. */
export function roundsDueIn(context: RoundsContext, hearing: boolean): number {
  const all = context.store.groups().flatMap((joined) => dueInGroup(context, joined, hearing))
  return Math.max(1, Math.min(LATER, ...all))
}

function dueInGroup(context: RoundsContext, joined: JoinedGroup, hearing: boolean): number[] {
  const { store, clock, troubles } = context
  // No time of this clock says when: it is looked at again and again until it is right.
  if (troubles.get(joined.gid, null) === 'clocks-apart') return [WHILE_WAITING]
  if (joined.group.mode === 'live') return liveDueIn(context, joined, hearing)
  const now = clock.now()
  const days = store.openDays(joined.gid).map((day) => dueOfDay(day, joined, now, hearing))
  if (joined.departure) return joined.departure.delivered ? days : [SOON, ...days]
  if (joined.enrolState === 'pending') return [SOON, ...days]
  const newest = store.days(joined.gid, 1)[0]?.utcDay ?? utcDayOf(joined.joinedAt) - 1
  const last = lastDayOver(now)
  // A day that is over and not yet stored waits for its readings.
  return [newest < last ? WHILE_WAITING : overAt(last + 1) + spreadOf(joined) - now, ...days]
}

/** One batch day is made of many additions: they are looked at together. */
const NEWS_SECONDS = 30
const LIVE_NEWS_SECONDS = 1

/** @returns seconds after which news of a collector should be looked at; null while nothing is waited for. */
export function newsDueIn({ store, clock }: RoundsContext): number | null {
  const now = clock.now()
  const waits = store.groups().flatMap(({ gid, group }) => {
    if (group.mode === 'live') {
      const open = store.openRounds(gid).some(({ phase }) => phase !== 'summed' && phase !== 'ended')
      return open ? [LIVE_NEWS_SECONDS] : []
    }
    const isWaiting = ({ phase, utcDay }: StoredDay): boolean =>
      phase === 'submitted' || (phase === 'offered' && now >= rostersFrom(utcDay))
    return store.openDays(gid).some(isWaiting) ? [NEWS_SECONDS] : []
  })
  return waits.length === 0 ? null : Math.min(...waits)
}

/** Where an answer of the others is waited for in a live group. */
const LIVE_ASK = 5
const LIVE_ASK_HEARING = 30
/** From the end of an interval until its sum is there or was lost. */
const LIVE_SUM_SECONDS = 300

/** Each interval begins with a roster; in between only what is still open asks. */
function liveDueIn({ store, clock }: RoundsContext, joined: JoinedGroup, hearing: boolean): number[] {
  const { group, gid } = joined
  const now = clock.now()
  const next = (Math.floor(now / group.seconds) + 1) * group.seconds + 1 - now
  return [
    next,
    ...store
      .openRounds(gid)
      .map((round) => liveDueOf(round, spanOf(group, round.t), now, hearing ? LIVE_ASK_HEARING : LIVE_ASK))
  ]
}

function liveDueOf(round: LiveRound, { start, end }: Period, now: number, ask: number): number {
  switch (round.phase) {
    case 'offered':
      if (!round.keysDelivered) return ask
      return now < start ? start + 1 - now : ask
    case 'endorsed':
      return ask
    case 'armed':
      return now < end ? end + 1 - now : ask
    case 'submitted':
      return !round.delivered || now < end + LIVE_SUM_SECONDS ? ask : WHILE_WAITING
    case 'summed':
    case 'ended':
      return WHILE_WAITING
  }
}

function dueOfDay(day: StoredDay, joined: JoinedGroup, now: number, hearing: boolean): number {
  const opens = rostersFrom(day.utcDay) + spreadOf(joined)
  switch (day.phase) {
    case 'offered':
      if (!day.keysDelivered) return SOON
      return now < opens ? opens - now : waitOf(now - opens, hearing)
    case 'refused':
      return now < opens ? opens - now : LATER
    case 'submitted':
      return day.delivered ? waitOf(now - opens, hearing) : SOON
    case 'not-offered':
    case 'summed':
    case 'lost':
      return LATER
  }
}

/** Most sums come within a day; who has waited longer asks less often. */
function waitOf(waited: number, hearing: boolean): number {
  return !hearing && waited < HOURS_OF_HURRY * 3600 ? WHILE_WAITING : LATER
}

function spreadOf({ memberId }: JoinedGroup): number {
  return (((memberId[0] ?? 0) << 8) | (memberId[1] ?? 0)) % SPREAD_SECONDS
}
