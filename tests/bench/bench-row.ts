/** One line of docs/performance.md, and what makes it. */

import type { Stand } from './stand/create-stand'

export type Unit = 's' | 'ms' | 'MB' | 'per s'

export type Measurement = {
  /** The row's name, with what is measured of it after a point where there is more than one: `openings.workers`. */
  readonly id: string
  /** What was measured, with its size. */
  readonly what: string
  readonly value: number
  readonly unit: Unit
  /** What it may be at most, in the same unit; null where nothing was promised. */
  readonly limit: number | null
  /** The yardstick, measured in the same run and in the same unit. */
  readonly baseline: number
  /** What the yardstick is. */
  readonly against: string
  /** What its ratio must be at least, where that was promised. */
  readonly atLeast?: number
}

export type BenchRow = {
  /** Chosen on the command line: `npm run bench -- NAME`. */
  readonly name: string
  /** @param wants whether a measurement of this id is wanted; a row that takes long for each may leave out the others. */
  readonly measure: (stand: Stand, wants: (id: string) => boolean) => Promise<readonly Measurement[]>
}

/** A time of 0 is one that was too short to be seen, and no ratio may be infinite: JSON has no word for that. */
const LEAST_SEEN = 0.001

/** How many times better than the yardstick: above 1 is faster, whatever the unit. */
export function ratioOf({ value, baseline, unit }: Measurement): number {
  return unit === 'per s' ? value / baseline : Math.max(baseline, LEAST_SEEN) / Math.max(value, LEAST_SEEN)
}

export function isOverLimit({ value, limit }: Measurement): boolean {
  return limit !== null && value > limit
}

export function isBelowLeast(measurement: Measurement): boolean {
  return measurement.atLeast !== undefined && ratioOf(measurement) < measurement.atLeast
}
