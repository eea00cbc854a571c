/**
 * The local days of a period and the wall clock inside them. Asking the time zone once per day and not once per
 * interval makes a year of quarter hours a matter of milliseconds; only days of unusual length are asked again.
 */

import {
  type LocalDate,
  type TimeZone,
  type Weekday,
  addDays,
  daysBetween,
  startOfDay,
  wallClockAt,
  weekdayOf
} from '../../domain/calendar'
import { SECONDS_PER_DAY, type UtcSeconds } from '../../domain/interval'

export type LocalDay = {
  readonly date: LocalDate
  readonly weekday: Weekday
  readonly start: UtcSeconds
  readonly end: UtcSeconds
}

export type LocalMoment = {
  readonly day: LocalDay
  /** Minutes by the clock on the wall, 0..1439. */
  readonly minute: number
}

export type LocalDays = {
  readonly days: readonly LocalDay[]
  /** Null outside the days. */
  locate(time: UtcSeconds): LocalMoment | null
}

/** Both days included. */
export function localDays(first: LocalDate, last: LocalDate, zone: TimeZone): LocalDays {
  const days: LocalDay[] = []
  let start = startOfDay(first, zone)
  for (let index = 0, date = first; index < daysBetween(first, last); index++) {
    const next = addDays(date, 1)
    const end = startOfDay(next, zone)
    days.push({ date, weekday: weekdayOf(date), start, end })
    date = next
    start = end
  }
  return {
    days,
    locate: (time) => {
      const day = days[indexAt(days, time)]
      if (!day || time < day.start || time >= day.end) return null
      const usual = day.end - day.start === SECONDS_PER_DAY
      const minute = usual ? Math.floor((time - day.start) / 60) : wallClockAt(time, zone).minute
      return { day, minute }
    }
  }
}

/** Last day that starts at or before `time`; -1 before the first. */
function indexAt(days: readonly LocalDay[], time: UtcSeconds): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle]?.start ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
