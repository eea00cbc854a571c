/** Deaths drawn from a seed: the same seed kills at the same points (WATTVEIL_CRASH_SEED; the seed is printed). */

import { seededRandom } from '../seeded-random'
import type { Death, Passed } from './core-victim'

export const CRASH_SEED = process.env['WATTVEIL_CRASH_SEED'] ?? 'wattveil'

/** All points take many minutes: a run of every day takes its share, always the same one. */
export const ALL_POINTS = process.env['WATTVEIL_FULL'] !== undefined

export type Fate = { readonly death: Death | null; readonly strikeAfterMs: number | null }

const WHEN = ['before', 'during', 'after'] as const
const LONGEST_MICROS = 1500

/** @param passed what an undisturbed run passes. @param milliseconds how long it takes. */
export function drawFates(name: string, count: number, passed: Passed, milliseconds: number): readonly Fate[] {
  const random = seededRandom(`${CRASH_SEED} ${name}`)
  return Array.from({ length: count }, (_, index) => {
    // Now and then from outside, wherever the program happens to be.
    if (index % 8 === 7) return { death: null, strikeAfterMs: random.below(milliseconds) }
    const of = passed.rows > 0 && random.below(4) === 0 ? 'rows' : 'steps'
    const at = 1 + random.below(passed[of])
    return {
      death: { of, at, when: WHEN[random.below(3)] ?? 'before', micros: random.below(LONGEST_MICROS) },
      strikeAfterMs: null
    }
  })
}

export function describeFate({ death, strikeAfterMs }: Fate): string {
  if (!death) return `struck after ${String(strikeAfterMs)} ms`
  return `${death.when} ${death.of} ${death.at}${death.when === 'during' ? `, ${death.micros} us in` : ''}`
}
