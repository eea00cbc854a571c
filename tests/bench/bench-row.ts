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
}

export type BenchRow = {
  /** Chosen on the command line: `npm run bench -- NAME`. */
  readonly name: string
  readonly measure: (stand: Stand) => Promise<readonly Measurement[]>
}

/** How many times better than the yardstick: above 1 is faster, whatever the unit. */
export function ratioOf({ value, baseline, unit }: Measurement): number {
  return unit === 'per s' ? value / baseline : baseline / value
}

export function isOverLimit({ value, limit }: Measurement): boolean {
  return limit !== null && value > limit
}
