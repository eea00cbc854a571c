/** Port: the intervals of a live group. */

import type { UtcSeconds } from '../../domain/interval'
import type { LiveRound } from './live-states'

export type LiveCounts = { readonly submitted: number; readonly withoutSum: number }

export type Endorsed = { readonly rho: Uint8Array; readonly delivered: boolean }

export type LiveStore = {
  round(gid: Uint8Array, t: number): LiveRound | null
  /** Intervals with first <= t <= last, t ascending. */
  roundsBetween(gid: Uint8Array, first: number, last: number): readonly LiveRound[]
  /** Those in which something may still have to be done or erased, t ascending. */
  openRounds(gid: Uint8Array): readonly LiveRound[]
  /** Replaces the interval; a secret that the new state does not hold is gone from the database. */
  saveRound(gid: Uint8Array, round: LiveRound): void
  /** SUBMITs sent at or after `since`, and those of them without a verified sum. */
  roundCounts(gid: Uint8Array, since: UtcSeconds): LiveCounts
  /** Rosters of an interval that were endorsed: for these and no others a DLIST is given. */
  endorsed(gid: Uint8Array, t: number): readonly Endorsed[]
  /** Adds it, or marks it as delivered. */
  saveEndorsed(gid: Uint8Array, t: number, endorsed: Endorsed): void
  /** Percent of a week's submitted intervals without a sum above which the group is left; null: nothing chosen. */
  leaveAbove(gid: Uint8Array): number | null
  setLeaveAbove(gid: Uint8Array, percent: number): void
}
