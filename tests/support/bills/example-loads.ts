/** Plausible readings for bills: base load, morning and evening, a little chance; repeatable. */

import { seededRandom } from '../seeded-random'
import type { MadeInterval } from './memory-chains'

/** @returns `count` readings of `seconds` each, in units of 10^-unitExp Wh. */
export function exampleLoad(seed: string, count: number, seconds: number, unitExp = 0): MadeInterval[] {
  const random = seededRandom(`load ${seed}`)
  const share = seconds / 3600
  return Array.from({ length: count }, (_, index) => {
    const hour = ((index * seconds) / 3600) % 24
    const meal = (hour > 6 && hour < 9) || (hour > 17 && hour < 22) ? 900 : 0
    const watts = 120 + random.below(160) + (meal > 0 ? random.below(meal) : 0) + (random.below(40) === 0 ? 2000 : 0)
    return { value: BigInt(Math.round(watts * share * 10 ** unitExp)) }
  })
}
