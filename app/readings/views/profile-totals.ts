/** Base load, peak and completeness of many slots at once. */

import type { ReadingsDay } from '../../contract/readings'
import { toUtcSeconds } from '../../domain/interval'
import { UNKNOWN } from '../profile-store'
import type { LoadProfile } from './read-profile'

type Totals = ReadingsDay['totals']

/** The power that a home falls to for a fifth of the time. */
const BASE_SHARE = 0.2
const PERCENT = 100
/** Fewer slots make no curve. */
const FEWEST = 10
/** Above this power, a megawatt, counting would take more memory than it saves time. */
const MOST_COUNTED = 1_000_000

export function profileTotals(
  profile: LoadProfile,
  known: {
    readonly drawn: number | null
    readonly fedIn: number | null
    readonly cost: number | null
    readonly expected: readonly number[]
  }
): Totals {
  return {
    drawn: known.drawn,
    fedIn: known.fedIn,
    cost: known.drawn === null ? null : known.cost,
    baseLoad: basePowers(profile).atRank((count) => Math.ceil(BASE_SHARE * count) - 1),
    peak: peakOf(profile),
    measured: measuredSlots(profile),
    expected: known.expected.reduce((sum, slots) => sum + slots, 0)
  }
}

export type Powers = {
  /** Slots that are known. */
  readonly count: number
  /** Watts of the slot at a rank, 0 the lowest; null without slots. */
  atRank(rank: (count: number) => number): number | null
}

/** Watts that were reached or passed for 0, 1, ... 100 % of the slots, falling; null with too few. */
export function loadDuration(powers: Powers): number[] | null {
  if (powers.count < FEWEST) return null
  return Array.from({ length: PERCENT + 1 }, (_, percent) => {
    return powers.atRank((count) => Math.round(((PERCENT - percent) / PERCENT) * (count - 1))) ?? 0
  })
}

/** Average power in whole watts. */
export function wattsOf(milliwattHours: number, seconds: number): number {
  return Math.round((milliwattHours * 3.6) / seconds)
}

/** Without slots in which something was fed in: what a home draws then is not what it uses. */
function basePowers(profile: LoadProfile): Powers {
  const powers = powersOf(profile, 'drawn', profile.fedIn.energies)
  return powers.count > 0 ? powers : powersOf(profile, 'drawn')
}

/**
 * Counted watt by watt, which is faster than sorting some hundred thousand slots.
 * @param unless leaves out the slots in which this is above 0
 */
export function powersOf(
  { raster, ...profile }: LoadProfile,
  direction: 'drawn' | 'fedIn',
  unless?: Float64Array
): Powers {
  const { energies } = profile[direction]
  const each = (use: (energy: number) => void): void => {
    for (let slot = 0; slot < energies.length; slot++) {
      const energy = energies[slot] ?? UNKNOWN
      if (energy !== UNKNOWN && !((unless?.[slot] ?? UNKNOWN) > 0)) use(energy)
    }
  }
  let [count, highest] = [0, 0]
  each((energy) => {
    count += 1
    if (energy > highest) highest = energy
  })
  const most = wattsOf(highest, raster)
  const sums = most < MOST_COUNTED ? new Uint32Array(most + 1) : null
  const sorted = sums ? null : new Float64Array(count)
  let next = 0
  each((energy) => {
    const watts = wattsOf(energy, raster)
    if (sums) sums[watts] = (sums[watts] ?? 0) + 1
    else if (sorted) sorted[next++] = watts
  })
  if (sums) sumUp(sums)
  sorted?.sort()
  return {
    count,
    atRank: (rank) => {
      if (count === 0) return null
      const at = Math.min(count - 1, Math.max(0, rank(count)))
      return sums ? firstAbove(sums, at) : (sorted?.[at] ?? null)
    }
  }
}

/** From how many slots have each power to how many have at most that one. */
function sumUp(counts: Uint32Array): void {
  for (let power = 1; power < counts.length; power++) counts[power] = (counts[power] ?? 0) + (counts[power - 1] ?? 0)
}

/** The lowest power with more slots at or below it than `rank`. */
function firstAbove(sums: Uint32Array, rank: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sums[middle] ?? 0) > rank) high = middle
    else low = middle + 1
  }
  return low
}

function peakOf({ drawn, start, raster }: LoadProfile): Totals['peak'] {
  let [at, most] = [-1, UNKNOWN]
  for (let slot = 0; slot < drawn.energies.length; slot++) {
    const energy = drawn.energies[slot] ?? UNKNOWN
    if (energy > most) [at, most] = [slot, energy]
  }
  return at < 0 ? null : { start: toUtcSeconds(start + at * raster), watts: wattsOf(most, raster) }
}

function measuredSlots({ drawn, fedIn }: LoadProfile): number {
  let count = 0
  for (let slot = 0; slot < drawn.energies.length; slot++) {
    if (drawn.energies[slot] !== UNKNOWN || (fedIn.energies[slot] ?? UNKNOWN) !== UNKNOWN) count += 1
  }
  return count
}
