/** Whether a column is what a register showed: it never goes back, whatever the order of the rows. */

import type { RawTable } from './raw-table'

/** With fewer rows, energy may rise by chance. */
const FEWEST = 20
/** A register shows far more than what is added to it in one step; what the sun yields in a morning begins at zero. */
const MUCH = 3
/** Energy that rises for so long without ever falling is none of the sun's. */
const DAY = 86_400

export function isTotalSeries({ numbers, stamps, head }: RawTable, column: number): boolean {
  const cells = numbers.get(column)
  const seen = { count: 0, first: NaN, last: NaN, rises: 0, falls: 0, longest: 0 }
  for (let row = 0; row < (cells?.length ?? 0); row++) {
    const value = cells?.at(row) ?? NaN
    if (!Number.isFinite(value)) continue
    const step = seen.count === 0 ? 0 : value - seen.last
    if (step > 0) seen.rises += 1
    if (step < 0) seen.falls += 1
    seen.longest = Math.max(seen.longest, Math.abs(step))
    if (seen.count === 0) seen.first = value
    seen.last = value
    seen.count += 1
  }
  const { count, first, last, rises, falls, longest } = seen
  const isOneWay = rises > 0 !== falls > 0
  const days = stamps.get(head.primary)
  const isLong = Math.max(rises, falls) >= FEWEST && Math.abs((days?.at(-1) ?? 0) - (days?.at(0) ?? 0)) > DAY
  return count >= FEWEST && isOneWay && (isLong || Math.min(first, last) >= MUCH * longest)
}
