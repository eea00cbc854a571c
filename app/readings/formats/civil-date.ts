/**
 * Days and times of day as numbers, by arithmetic: a year of minutes has a million stamps, and `Date` made a second of
 * every import. Days from civil dates as in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */

const SECONDS_PER_DAY = 86_400
const DAYS_BEFORE_MARCH = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275]
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** From 0000-03-01 to 1970-01-01. */
const DAYS_TO_1970 = 719_468

/** Seconds from 1970-01-01 to the beginning of the day, as if in UTC; undefined for no real day. @param year 0 to 9999. */
export function midnightOf(year: number, month: number, day: number): number | undefined {
  const days = DAYS_OF_MONTH[month - 1]
  const before = DAYS_BEFORE_MARCH[month - 1]
  if (days === undefined || before === undefined) return undefined
  if (day < 1 || day > (month === 2 && isLeap(year) ? 29 : days)) return undefined
  // Years begin in March, so that the leap day is the last one.
  const from = month <= 2 ? year - 1 : year
  const leaps = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400)
  return (365 * from + leaps + before + day - 1 - DAYS_TO_1970) * SECONDS_PER_DAY
}

/** Seconds since midnight by the clock on the wall; undefined for no time of day. */
export function clockSeconds(hour: number, minute: number, second: number): number | undefined {
  return hour > 23 || minute > 59 || second > 59 ? undefined : hour * 3600 + minute * 60 + second
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}
