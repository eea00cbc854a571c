/** Cheap repeatable chance for schedules: one number tells all of one. */

import { seeded } from '../seeded'

export type Dice = {
  /** Whole number in [0, limit). */
  below(limit: number): number
  chance(share: number): boolean
  pick<Value>(values: readonly Value[]): Value
}

/** @param seed whole number below 2^32. */
export function createDice(seed: number): Dice {
  const next = seeded(seed)
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick: (values) => values[Math.floor(next() * values.length)]!
  }
}
