/** Which clock a table's stamps are of, where it says so: in a column's name, in a column of its own, above the table. */

import type { RawTable } from './raw-table'

/** 'unclear': names like CET are used for the clock on the wall and for winter time all year. Null where nothing is said. */
export type NamedZone = 'UTC+00:00' | 'unclear' | null

export function zoneOfTable({ head, texts }: RawTable): NamedZone {
  const { names, kinds, preamble } = head
  const ofStamps = names.filter((_, column) => ['stamp', 'date', 'time'].includes(kinds[column] ?? ''))
  const above = preamble.filter((cells) => cells.some((cell) => ZONE.test(cell) || CLOCK_OF_TIMES.test(cell)))
  const words = [...texts].flatMap(([column, { words }]) =>
    ZONE.test(names[column] ?? '') || words.every((word) => CLOCK.test(word)) ? [words] : []
  )
  // Winter and summer in turn are the clock on the wall.
  const inRows = words.filter((some) => some.filter((word) => word !== '').length === 1)
  return zoneOf([...ofStamps, ...above.flat(), ...inRows.flat()].join(' '))
}

const ZONE = /time ?zone|zeitzone|tijdzone|fuso orario|fuseau/iu
/** All times are in UTC: not the time of an export. */
const CLOCK_OF_TIMES = /(?:zeiten|zeitangaben|zeitstempel|times|timestamps)\b\D{0,30}\b(?:UTC|GMT|MEZ|CET)\b/iu
const CLOCK = /^(?:UTC|GMT|MEZ|CET|WET|EET|[+-]\d{2}:?\d{2})$/u

function zoneOf(text: string): NamedZone {
  // Winter and summer time, as in MEZ/MESZ: the clock on the wall.
  if (/\b(?:MESZ|CEST|WEST|EEST|BST)\b/u.test(text)) return null
  if (/\bUTC(?! ?[+-]?\d)\b/u.test(text)) return 'UTC+00:00'
  return /\b(?:UTC|GMT|MEZ|CET|WET|EET)\b|(?:^| )[+-]\d{2}:?\d{2}(?: |$)/u.test(text) ? 'unclear' : null
}
