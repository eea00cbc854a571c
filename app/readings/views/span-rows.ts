/** Rows of a span: sums of the slots between two edges, and of what is known only as a sum. */

import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { UNKNOWN } from '../profile-store'
import type { LocalDays } from './local-days'
import type { LoadProfile, RegisterProfile } from './read-profile'
import { slotAt } from './read-profile'

const HOUR = 3600

/** First instant of each hour of the days, and the instant after the last. */
export function hourEdges({ starts }: LocalDays): readonly UtcSeconds[] {
  const edges: UtcSeconds[] = []
  for (let day = 0; day + 1 < starts.length; day++) {
    for (let time: number = starts[day] ?? 0; time < (starts[day + 1] ?? 0); time += HOUR)
      edges.push(toUtcSeconds(time))
  }
  const end = starts.at(-1)
  return end === undefined ? edges : [...edges, end]
}

export type RowSums = {
  /** Milliwatt-hours; null where nothing is known. */
  readonly energies: readonly (number | null)[]
  /** Seconds for which energy is known, and for which it was not measured. */
  readonly covered: Float64Array
  readonly estimated: Float64Array
  /** Sums that reach over an edge. */
  readonly wider: RegisterProfile['long']
  /** Sum of all that lies inside the first and the last edge; null where there is nothing. */
  readonly total: number | null
}

export function sumRows(profile: LoadProfile, register: RegisterProfile, edges: readonly UtcSeconds[]): RowSums {
  const count = Math.max(0, edges.length - 1)
  const energies: (number | null)[] = []
  const covered = new Float64Array(count)
  const estimated = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const to = Math.min(register.energies.length, slotAt(profile, edges[row + 1] ?? 0))
    let [sum, known, guessed] = [0, 0, 0]
    for (let slot = slotAt(profile, edges[row] ?? 0); slot < to; slot++) {
      const energy = register.energies[slot] ?? UNKNOWN
      if (energy === UNKNOWN) continue
      sum += energy
      known += 1
      if ((register.ranks[slot] ?? 0) > 0) guessed += 1
    }
    energies.push(known === 0 ? null : sum)
    covered[row] = known * profile.raster
    estimated[row] = guessed * profile.raster
  }
  const wider = addLong(register.long, edges, { energies, covered, estimated })
  return { energies, covered, estimated, wider, total: totalOf(energies, wider, edges) }
}

type Rows = {
  readonly energies: (number | null)[]
  readonly covered: Float64Array
  readonly estimated: Float64Array
}

function addLong(
  long: RegisterProfile['long'],
  edges: readonly UtcSeconds[],
  { energies, covered, estimated }: Rows
): RegisterProfile['long'] {
  return long.filter((one) => {
    const row = rowAt(edges, one.start)
    const end = edges[row + 1]
    if (row < 0 || end === undefined || one.start + one.seconds > end) return true
    energies[row] = (energies[row] ?? 0) + one.energy
    covered[row] = (covered[row] ?? 0) + one.seconds
    if (one.rank > 0) estimated[row] = (estimated[row] ?? 0) + one.seconds
    return false
  })
}

/** How much of the time between the first and the last edge the sums stand for. */
export function knownSlots({ raster }: LoadProfile, rows: RowSums, edges: readonly UtcSeconds[]): KnownSlots {
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const inside = rows.wider.filter((one) => isBetween(one, first, last))
  const seconds = [...rows.covered, ...inside.map((one) => one.seconds)].reduce((sum, one) => sum + one, 0)
  const all = Math.ceil((last - first) / raster)
  return { known: Math.min(all, Math.floor(seconds / raster)), all }
}

type KnownSlots = { readonly known: number; readonly all: number }

function isBetween({ start, seconds }: RegisterProfile['long'][number], first: number, last: number): boolean {
  return start >= first && start + seconds <= last
}

/** Slots of each row that are over by now, from the meter's first reading to the end of the day of its newest. */
export function expectedSlots(
  { raster, days }: LoadProfile,
  edges: readonly UtcSeconds[],
  now: UtcSeconds,
  span: Period
): number[] {
  const newest = days.starts.find((start) => start >= span.end)
  const until = Math.min(now, newest ?? Number.MAX_SAFE_INTEGER)
  return edges.slice(1).map((end, row) => {
    const from = Math.max(edges[row] ?? 0, span.start)
    return Math.max(0, Math.floor((Math.min(end, until) - from) / raster))
  })
}

/** The row that an instant lies in; -1 before the first. */
export function rowAt(edges: readonly UtcSeconds[], time: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((edges[middle] ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

function totalOf(
  energies: readonly (number | null)[],
  wider: RegisterProfile['long'],
  edges: readonly UtcSeconds[]
): number | null {
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const known = energies.filter((energy) => energy !== null)
  const inside = wider.filter((one) => isBetween(one, first, last))
  if (known.length + inside.length === 0) return null
  return known.reduce((sum, energy) => sum + energy, 0) + inside.reduce((sum, { energy }) => sum + energy, 0)
}
