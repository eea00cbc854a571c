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
  const dates = datesFrom(first, count)
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

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const FEBRUARY = 2

/** Counted on by the calendar's own rule: a Date for each of 1,800 days would take longer than all the rest. */
function datesFrom(first: LocalDate, count: number): LocalDate[] {
  let [year = 0, month = 1, day = 1] = first.split('-').map(Number)
  let prefix = first.slice(0, 8)
  const dates: LocalDate[] = []
  while (dates.length < count) {
    dates.push(`${prefix}${day < 10 ? '0' : ''}${String(day)}` as LocalDate)
    if (++day <= lengthOf(year, month)) continue
    day = 1
    month = (month % 12) + 1
    if (month === 1) year += 1
    prefix = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-`
  }
  return dates
}

function lengthOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === FEBRUARY && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 31)
}

function dateOf(seconds: number): LocalDate {
  return new Date(seconds * 1000).toISOString().slice(0, 10) as LocalDate
}
