/** Ends that name the last second, minute or day that is inside, as 00:14:59, 00:14 or the 31st: which of them a table has. */

import type { RawTable } from './raw-table'
import type { Moment } from './table-layout'

const DAY = 86_400
/** Rows that are looked at. */
const LOOK = 2000
/** What may be the last inside, and of what its intervals are whole multiples then. */
const LAST = [
  { last: 1, whole: 60 },
  { last: 60, whole: 300 }
] as const
const LAST_DAY = [{ last: DAY, whole: DAY }] as const

/** Seconds from what the ends of rows name to where the rows end: 1, 60, a day, or 0 where the end is named itself. */
export function lastInside(table: RawTable, start: Moment | null, end: Moment | null): number {
  if (!end) return 0
  const rows = Array.from({ length: Math.min(LOOK, table.lines.length) }, (_, row) => row)
  const ends = rows.map(clockOf(table, end))
  if (!start) return LAST.find(({ last, whole }) => isMostly(ends, (time) => (time + last) % whole === 0))?.last ?? 0
  const begins = rows.map(clockOf(table, start))
  const known = new Set(begins)
  const count = (isMet: (from: number, to: number) => boolean): number =>
    rows.filter((row) => isMet(begins[row] ?? NaN, ends[row] ?? NaN)).length
  const isDays = isDay(table, start) && isDay(table, end)
  const named = count((from, to) => to > from && known.has(to))
  // From the 1st to the 31st, or from the 15th to the 14th, no other row need begin on the next day.
  const isNext = (from: number, next: number): boolean =>
    known.has(next) || (isDays && next > from + DAY && dayOfMonth(from) === dayOfMonth(next))
  const found = (isDays ? LAST_DAY : LAST).find(
    ({ last, whole }) => count((from, to) => isNext(from, to + last) && (to + last - from) % whole === 0) > named
  )
  // No row begins where another ends: seconds that always are the last of a minute still tell.
  return found?.last ?? (named === 0 && isMostly(ends, (time) => time % 60 === 59) ? 1 : 0)
}

function dayOfMonth(time: number): number {
  return new Date(time * 1000).getUTCDate()
}

function isMostly(times: readonly number[], test: (time: number) => boolean): boolean {
  return times.filter(test).length > times.length * 0.9
}

function isDay({ head }: RawTable, { date, time }: Moment): boolean {
  return time === null && head.kinds[date] === 'date'
}

/** Seconds on the wall of each row; NaN where it cannot be read. */
export function clockOf({ stamps, times }: RawTable, { date, time }: Moment): (row: number) => number {
  const [days, clocks] = [stamps.get(date), time === null ? undefined : times.get(time)]
  return (row) => (days?.at(row) ?? NaN) + (clocks?.at(row) ?? 0)
}
