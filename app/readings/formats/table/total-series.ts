/** Whether a column is what a register showed: it never goes back, whatever the order of the rows. */

import type { RawTable } from './raw-table'

/** With fewer rows, energy may rise by chance. */
const FEWEST = 20
/** A register shows far more than what is added to it in one step; what the sun yields in a morning begins at zero. */
const MUCH = 3

export function isTotalSeries({ numbers }: RawTable, column: number): boolean {
  const values = (numbers.get(column) ?? []).filter((value) => Number.isFinite(value))
  const [first, last] = [values[0], values.at(-1)]
  if (values.length < FEWEST || first === undefined || last === undefined || first === last) return false
  const steps = values.slice(1).map((value, index) => (last > first ? 1 : -1) * (value - (values[index] ?? value)))
  const longest = steps.reduce((most, step) => Math.max(most, step), 0)
  return steps.every((step) => step >= 0) && Math.min(first, last) >= MUCH * longest
}
