/** An epoch: the rounds that share a roster. Batch: one UTC day. Live: one interval (docs/protocol/rounds.md 1). */

import { type Period, SECONDS_PER_DAY, startOfUtcDay, toUtcSeconds } from '../domain/interval'
import type { GroupParameters } from './messages/group-parameters'

type Shape = Pick<GroupParameters, 'mode' | 'seconds'>

/** Coordinates of one epoch: 96 for a day of quarter hours, 1 in live mode. */
export function roundsPerEpoch({ mode, seconds }: Shape): number {
  return mode === 'batch' ? SECONDS_PER_DAY / seconds : 1
}

/** t of an epoch's first coordinate. */
export function firstRoundOf(group: Shape, epoch: number): number {
  return epoch * roundsPerEpoch(group)
}

/** What an epoch covers. @param epoch e of a batch group, t of a live one. */
export function spanOf({ mode, seconds }: Shape, epoch: number): Period {
  return mode === 'batch'
    ? { start: startOfUtcDay(epoch), end: startOfUtcDay(epoch + 1) }
    : { start: toUtcSeconds(epoch * seconds), end: toUtcSeconds((epoch + 1) * seconds) }
}
