/** What a whole table is of where that is not electricity: its columns say so, or what stands above it. */

import type { RawTable } from './raw-table'
import { type Medium, isElectric, mediumOf, registerOf, unitOf } from './words'

/** Companies deal in what they are named for, and in more. */
const COMPANY =
  /\b(?:gmbh|ag|kg|eg|ltd|inc|b\.?v|s\.?p\.?a|s\.?r\.?l|stadtwerke|gemeindewerke|netze?|verteilnetz)\b|(?:strom|elektrizit(?:ä|ae)ts|gas|wasser)(?:werke?|netze?|versorg)/iu

/** Null for electricity, and where nothing says otherwise. */
export function mediumOfTable({ head, texts }: RawTable): Exclude<Medium, 'electricity'> | null {
  const numbers = head.names.filter((_, column) => head.kinds[column] === 'number')
  const above = linesAbove(head)
  if (isSaidElectric({ head, texts }) || above.some(isElectric)) return null
  const found = [...numbers, ...head.names, ...above].map(mediumOf).find((medium) => medium !== 'electricity')
  return found ?? null
}

/** Lines above name electricity and another medium apart from each other, and nothing else tells which it is. */
export function isMediumDoubtful({ head, texts }: Pick<RawTable, 'head' | 'texts'>): boolean {
  const above = linesAbove(head)
  const isRegister = above.some((cell) => /\d-\d:[12]\.[89]\.\d/u.test(cell))
  return above.some(isElectric) && above.some(isOther) && !isRegister && !isSaidElectric({ head, texts })
}

/** Names and words in the table itself. */
function isSaidElectric({ head, texts }: Pick<RawTable, 'head' | 'texts'>): boolean {
  // Nobody feeds gas or heat into a net.
  const isFedIn = head.names.some(
    (name) => unitOf(name) !== null && registerOf(name) === 'fed-in' && mediumOf(name) === 'electricity'
  )
  return isFedIn || [...head.names, ...[...texts.values()].flatMap(({ words }) => words)].some(isElectric)
}

/** A line that names several, as of a portal for electricity and gas, says nothing. */
function linesAbove({ preamble }: RawTable['head']): readonly string[] {
  return preamble.flat().filter((cell) => !COMPANY.test(cell) && !(isElectric(cell) && isOther(cell)))
}

function isOther(cell: string): boolean {
  return mediumOf(cell) !== 'electricity'
}
