/** Where rows have no energy: stretches without readings, and those whose energy is known only as a sum. */

import type { ReadingsDay } from '../../contract/readings'
import type { Period, UtcSeconds } from '../../domain/interval'
import type { LongEnergy } from '../profile-store'

type Gap = ReadingsDay['gaps'][number]

type Rows = { readonly energies: readonly (number | null)[]; readonly wider: readonly LongEnergy[] }

/**
 * Only inside the time the meter has been read: what is still to come is no gap.
 * @param rows both directions, what is drawn first; a gap has neither
 */
export function gapsOf(edges: readonly UtcSeconds[], rows: readonly Rows[], span: Period): Gap[] {
  const gaps: { start: number; end: number }[] = []
  edges.slice(1).forEach((end, row) => {
    const start = edges[row] as UtcSeconds
    if (rows.some(({ energies }) => energies[row] !== null) || end <= span.start || start >= span.end) return
    const last = gaps.at(-1)
    if (last?.end === start) last.end = end
    else gaps.push({ start, end })
  })
  return gaps.map((gap) => ({ ...gap, drawn: energyOver(gap, rows[0]?.wider ?? []) }))
}

/** Null unless sums fill the gap from end to end. */
function energyOver(
  { start, end }: { readonly start: number; readonly end: number },
  wider: Rows['wider']
): number | null {
  const inside = wider.filter((one) => one.start >= start && one.start + one.seconds <= end)
  const covered = inside.reduce((sum, { seconds }) => sum + seconds, 0)
  return covered === end - start ? inside.reduce((sum, { energy }) => sum + energy, 0) : null
}
