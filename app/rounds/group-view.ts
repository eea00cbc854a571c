/** The group as the window shows it (app/contract/rounds.ts). */

import { toHex } from '../../crypto'
import type { GroupView, RoundDaySummary } from '../contract'
import { startOfUtcDay, toUtcSeconds, utcDayOf } from '../domain/interval'
import { membersOf, summaryOf } from './day-view'
import { leaveAbove } from './live/leave-rule'
import { liveSummaries } from './live/live-view'
import { decodeEnrol } from './messages/enrol'
import { firstDayOf } from './offer-days'
import type { JoinedGroup } from './round-store'
import { COMPANIONS_NEEDED, type RoundsContext } from './rounds-context'
import { safetyNumber } from './safety-number'
import { safetyWords } from './safety-words'
import { sumsBeside } from './sums-beside'

/** As many as the contract takes, with room for the days that are waiting. */
const LISTED_DAYS = 390
const EVER = toUtcSeconds(0)

export function groupView(context: RoundsContext, joined: JoinedGroup): GroupView {
  const { store } = context
  const roster = store.newestRoster(joined.gid)
  const members = roster ? membersOf(context, joined, roster) : []
  return {
    name: joined.group.name,
    operator: joined.operator,
    address: joined.address,
    pin: joined.pin && toHex(joined.pin),
    joinedAt: joined.joinedAt,
    enrolment: joined.enrolState,
    trouble: context.troubles.get(joined.gid, null),
    paused: joined.paused,
    moved: movedOf(joined),
    me: meOf(context, joined),
    gid: toHex(joined.gid),
    seconds: joined.group.seconds,
    smallestRoster: joined.group.minRoster,
    members,
    companions: members.filter(({ verifiedByMe }) => verifiedByMe).length,
    keptNumbers: store.keptNumbers().length,
    companionsNeeded: COMPANIONS_NEEDED,
    fewerAccepted: joined.fewerAccepted,
    leaveAbove: leaveAbove(context, joined),
    mode: joined.group.mode,
    lastDays: sumsBeside(context, joined),
    ...historyOf(context, joined)
  }
}

function movedOf({ handedOverAt, identity }: JoinedGroup): GroupView['moved'] {
  return handedOverAt === null ? null : { at: handedOverAt, unfinished: identity.some((byte) => byte !== 0) }
}

function historyOf(
  context: RoundsContext,
  joined: JoinedGroup
): Pick<GroupView, 'days' | 'submitted' | 'withoutSum' | 'nextDayAt'> {
  const { store, clock } = context
  const { gid, group } = joined
  if (group.mode === 'live') {
    const next = (Math.floor(clock.now() / group.seconds) + 1) * group.seconds
    return { days: liveSummaries(context, joined), ...store.roundCounts(gid, EVER), nextDayAt: next }
  }
  return { days: daysOf(context, joined), ...store.counts(gid), nextDayAt: startOfUtcDay(utcDayOf(clock.now()) + 1) }
}

function meOf({ primitives }: RoundsContext, { memberId, enrolWire, chain }: JoinedGroup): GroupView['me'] {
  const { meterKey } = decodeEnrol(enrolWire).enrol
  const number = safetyNumber(primitives, { memberId, meterKey })
  return { meterId: chain.meterId, safetyNumber: number, safetyWords: safetyWords(number) }
}

/** Newest first: the days that are waiting, then those of the store. */
function daysOf(context: RoundsContext, joined: JoinedGroup): RoundDaySummary[] {
  const stored = context.store.days(joined.gid, LISTED_DAYS)
  const today = utcDayOf(context.clock.now())
  const first = Math.max((stored[0]?.utcDay ?? firstDayOf(joined) - 1) + 1, today - 2)
  const waiting = Array.from({ length: Math.max(0, today - first + 1) }, (_, index) => ({
    phase: 'waiting' as const,
    utcDay: today - index
  }))
  return [...waiting, ...stored].map((day) => summaryOf(context, joined, day))
}
