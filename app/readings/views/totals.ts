/** Sums, base load and peak over slots. */

import type { ReadingsDay } from '../../contract/readings'
import type { UtcSeconds } from '../../domain/interval'
import { percentile } from './percentile'

type Totals = ReadingsDay['totals']

/** One slot as the totals need it; energies in milliwatt-hours. */
export type TotalledSlot = {
  readonly start: UtcSeconds
  readonly seconds: number
  readonly drawn: bigint | null
  readonly fedIn: bigint | null
}

export type TotalsInput = {
  readonly slots: readonly TotalledSlot[]
  /** Energy known only as a sum over more than one slot. */
  readonly longDrawn: readonly bigint[]
  readonly longFedIn: readonly bigint[]
  readonly cost: bigint | null
  readonly expected: number
}

/** The power that a home falls to for a fifth of the time. */
const BASE_SHARE = 0.2

export function totalsOf({ slots, longDrawn, longFedIn, cost, expected }: TotalsInput): Totals {
  const drawn = known(slots.map((slot) => slot.drawn))
  const fedIn = known(slots.map((slot) => slot.fedIn))
  return {
    drawn: sumOrNull([...drawn, ...longDrawn]),
    fedIn: sumOrNull([...fedIn, ...longFedIn]),
    cost: drawn.length === 0 || cost === null ? null : Number(cost),
    baseLoad: baseLoadOf(slots),
    peak: peakOf(slots),
    measured: slots.filter((slot) => slot.drawn !== null || slot.fedIn !== null).length,
    expected
  }
}

/** Average power of a slot in whole watts. */
export function wattsOf(energy: bigint, seconds: number): number {
  return Math.round((Number(energy) * 3.6) / seconds)
}

export function sumOrNull(energies: readonly bigint[]): number | null {
  return energies.length === 0 ? null : Number(energies.reduce((sum, energy) => sum + energy, 0n))
}

function baseLoadOf(slots: readonly TotalledSlot[]): number | null {
  const watts = slots.flatMap(({ drawn, seconds }) => (drawn === null ? [] : [BigInt(wattsOf(drawn, seconds))]))
  const base = percentile(watts, BASE_SHARE)
  return base === null ? null : Number(base)
}

function peakOf(slots: readonly TotalledSlot[]): Totals['peak'] {
  return slots.reduce<Totals['peak']>((peak, { start, drawn, seconds }) => {
    if (drawn === null) return peak
    const watts = wattsOf(drawn, seconds)
    return peak && peak.watts >= watts ? peak : { start, watts }
  }, null)
}

function known(energies: readonly (bigint | null)[]): bigint[] {
  return energies.filter((energy) => energy !== null)
}
