/** Times of a live interval (docs/protocol/rounds.md 5). All deadlines of a household run on its own clock. */

import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { spanOf } from '../epoch'
import { MAX_ATTEMPTS } from '../judge-roster'
import type { GroupParameters } from '../messages/group-parameters'

/** KEYS are sent from this long before the interval on, until it begins. */
const KEYS_AHEAD_SECONDS = 3600
const ATTEMPT_SECONDS = 240
/** ENDORSEs of an attempt are sent and taken for this long. */
const ENDORSE_SECONDS = 180
const SUBMIT_SECONDS = 300
const SECRETS_SECONDS = 600
const FINDINGS_SECONDS = 3600
/** A sum is still looked for this long. */
const SUM_SECONDS = 86_400
/** Clock of the PC and clock of the meter differ by no more. */
export const CLOCK_TOLERANCE_SECONDS = 30

type Shape = Pick<GroupParameters, 'mode' | 'seconds'>

/** Intervals that KEYS may be sent for now, t ascending. */
export function offeredRounds(group: Shape, now: UtcSeconds): readonly number[] {
  const next = Math.floor(now / group.seconds) + 1
  const last = Math.floor((now + KEYS_AHEAD_SECONDS) / group.seconds)
  return Array.from({ length: Math.max(0, last - next + 1) }, (_, index) => next + index)
}

export function mayOfferRound(group: Shape, t: number, now: UtcSeconds): boolean {
  const { start } = spanOf(group, t)
  return now >= start - KEYS_AHEAD_SECONDS && now < start
}

/** The attempt whose ROSTER and ENDORSEs belong to this moment; null between attempts, before and after. */
export function attemptAt(group: Shape, t: number, now: UtcSeconds): number | null {
  const { start, end } = spanOf(group, t)
  if (now < start || now >= end) return null
  const attempt = 1 + Math.floor((now - start) / ATTEMPT_SECONDS)
  const into = (now - start) % ATTEMPT_SECONDS
  return attempt <= MAX_ATTEMPTS && into < ENDORSE_SECONDS ? attempt : null
}

/** From here on an attempt has failed where it is not complete. */
export function attemptEndsAt(group: Shape, t: number, attempt: number): UtcSeconds {
  const { start, end } = spanOf(group, t)
  return toUtcSeconds(Math.min(end, start + attempt * ATTEMPT_SECONDS))
}

/** From here on no attempt can begin any more. */
export function attemptsEndAt(group: Shape, t: number): UtcSeconds {
  return attemptEndsAt(group, t, MAX_ATTEMPTS)
}

export function maySubmitRound(group: Shape, t: number, now: UtcSeconds): boolean {
  const { end } = spanOf(group, t)
  return now >= end && now < end + SUBMIT_SECONDS
}

export function submitEndsAt(group: Shape, t: number): UtcSeconds {
  return toUtcSeconds(spanOf(group, t).end + SUBMIT_SECONDS)
}

/** From here on x_i is erased, whatever happened; a DLIST is due before. */
export function roundSecretsUntil(group: Shape, t: number): UtcSeconds {
  return toUtcSeconds(spanOf(group, t).end + SECRETS_SECONDS)
}

/** Until here it is asked why a submitted interval has no sum. */
export function findingsUntil(group: Shape, t: number): UtcSeconds {
  return toUtcSeconds(spanOf(group, t).end + FINDINGS_SECONDS)
}

export function sumsUntil(group: Shape, t: number): UtcSeconds {
  return toUtcSeconds(spanOf(group, t).end + SUM_SECONDS)
}
