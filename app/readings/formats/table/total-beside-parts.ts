/** A total stands for the parts beside it: whether it is their sum. */

import type { Remark } from '../../../contract/common'
import { indexes } from './find-table'
import type { RawTable } from './raw-table'
import type { TableLayout } from './table-layout'
import { communityPartOf, isOther, isRegisterName, isTotalName, mediumOf, registerOf, unitOf } from './words'

/** Cells are millionths; the last place of the finest one is what may have been rounded. */
const UNIT = 1_000_000

/** A remark for each total that is taken and is not the sum of the columns that it stands for. */
export function totalsAgainstParts(table: RawTable, { values }: TableLayout): Remark[] {
  const { names, kinds } = table.head
  const used = new Set(values.map(({ column }) => column))
  return values.flatMap(({ column }) => {
    const total = names[column] ?? ''
    if (!isTotalName(total)) return []
    const parts = indexes(kinds.length).filter(
      (other) => kinds[other] === 'number' && !used.has(other) && isPartOf(total, names[other] ?? '')
    )
    // A single column beside it may be one part of several.
    const { count, line } = parts.length > 1 ? differing(table, column, parts) : { count: 0, line: 0 }
    return count > 0 ? [{ code: 'total-contradicts-parts', params: { name: total, count, line } }] : []
  })
}

function isPartOf(total: string, name: string): boolean {
  const isEnergy = !isOther(name) && mediumOf(name) === 'electricity' && communityPartOf(name) === null
  const isSameKind = isRegisterName(name) === isRegisterName(total) && unitOf(name) === unitOf(total)
  return isEnergy && isSameKind && !isTotalName(name) && registerOf(name) === registerOf(total)
}

/** Rows whose total differs from the sum by more than what was rounded in each cell. */
function differing(
  { numbers, lines }: RawTable,
  column: number,
  parts: readonly number[]
): { readonly count: number; readonly line: number } {
  const cells = function* (): Generator<readonly [line: number, cells: readonly number[]], void> {
    for (let row = 0; row < lines.length; row++) {
      const found = [column, ...parts].map((one) => numbers.get(one)?.at(row) ?? NaN)
      if (found.every(Number.isFinite)) yield [lines.at(row) ?? 0, found]
    }
  }
  let [place, count, line] = [UNIT, 0, 0]
  for (const [, row] of cells()) while (row.some((cell) => cell % place !== 0)) place /= 10
  for (const [at, [total = 0, ...others]] of cells()) {
    const difference = Math.abs(total - others.reduce((sum, part) => sum + part, 0))
    if (difference * 2 <= (1 + others.length) * place) continue
    count += 1
    line ||= at
  }
  return { count, line }
}
