/** Instants and half-open intervals in UTC; local time exists only in calendar.ts. */

declare const seconds: unique symbol

/** Whole seconds since 1970-01-01T00:00:00Z; a safe integer, never negative. */
export type UtcSeconds = number & { readonly [seconds]: true }

/** [start, start + seconds). */
export type Interval = { readonly start: UtcSeconds; readonly seconds: number }

/** [start, end). */
export type Period = { readonly start: UtcSeconds; readonly end: UtcSeconds }

export const SECONDS_PER_DAY = 86_400

/** @throws RangeError unless `value` is a non-negative safe integer. */
export function toUtcSeconds(value: number): UtcSeconds {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('time: whole seconds expected')
  return value as UtcSeconds
}

/** First instant after the interval. */
export function endOf(interval: Interval): UtcSeconds {
  return toUtcSeconds(interval.start + interval.seconds)
}

/** Number of the UTC day (the epoch e of a batch round): floor(time / 86400). */
export function utcDayOf(time: UtcSeconds): number {
  return Math.floor(time / SECONDS_PER_DAY)
}

/** First instant of UTC day number `day`. */
export function startOfUtcDay(day: number): UtcSeconds {
  return toUtcSeconds(day * SECONDS_PER_DAY)
}

/** 2026-03-29T01:15:00Z: for files and findings, never for people (Intl formats for those). */
export function toIsoInstant(time: UtcSeconds): string {
  return new Date(time * 1000).toISOString().replace('.000Z', 'Z')
}
