/** Many local days at once: asking the calendar for each of 1,800 days would take longer than drawing them. */

import { Temporal } from 'temporal-polyfill'
import { type LocalDate, type TimeZone, daysBetween, startOfDay } from '../../domain/calendar'
import { SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../../domain/interval'

export type LocalDays = {
  readonly dates: readonly LocalDate[]
  /** First instant of each day, and of the day after the last: one more than there are dates. */
  readonly starts: readonly UtcSeconds[]
}

/** `first` to `last`, both counted. */
export function localDays(first: LocalDate, last: LocalDate, timeZone: TimeZone): LocalDays {
  const count = Math.max(0, daysBetween(first, last))
  const zero = Date.parse(`${first}T00:00:00Z`) / 1000
  const dates = Array.from({ length: count }, (_, index) => dateOf(zero + index * SECONDS_PER_DAY))
  const starts: UtcSeconds[] = []
  let offset: number | null = null
  let until = 0
  for (let index = 0; index <= count; index++) {
    const local = zero + index * SECONDS_PER_DAY
    // Within a day of a change of the clock the calendar is asked; between two changes the offset stays.
    if (offset === null || local - offset >= until - SECONDS_PER_DAY) {
      const start = startOfDay(dateOf(local), timeZone)
      starts.push(start)
      offset = local - start
      until = nextChange(start, timeZone)
      if (until - start <= 2 * SECONDS_PER_DAY) offset = null
    } else starts.push(toUtcSeconds(local - offset))
  }
  return { dates, starts }
}

/** Seconds that the wall clock is ahead of UTC, by instant, cheap to ask in ascending order. */
export function wallOffsets(timeZone: TimeZone): (time: UtcSeconds) => number {
  let offset = 0
  let [from, until] = [0, -1]
  return (time) => {
    if (time >= from && time < until) return offset
    const zoned = Temporal.Instant.fromEpochMilliseconds(time * 1000).toZonedDateTimeISO(timeZone)
    offset = Math.round(zoned.offsetNanoseconds / 1e9)
    from = time
    until = nextChange(time, timeZone)
    return offset
  }
}

function nextChange(time: UtcSeconds, timeZone: TimeZone): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(time * 1000).toZonedDateTimeISO(timeZone)
  const next = zoned.getTimeZoneTransition('next')
  return next ? Math.floor(next.epochMilliseconds / 1000) : Number.MAX_SAFE_INTEGER
}

function dateOf(seconds: number): LocalDate {
  return new Date(seconds * 1000).toISOString().slice(0, 10) as LocalDate
}
