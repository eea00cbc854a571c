/**
 * A plausible household made from a seed: base load, refrigerator cycles, meals, evenings, laundry, quiet workdays and
 * busier weekends, and for some homes a solar roof. Repeatable: the same seed gives the same load on every machine.
 */

import { type TimeZone, localDateAt, startOfDay, weekdayOf } from '../../app/domain/calendar'
import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, utcDayOf } from '../../app/domain/interval'
import type { IntervalEnergy, Load } from './load'
import { createSeededStream } from './seeded-stream'
import { type Habits, habitsOf, solarWatts, wattsInUse } from './household-habits'

export type GeneratedLoadOptions = {
  readonly seed: string
  /** Divides 86,400 and is a multiple of 300. */
  readonly seconds: number
  readonly timeZone: TimeZone
  readonly solar: boolean
  /** First instant after the last interval; without end when absent. */
  readonly end?: UtcSeconds
}

/** Resolution of the model; appliances switch at these steps. */
const STEP_SECONDS = 300
const DAYS_KEPT = 3

/** @throws RangeError for an interval length the model cannot make. */
export function createGeneratedLoad(options: GeneratedLoadOptions): Load {
  const { seconds, seed, solar, end = null } = options
  if (SECONDS_PER_DAY % seconds !== 0 || seconds % STEP_SECONDS !== 0) throw new RangeError('load: interval length')
  const habits = habitsOf(createSeededStream(seed, 'habits'))
  const days = new Map<number, readonly IntervalEnergy[]>()
  return {
    seconds,
    unitExp: 0,
    hasFeedIn: solar,
    end,
    energyAt(intervalStart) {
      if (intervalStart % seconds !== 0) throw new RangeError('load: off the raster')
      if (end !== null && intervalStart >= end) throw new RangeError('load: after its end')
      const day = utcDayOf(intervalStart)
      const energies = days.get(day) ?? makeDay(options, habits, day)
      days.set(day, energies)
      if (days.size > DAYS_KEPT) days.delete(Math.min(...days.keys()))
      const energy = energies[(intervalStart - startOfUtcDay(day)) / seconds]
      if (!energy) throw new RangeError('load: interval')
      return energy
    }
  }
}

/** Whole watt-hours by differences of a running register, so that nothing is lost to rounding within a day. */
function makeDay(options: GeneratedLoadOptions, habits: Habits, day: number): IntervalEnergy[] {
  const { seconds, seed, solar, timeZone } = options
  const start = startOfUtcDay(day)
  const localStart = startOfDay(localDateAt(start, timeZone), timeZone)
  const stream = createSeededStream(seed, 'day', String(day))
  const use = wattsInUse(habits, stream, weekdayOf(localDateAt(start, timeZone)))
  const sun = solar ? solarWatts(createSeededStream(seed, 'sky', String(day)), day) : () => 0
  const energies: IntervalEnergy[] = []
  let drawnSum = 0
  let fedInSum = 0
  for (let from: number = start; from < start + SECONDS_PER_DAY; from += seconds) {
    const before = { drawn: Math.floor(drawnSum / 3600), fedIn: Math.floor(fedInSum / 3600) }
    for (let at = from; at < from + seconds; at += STEP_SECONDS) {
      const minuteOfDay = Math.floor(((at - localStart) % SECONDS_PER_DAY) / 60)
      const watts = use(minuteOfDay) - sun((at - start) / 60)
      if (watts >= 0) drawnSum += watts * STEP_SECONDS
      else fedInSum -= watts * STEP_SECONDS
    }
    energies.push({
      drawn: BigInt(Math.floor(drawnSum / 3600) - before.drawn),
      fedIn: BigInt(Math.floor(fedInSum / 3600) - before.fedIn)
    })
  }
  return energies
}

/** Seed of household number `index` in a neighbourhood. */
export function householdSeed(neighbourhood: string, index: number): string {
  return `${neighbourhood}/${index}`
}
