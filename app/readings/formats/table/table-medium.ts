/** What a whole table is of where that is not electricity: its columns say so, or what stands above it. */

import type { RawTable } from './raw-table'
import { type Medium, isElectric, mediumOf } from './words'

/** Companies deal in what they are named for, and in more. */
const COMPANY = /\b(?:gmbh|ag|kg|ltd|inc|b\.?v|s\.?p\.?a|s\.?r\.?l|stadtwerke|netze?|verteilnetz)\b/iu

/** Null for electricity, and where nothing says otherwise. */
export function mediumOfTable({ head, texts }: RawTable): Exclude<Medium, 'electricity'> | null {
  const numbers = head.names.filter((_, column) => head.kinds[column] === 'number')
  const words = [...texts.values()].flatMap((column) => column.words)
  if ([...head.names, ...words, ...head.preamble.flat()].some(isElectric)) return null
  const above = head.preamble.flat().filter((cell) => !COMPANY.test(cell))
  const found = [...numbers, ...head.names, ...above].map(mediumOf).find((medium) => medium !== 'electricity')
  return found ?? null
}
