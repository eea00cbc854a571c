/** Stamps as spreadsheets count them: days since 1899-12-30, by the clock on the wall. */

const DAY = 86_400
/** Days from the zero of spreadsheets to 1970-01-01. */
const EPOCH_DAYS = 25_569
const EPOCH_DAYS_1904 = 24_107

/** Seconds since 1970 as if the clock on the wall were UTC, to the second. */
export function serialSeconds(days: number, is1904 = false): number {
  return Math.round((days - (is1904 ? EPOCH_DAYS_1904 : EPOCH_DAYS)) * DAY)
}

/** 2026-03-29 01:45:00; the day alone at midnight, the time alone before the first day. Empty for what is no day. */
export function serialText(days: number, is1904 = false): string {
  const seconds = serialSeconds(days, is1904)
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  return seconds % DAY === 0
    ? text.slice(0, 10)
    : days < 1
      ? text.slice(11, 19)
      : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}
