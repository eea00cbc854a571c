/** What a run of the bench tells the one who started it. */

import { type Measurement, isBelowLeast, isOverLimit } from './bench-row'

export type Outcome = {
  /** Null for a row that could not be measured. */
  readonly results: readonly (readonly Measurement[] | null)[]
  /** Sentences of `fallenBehind`. */
  readonly behind: readonly string[]
  /** With --check: limits and rows that are not kept are about times, which a busy machine passes. */
  readonly check: boolean
}

/** @returns 0 where all is well, else 1 */
export function exitCodeOf({ results, behind, check }: Outcome): 0 | 1 {
  if (results.includes(null) || behind.length > 0) return 1
  return !check && results.some((result) => result?.some((one) => isOverLimit(one) || isBelowLeast(one))) ? 1 : 0
}
