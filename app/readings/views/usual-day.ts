/** What is usual at each slot of a weekday: percentiles of the last eight such days. */

import { type LocalDate, addDays, periodOfDays } from '../../domain/calendar'
import type { DayGrid } from './slots'
import { percentile } from './percentile'
import { type ViewContext, readDay, windowOf } from './read-day'

export type UsualDay = {
  readonly low: (bigint | null)[]
  readonly median: (bigint | null)[]
  readonly high: (bigint | null)[]
}

const WEEKS = 8
const FEWEST = 3
const LOW = 0.2
const HIGH = 0.8

/** Null with fewer than three such days that have readings. */
export function usualDay(context: ViewContext, meterId: string, date: LocalDate, grid: DayGrid): UsualDay | null {
  const days = Array.from({ length: WEEKS }, (_, week) =>
    drawnByMinute(context, meterId, addDays(date, -7 * (week + 1)), grid.seconds)
  )
  const known = days.filter((day) => day.size > 0)
  if (known.length < FEWEST) return null
  const at = (share: number): (bigint | null)[] =>
    grid.minutes.map((minute) => {
      const values = known.flatMap((day) => day.get(minute) ?? [])
      return values.length < FEWEST ? null : percentile(values, share)
    })
  return { low: at(LOW), median: at(0.5), high: at(HIGH) }
}

/** Drawn energy by minute on the wall; of an hour that occurs twice, the first. */
export function drawnByMinute(
  context: ViewContext,
  meterId: string,
  date: LocalDate,
  seconds: number
): ReadonlyMap<number, bigint> {
  const window = windowOf(context, meterId, periodOfDays(date, date, context.timeZone))
  const { grid, slots } = readDay({ ...context, prices: null }, meterId, date, window, seconds)
  const byMinute = new Map<number, bigint>()
  slots.forEach(({ drawn }, index) => {
    const minute = grid.minutes[index]
    if (drawn !== null && minute !== undefined && !byMinute.has(minute)) byMinute.set(minute, drawn)
  })
  return byMinute
}
