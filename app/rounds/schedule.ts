/** Times of a batch day (docs/protocol/rounds.md 3). All deadlines of the client run on its own clock. */

import { type UtcSeconds, startOfUtcDay, toUtcSeconds, utcDayOf } from '../domain/interval'

/** A day is over this long after its last second, so that slow clocks and late records do not matter. */
const SETTLE_SECONDS = 300
const ROSTER_AFTER_DAYS = 2
const SUBMIT_UNTIL_DAYS = 9
const BLAME_UNTIL_DAYS = 16

/** From here on KEYS may be sent. */
export function overAt(utcDay: number): UtcSeconds {
  return toUtcSeconds(startOfUtcDay(utcDay + 1) + SETTLE_SECONDS)
}

/** Until here (exclusive) KEYS may be sent; from here on ROSTERs are made and taken. */
export function rostersFrom(utcDay: number): UtcSeconds {
  return startOfUtcDay(utcDay + ROSTER_AFTER_DAYS)
}

/** Until here (exclusive) ROSTERs are taken and SUBMITs sent. */
export function submitsUntil(utcDay: number): UtcSeconds {
  return startOfUtcDay(utcDay + SUBMIT_UNTIL_DAYS)
}

/** Until here (exclusive) a DLIST may be asked for; then every secret of the day is erased. */
export function secretsUntil(utcDay: number): UtcSeconds {
  return startOfUtcDay(utcDay + BLAME_UNTIL_DAYS)
}

export function mayOffer(utcDay: number, now: UtcSeconds): boolean {
  return now >= overAt(utcDay) && now < rostersFrom(utcDay)
}

export function mayTakeRoster(utcDay: number, now: UtcSeconds): boolean {
  return now >= rostersFrom(utcDay) && now < submitsUntil(utcDay)
}

/** The newest UTC day that is over by the local clock. */
export function lastDayOver(now: UtcSeconds): number {
  return utcDayOf(toUtcSeconds(Math.max(0, now - SETTLE_SECONDS))) - 1
}
