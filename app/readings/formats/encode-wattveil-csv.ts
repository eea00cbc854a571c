/**
 * Writes the CSV that this program exports (docs/csv-format.md), version 1: one meter, comment lines first, one row per
 * interval, a last line that counts them so that a cut file is noticed. No cell can start a formula: cells are
 * numbers, time stamps and four words; the meter's name stands in a comment.
 */

import type { TimeZone } from '../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { writeKilowattHours } from './kilowatt-hours'
import type { Amount, ProfileRow } from './load-profile-file'
import { createStampWriter } from './local-stamp'
import { COLUMNS, MARKS, METER_NAME, type NumberStyle, TITLE } from './wattveil-csv-form'

const LINE_END = '\r\n'
/** Lines of one chunk of text. */
const CHUNK_LINES = 512

/**
 * Writes a file in chunks. Stretches between rows that no row covers become rows without energy, quality `missing`.
 * @param rows ascending by start.
 * @throws RangeError for a meter name that cannot stand in a file.
 */
export function* encodeWattveilCsv(
  head: { readonly meterId: string; readonly timeZone: TimeZone; readonly style: NumberStyle },
  rows: Iterable<ProfileRow>
): Generator<Uint8Array, void> {
  if (!METER_NAME.test(head.meterId)) throw new RangeError('csv: meter name')
  const { cell } = MARKS[head.style]
  const encoder = new TextEncoder()
  const stamp = createStampWriter(head.timeZone)
  let lines = [TITLE, `# meter: ${head.meterId}`, `# zone: ${head.timeZone}`, '# unit: kWh', COLUMNS.join(cell)]
  let count = 0
  let covered: UtcSeconds | null = null
  for (const row of rows) {
    if (covered !== null && row.start > covered) {
      lines.push([stamp(covered), stamp(row.start), '', '', 'missing'].join(cell))
      count += 1
    }
    const end = toUtcSeconds(row.start + row.seconds)
    lines.push(rowLine(row, stamp(row.start), stamp(end), head.style))
    count += 1
    covered = toUtcSeconds(Math.max(covered ?? 0, end))
    if (lines.length >= CHUNK_LINES) {
      yield encoder.encode(lines.join(LINE_END) + LINE_END)
      lines = []
    }
  }
  lines.push(`# end: ${count} rows`)
  yield encoder.encode(lines.join(LINE_END) + LINE_END)
}

function rowLine({ drawn, fedIn, quality }: ProfileRow, start: string, end: string, style: NumberStyle): string {
  const { cell, decimal } = MARKS[style]
  const energy = (amount: Amount | null): string => (amount ? writeKilowattHours(amount, decimal) : '')
  return [start, end, energy(drawn), energy(fedIn), quality].join(cell)
}
