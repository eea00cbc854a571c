/** When energy is used: hour by day, and how long which power is reached. */

import type { ReadingsPattern } from '../../contract/spans'
import { type LocalDate, weekdayOf } from '../../domain/calendar'
import { toUtcSeconds } from '../../domain/interval'
import { UNKNOWN } from '../profile-store'
import { wallOffsets } from './local-days'
import { loadDuration, powersOf } from './profile-totals'
import { type LoadProfile, readProfile } from './read-profile'
import type { ViewContext } from './view-context'

export type PatternRequest = {
  readonly meterId: string
  readonly first: LocalDate
  readonly last: LocalDate
  readonly direction: 'drawn' | 'fed-in'
}

const HOURS = 24
const HOUR = 3600
/** More days than these become weeks: a column of less than two pixels is no picture. */
const MOST_DAYS = 400

export function patternView(context: ViewContext, request: PatternRequest): ReadingsPattern {
  const { meterId, first, last, direction } = request
  const part = direction === 'drawn' ? 'drawn' : 'fedIn'
  const profile = readProfile(context, meterId, first, last, { only: direction })
  const columns = columnsOf(profile.days.dates)
  const powers = powersOf(profile, part)
  return {
    meterId,
    first,
    last,
    direction,
    by: columns.by,
    columns: [...columns.firsts],
    cells: cellsOf(context, profile, part, columns),
    duration: loadDuration(powers),
    slots: powers.count,
    seconds: profile.raster
  }
}

type Columns = {
  readonly by: 'day' | 'week'
  readonly firsts: readonly LocalDate[]
  /** Column of each day. */
  readonly of: readonly number[]
}

function columnsOf(dates: readonly LocalDate[]): Columns {
  if (dates.length <= MOST_DAYS) return { by: 'day', firsts: dates, of: dates.map((_, index) => index) }
  const firsts: LocalDate[] = []
  // Weeks begin on Monday; the first may be shorter.
  let weekday = weekdayOf(dates[0] as LocalDate) as number
  const of = dates.map((date) => {
    if (firsts.length === 0 || weekday === 1) firsts.push(date)
    weekday = (weekday % 7) + 1
    return firsts.length - 1
  })
  return { by: 'week', firsts, of }
}

/** The hour that occurs twice is averaged; an hour with a slot missing is not known. */
function cellsOf(
  { timeZone }: ViewContext,
  profile: LoadProfile,
  part: 'drawn' | 'fedIn',
  { firsts, of }: Columns
): (number | null)[] {
  const sums = new Float64Array(firsts.length * HOURS)
  const counts = new Uint32Array(firsts.length * HOURS)
  const offsetAt = wallOffsets(timeZone)
  const perHour = HOUR / profile.raster
  const { energies } = profile[part]
  for (const [day, start] of profile.days.starts.slice(0, -1).entries()) {
    const end = profile.days.starts[day + 1] ?? start
    for (let time: number = start; time < end; time += HOUR) {
      const from = (time - profile.start) / profile.raster
      const energy = hourAt(energies, from, perHour)
      if (energy === UNKNOWN) continue
      const hour = Math.floor((time + offsetAt(toUtcSeconds(time))) / HOUR) % HOURS
      const cell = (of[day] ?? 0) * HOURS + hour
      sums[cell] = (sums[cell] ?? 0) + energy
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  return Array.from(sums, (sum, cell) => (counts[cell] ? Math.round(sum / (counts[cell] ?? 1)) : null))
}

function hourAt(energies: Float64Array, from: number, slots: number): number {
  let sum = 0
  for (let slot = from; slot < from + slots; slot++) {
    const energy = energies[slot] ?? UNKNOWN
    if (energy === UNKNOWN) return UNKNOWN
    sum += energy
  }
  return sum
}
