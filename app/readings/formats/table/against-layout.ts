/** Where a table itself says otherwise than the layout that is remembered for its columns: another file of the same names. */

import { registerAbove } from './lines-above'
import type { RawTable } from './raw-table'
import { mediumOfTable } from './table-medium'
import type { Doubt, TableLayout } from './table-layout'
import { mediumOf, registerOf } from './words'
import { zoneOfTable } from './zone-of-table'

export function doubtsAgainst(table: RawTable, layout: TableLayout): Doubt[] {
  const { head, units } = table
  const above = registerAbove(head)
  const isOtherWay = layout.values.some(
    ({ column, register }) =>
      (register === 'drawn' || register === 'fed-in') &&
      above !== null &&
      above !== register &&
      registerOf(head.names[column] ?? '') === null
  )
  const isOtherUnit = layout.values.some(({ column, unit }) => (units.get(column) ?? unit) !== unit)
  // Names of columns were there when the layout was made, lines above the table may not have been.
  const isOtherMedium = mediumOfTable(table) !== null && head.names.every((name) => mediumOf(name) === 'electricity')
  return [
    ...head.undecided,
    ...(isOtherMedium ? (['medium'] as const) : []),
    ...(isOtherUnit ? (['unit'] as const) : []),
    ...(isOtherWay && layout.label === null ? (['direction'] as const) : []),
    ...(zoneOfTable(table) === 'UTC+00:00' && layout.zone !== 'UTC+00:00' ? (['zone'] as const) : [])
  ]
}
