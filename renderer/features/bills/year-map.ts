/**
 * The map of a long bill: a column per local day, a point per interval from midnight down. Strokes of a month's map would
 * make a page of a year; points on a canvas are drawn in a few milliseconds and still walked one by one.
 */

import type { BillReport } from '../../../app/contract'
import { createWallClock } from '../../format/wall-clock'

export const YEAR_MAP = { left: 26, top: 18, width: 732, height: 192 } as const

/** What a map of strokes can show without filling the page or losing its strokes: two months of quarter hours. */
const MOST_STROKE_DAYS = 62
const MOST_STROKES = 6200
const NARROWEST_DAY = 2

const DAY_MINUTES = 1440
const DAY_SECONDS = 86_400

export type YearPoint = {
  readonly column: number
  /** Index of the interval within its day. */
  readonly index: number
  readonly kind: string
  readonly start: number
  /** Minute on the wall clock. */
  readonly minute: number
}

export type YearMap = {
  readonly days: number
  /** Width of a day in px. */
  readonly dayWidth: number
  /** Height of one interval in px; at least 1. */
  readonly rowHeight: number
  /** Calls back for every interval, day by day, with its minute on the wall clock; makes no object for each. */
  readonly each: (visit: (column: number, minute: number, kind: string) => void) => void
  /** Null where the bill has no such interval. */
  readonly at: (column: number, index: number) => YearPoint | null
  readonly lengthOf: (column: number) => number
  /** The interval of a day that is shown at a minute. */
  readonly near: (column: number, minute: number) => YearPoint | null
  readonly find: (start: number) => YearPoint | null
}

export function yearMap(report: Pick<BillReport, 'map' | 'seconds' | 'timeZone'>): YearMap {
  const clock = createWallClock(report.timeZone)
  const { map, seconds } = report
  const regular = DAY_SECONDS / seconds

  function point(column: number, index: number): YearPoint | null {
    const day = map[column]
    const kind = day?.slots[index]
    if (!day || kind === undefined) return null
    return { column, index, kind, start: day.start + index * seconds, minute: minuteOf(day, index) }
  }

  function minuteOf({ start, slots }: BillReport['map'][number], index: number): number {
    return slots.length === regular ? (index * seconds) / 60 : clock(start + index * seconds)
  }

  function near(column: number, minute: number): YearPoint | null {
    const length = map[column]?.slots.length ?? 0
    for (let index = length - 1; index >= 0; index--) {
      const found = point(column, index)
      if (found && found.minute <= minute) return found
    }
    return point(column, 0)
  }

  return {
    days: map.length,
    dayWidth: dayWidthOf(map.length),
    rowHeight: Math.max(1, YEAR_MAP.height / regular),
    each: (visit) => {
      map.forEach((day, column) => {
        const { slots } = day
        for (let index = 0; index < slots.length; index++) visit(column, minuteOf(day, index), slots.charAt(index))
      })
    },
    at: point,
    lengthOf: (column) => map[column]?.slots.length ?? 0,
    near,
    find: (start) => {
      const column = map.findIndex((day) => start >= day.start && start < day.start + day.slots.length * seconds)
      const day = map[column]
      return day ? point(column, Math.floor((start - day.start) / seconds)) : null
    }
  }
}

/** Top of a point in px, below the upper edge of the picture. */
export function topOf({ minute }: Pick<YearPoint, 'minute'>): number {
  return YEAR_MAP.top + (minute / DAY_MINUTES) * YEAR_MAP.height
}

export function leftOf({ dayWidth }: Pick<YearMap, 'dayWidth'>, { column }: Pick<YearPoint, 'column'>): number {
  return YEAR_MAP.left + column * dayWidth
}

/** Whether a bill is shown by this map and not by strokes. */
export function isLong({ map, intervals }: Pick<BillReport, 'map' | 'intervals'>): boolean {
  return map.length > MOST_STROKE_DAYS || intervals > MOST_STROKES
}

function dayWidthOf(days: number): number {
  return Math.max(NARROWEST_DAY, Math.floor(YEAR_MAP.width / Math.max(1, days)))
}

/** First days of months, where their names are written. */
export function monthMarks(
  report: Pick<BillReport, 'map'>
): readonly { readonly column: number; readonly date: string }[] {
  return report.map.flatMap(({ date }, column) => (date.endsWith('-01') || column === 0 ? [{ column, date }] : []))
}
