/** When there is something to do in the rounds again, so that nobody is asked for nothing (docs/protocol/rounds.md 3). */

import { utcDayOf } from '../domain/interval'
import type { StoredDay } from './day-states'
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
  if (joined.group.mode === 'live') return [1]
  const now = clock.now()
  const days = store.openDays(joined.gid).map((day) => dueOfDay(day, joined, now))
  if (joined.departure) return joined.departure.delivered ? days : [SOON, ...days]
  if (joined.enrolState === 'pending') return [SOON, ...days]
  const newest = store.days(joined.gid, 1)[0]?.utcDay ?? utcDayOf(joined.joinedAt) - 1
  const last = lastDayOver(now)
  // A day that is over and not yet stored waits for its readings.
  return [newest < last ? WHILE_WAITING : overAt(last + 1) + spreadOf(joined) - now, ...days]
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
