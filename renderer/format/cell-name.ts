/** A cell of a bill is called by its first day and the windows of its tariff, '2026-03-01/Nacht'; people call it Nacht. */

import { isLocalDate } from './local-date'

export type CellName = { readonly first: string | null; readonly words: string }

export function splitCellName(cell: string): CellName {
  const [first = '', ...names] = cell.split('/')
  return isLocalDate(first) && names.length > 0 ? { first, words: names.join(', ') } : { first: null, words: cell }
}
