/** A live group that has no sums costs privacy for nothing, and is left (docs/protocol/rounds.md 5). */

import { AppError } from '../../app-error'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../domain/interval'
import { leaveGroup } from '../leave-group'
import type { JoinedGroup } from '../round-store'
import type { RoundsContext } from '../rounds-context'
import { roundSecretsUntil } from './live-schedule'

/** Where the person has chosen nothing. */
const USUAL_PERCENT = 20
const WEEK_SECONDS = 7 * SECONDS_PER_DAY
/** Of fewer intervals one bad hour would be a fifth. */
const COUNTS_FROM = 96

/** Percent of a week's submitted intervals that may be without a sum; null in a batch group, which has no such rule. */
export function leaveAbove({ store }: RoundsContext, { gid, group }: JoinedGroup): number | null {
  return group.mode === 'live' ? (store.leaveAbove(gid) ?? USUAL_PERCENT) : null
}

/** @param percent 1 to 100; 100 is never passed. @throws AppError group-not-live. */
export function setLeaveAbove({ store }: RoundsContext, { gid, group }: JoinedGroup, percent: number): void {
  if (group.mode !== 'live') throw new AppError('group-not-live')
  store.setLeaveAbove(gid, percent)
}

export function leaveWhereSumsFail(context: RoundsContext, joined: JoinedGroup): void {
  const percent = leaveAbove(context, joined)
  if (percent === null) return
  const { submitted, withoutSum } = countsOfWeek(context, joined)
  if (submitted < COUNTS_FROM || 100 * withoutSum <= percent * submitted) return
  leaveGroup(context, joined, { percent, submitted, withoutSum })
}

/** Intervals whose sum may still come do not count yet. */
function countsOfWeek({ store, clock }: RoundsContext, { gid, group }: JoinedGroup) {
  const counts = store.roundCounts(gid, toUtcSeconds(Math.max(0, clock.now() - WEEK_SECONDS)))
  const open = store
    .openRounds(gid)
    .filter((round) => round.phase === 'submitted' && clock.now() < roundSecretsUntil(group, round.t)).length
  return { submitted: counts.submitted - open, withoutSum: counts.withoutSum - open }
}
