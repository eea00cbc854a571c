/** Which meters there are readings of, and for which days. */

import { AppError } from '../../app-error'
import type { ReadingsRange } from '../../contract/readings'
import { type TimeZone, localDateAt } from '../../domain/calendar'
import { type Period, toUtcSeconds } from '../../domain/interval'
import type { ReadingStore } from '../reading-store'

export function rangesView(readings: ReadingStore, timeZone: TimeZone): ReadingsRange[] {
  return metersOf(readings).map((meterId) => {
    const { start, end } = spanOf(readings, meterId)
    const last = localDateAt(toUtcSeconds(end - 1), timeZone)
    return {
      meterId,
      first: localDateAt(start, timeZone),
      last,
      newest: last,
      directions: readings
        .spans()
        .filter((span) => span.meterId === meterId)
        .map(({ direction }) => direction)
    }
  })
}

/** First to last reading over both directions. @throws AppError meter-unknown. */
export function spanOf(readings: ReadingStore, meterId: string): Period {
  const periods = readings
    .spans()
    .filter((span) => span.meterId === meterId)
    .map(({ period }) => period)
  const [first] = periods
  if (!first) throw new AppError('meter-unknown')
  return periods.reduce(
    (all, { start, end }) => ({
      start: toUtcSeconds(Math.min(all.start, start)),
      end: toUtcSeconds(Math.max(all.end, end))
    }),
    first
  )
}

/** The meter with the newest reading; null where there is none. */
export function newestMeter(readings: ReadingStore): string | null {
  const meters = metersOf(readings).map((meterId) => ({ meterId, ...spanOf(readings, meterId) }))
  const [newest] = meters.sort((one, other) => other.end - one.end)
  return newest?.meterId ?? null
}

function metersOf(readings: ReadingStore): readonly string[] {
  return [...new Set(readings.spans().map(({ meterId }) => meterId))]
}
