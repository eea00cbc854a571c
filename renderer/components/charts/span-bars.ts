/** Rows of a span as bars: hours or days as they come, days put together into weeks and months where there are many. */

import type { ReadingsSpan } from '../../../app/contract'
import { addDays, firstOfMonth, weekdayOf } from '../../format/local-date'
import { createWallClock } from '../../format/wall-clock'

export type BarLevel = 'hour' | 'day' | 'week' | 'month'

export type SpanBar = {
  /** Rows of the span: from <= row < to. */
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
  /** First and last local day. */
  readonly first: string
  readonly last: string
  readonly drawn: number | null
  readonly fedIn: number | null
  readonly cost: number | null
  readonly measured: number
  readonly estimated: number
  readonly expected: number
  readonly contradictions: number
  /** Energy drawn of the bar at the same place in the days that are compared with. */
  readonly compare: number | null
}

/** Bars of a hundred days are as fine as a chart can show well; see docs/look.md 6. */
const MOST_DAYS = 100
const MOST_WEEK_DAYS = 300
const MONDAY = 1

/** How finely so many rows are drawn. */
export function levelFor(by: ReadingsSpan['by'], rows: number): BarLevel {
  if (by === 'hour') return 'hour'
  if (rows <= MOST_DAYS) return 'day'
  return rows <= MOST_WEEK_DAYS ? 'week' : 'month'
}

/** All bars of a span at one level, and what they are compared with. */
export function spanBars(span: ReadingsSpan, level: BarLevel): readonly SpanBar[] {
  const dates = rowDates(span)
  const groups = groupsOf(dates, level)
  const compared = span.compare ? comparedWith(span, span.compare, level) : []
  return groups.map(({ from, to }, index) => ({
    ...{ from, to, start: span.starts[from] ?? 0, end: span.starts[to] ?? 0 },
    first: dates[from] ?? span.first,
    last: dates[to - 1] ?? span.last,
    drawn: withLong(span, 'drawn', from, to),
    fedIn: withLong(span, 'fedIn', from, to),
    cost: costOf(span, from, to),
    measured: total(span.measured, from, to),
    estimated: total(span.estimated, from, to),
    expected: total(span.expected, from, to),
    contradictions: total(span.contradictions, from, to),
    compare: compared[index] ?? null
  }))
}

function comparedWith(
  { by, timeZone }: ReadingsSpan,
  { first, starts, drawn }: NonNullable<ReadingsSpan['compare']>,
  level: BarLevel
): readonly (number | null)[] {
  return groupsOf(rowDates({ first, starts, by, timeZone }), level).map(({ from, to }) => sumOf(drawn, from, to))
}

/** Local day of each row. */
export function rowDates({ first, starts, by, timeZone }: RowsOf): string[] {
  const rows = Math.max(0, starts.length - 1)
  if (by === 'day') return Array.from({ length: rows }, (_, row) => addDays(first, row))
  const clock = createWallClock(timeZone)
  let day = -1
  // An hour that occurs twice is never the one at midnight.
  return starts.slice(0, rows).map((start) => addDays(first, clock(start) === 0 ? ++day : Math.max(0, day)))
}

type RowsOf = Pick<ReadingsSpan, 'first' | 'starts' | 'by' | 'timeZone'>

type Group = { readonly from: number; readonly to: number }

function groupsOf(dates: readonly string[], level: BarLevel): readonly Group[] {
  if (level === 'hour' || level === 'day') return dates.map((_, row) => ({ from: row, to: row + 1 }))
  const groups: { from: number; to: number }[] = []
  for (const [row, date] of dates.entries()) {
    const begins = level === 'week' ? weekdayOf(date) === MONDAY : date === firstOfMonth(date)
    const open = groups.at(-1)
    if (open && !begins) open.to = row + 1
    else groups.push({ from: row, to: row + 1 })
  }
  return groups
}

function sumOf(values: readonly (number | null)[], from: number, to: number): number | null {
  let sum: number | null = null
  for (let row = from; row < to; row++) {
    const value = values[row] ?? null
    if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}

/** Sums over several rows count where they lie inside the bar. */
function withLong(span: ReadingsSpan, what: 'drawn' | 'fedIn', from: number, to: number): number | null {
  const sum = sumOf(span[what], from, to)
  if (to - from < 2 || span.long.length === 0) return sum
  const [start, end] = [span.starts[from] ?? 0, span.starts[to] ?? 0]
  const inside = span.long.filter((one) => one.start >= start && one.end <= end).map((one) => one[what])
  return inside.reduce((all, value) => (value === null ? all : (all ?? 0) + value), sum)
}

/** Null as soon as an energy has no cost: half a cost would be an invented number. */
function costOf({ cost, drawn }: ReadingsSpan, from: number, to: number): number | null {
  for (let row = from; row < to; row++) if ((drawn[row] ?? null) !== null && (cost[row] ?? null) === null) return null
  return sumOf(cost, from, to)
}

function total(values: readonly number[], from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += values[row] ?? 0
  return sum
}
