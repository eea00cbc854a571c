/** What is usual at each slot of a weekday: percentiles of the last eight such days. */

import { type LocalDate, addDays } from '../../domain/calendar'
import { type Raster, UNKNOWN } from '../profile-store'
import { percentile } from './percentile'
import { slotEdges, wallMinutes } from './read-day'
import { type LoadProfile, readProfile, slotAt } from './read-profile'
import type { ViewContext } from './view-context'

export type UsualDay = {
  readonly low: (number | null)[]
  readonly median: (number | null)[]
  readonly high: (number | null)[]
}

const WEEKS = 8
const FEWEST = 3
const LOW = 0.2
const HIGH = 0.8

/** Null with fewer than three such days that have readings, and for slots finer than a quarter hour. */
export function usualDay(context: ViewContext, meterId: string, date: LocalDate, day: LoadProfile): UsualDay | null {
  if (day.raster < 900) return null
  const first = addDays(date, -7 * WEEKS)
  const before = readProfile(context, meterId, first, addDays(date, -1), {
    raster: day.raster as Raster,
    only: 'drawn'
  })
  const known = Array.from({ length: WEEKS }, (_, week) => byMinute(context, before, 7 * week)).filter(
    (one) => one.size > 0
  )
  if (known.length < FEWEST) return null
  const minutes = wallMinutes(slotEdges(day), context.timeZone)
  const at = (share: number): (number | null)[] =>
    minutes.map((minute) => {
      const values = known.flatMap((one) => one.get(minute) ?? [])
      return values.length < FEWEST ? null : percentile(values, share)
    })
  return { low: at(LOW), median: at(0.5), high: at(HIGH) }
}

/** Drawn energy by minute on the wall; of an hour that occurs twice, the first. */
export function drawnByMinute(context: ViewContext, day: LoadProfile): ReadonlyMap<number, number> {
  return byMinute(context, day, 0)
}

function byMinute({ timeZone }: ViewContext, profile: LoadProfile, day: number): ReadonlyMap<number, number> {
  const days = { dates: profile.days.dates.slice(day, day + 1), starts: profile.days.starts.slice(day, day + 2) }
  const edges = slotEdges({ ...profile, days })
  const byMinute = new Map<number, number>()
  wallMinutes(edges, timeZone).forEach((minute, index) => {
    const energy = profile.drawn.energies[slotAt(profile, edges[index] ?? 0)] ?? UNKNOWN
    if (energy !== UNKNOWN && !byMinute.has(minute)) byMinute.set(minute, energy)
  })
  return byMinute
}
