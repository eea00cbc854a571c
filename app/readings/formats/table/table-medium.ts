/** What a whole table is of where that is not electricity: its columns say so, or what stands above it. */

import type { RawTable } from './raw-table'
import { type Medium, isElectric, mediumOf } from './words'

/** Companies deal in what they are named for, and in more. */
const COMPANY =
  /\b(?:gmbh|ag|kg|eg|ltd|inc|b\.?v|s\.?p\.?a|s\.?r\.?l|stadtwerke|gemeindewerke|netze?|verteilnetz)\b|(?:strom|elektrizit(?:ä|ae)ts|gas|wasser)(?:werke?|netze?|versorg)/iu

/** Null for electricity, and where nothing says otherwise. */
export function mediumOfTable({ head, texts }: RawTable): Exclude<Medium, 'electricity'> | null {
  const numbers = head.names.filter((_, column) => head.kinds[column] === 'number')
  const words = [...texts.values()].flatMap((column) => column.words)
  // A line above that names several, as of a portal for electricity and gas, says nothing.
  const above = head.preamble.flat().filter((cell) => !COMPANY.test(cell) && !(isElectric(cell) && isOther(cell)))
  if ([...head.names, ...words, ...above].some(isElectric)) return null
  const found = [...numbers, ...head.names, ...above].map(mediumOf).find((medium) => medium !== 'electricity')
  return found ?? null
}

function isOther(cell: string): boolean {
  return mediumOf(cell) !== 'electricity'
}
