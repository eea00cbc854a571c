/** When the collector takes what, by its own clock: it decides only what it still accepts. */

import { type UtcSeconds, startOfUtcDay } from '../../app/domain/interval'
import { spanOf } from '../../app/rounds/epoch'
import { attemptAt, mayOfferRound, roundSecretsUntil, submitEndsAt } from '../../app/rounds/live/live-schedule'
import type { GroupParameters } from '../../app/rounds/messages/group-parameters'
import { rostersFrom, secretsUntil, submitsUntil } from '../../app/rounds/schedule'

type Time = 'early' | 'late' | null

/** KEYS: after a batch day until its rosters, before a live interval until it begins. */
export function keysTime(group: GroupParameters, epoch: number, now: UtcSeconds): Time {
  if (group.mode === 'batch') {
    if (now < startOfUtcDay(epoch + 1)) return 'early'
    return now >= rostersFrom(epoch) ? 'late' : null
  }
  if (mayOfferRound(group, epoch, now)) return null
  return now < spanOf(group, epoch).start ? 'early' : 'late'
}

export function submitTime(group: GroupParameters, epoch: number, now: UtcSeconds): Time {
  if (group.mode === 'batch') return now >= submitsUntil(epoch) ? 'late' : null
  if (now < spanOf(group, epoch).end) return 'early'
  return now >= submitEndsAt(group, epoch) ? 'late' : null
}

/** ENDORSEs of an attempt. */
export function endorseTime(group: GroupParameters, epoch: number, attempt: number, now: UtcSeconds): Time {
  return attemptAt(group, epoch, now) === attempt ? null : 'late'
}

/** Until here (exclusive) DLISTs are taken. */
export function blameUntil(group: GroupParameters, epoch: number): UtcSeconds {
  return group.mode === 'batch' ? secretsUntil(epoch) : roundSecretsUntil(group, epoch)
}
