/** Whether a column is what a register showed: it never goes back, whatever the order of the rows. */

import type { RawTable } from './raw-table'

/** With fewer rows, energy may rise by chance. */
const FEWEST = 20

export function isTotalSeries({ numbers }: RawTable, column: number): boolean {
  const values = (numbers.get(column) ?? []).filter((value) => Number.isFinite(value))
  const [first, last] = [values[0], values.at(-1)]
  if (values.length < FEWEST || first === undefined || last === undefined || first === last) return false
  const sign = last > first ? 1 : -1
  return values.every((value, index) => index === 0 || sign * (value - (values[index - 1] ?? value)) >= 0)
}
