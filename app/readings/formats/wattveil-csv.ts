/** The program's own CSV as a format among others (docs/csv-format.md). */

import { AppError } from '../../app-error'
import { createWattveilDecoder } from './decode-wattveil-csv'
import type { FilePart, FormatReader, ReadContext } from './format-reader'
import { readLines } from './read-lines'
import { COLUMNS, MARKS } from './wattveil-csv-form'

export const wattveilCsv: FormatReader = {
  format: 'wattveil-csv',
  // Known by either, so that a harmed one is refused strictly and never read as a table of somebody else.
  detect: ({ text }) => text.startsWith('# wattveil-readings ') || text.split(/\r?\n/u, HEAD_LINES).some(isColumns),
  read
}

/** Title, meter, zone, unit, names of the columns. */
const HEAD_LINES = 5

function isColumns(line: string): boolean {
  return Object.values(MARKS).some(({ cell }) => line === COLUMNS.join(cell))
}

async function* read(bytes: AsyncIterable<Uint8Array>, { head }: ReadContext): AsyncGenerator<FilePart, void> {
  const decoder = createWattveilDecoder()
  let [number, isNamed] = [0, false]
  for await (const lines of readLines(bytes, { encoding: head.encoding ?? 'utf-8' })) {
    for (const line of lines) decoder.line(line, ++number)
    const rows = decoder.rows()
    const meter = decoder.head()
    if (meter && (rows.length > 0 || !isNamed)) yield { kind: 'rows', meterId: meter.meterId, rows }
    isNamed ||= meter !== null
  }
  const { missingRows } = decoder.end(number)
  if (!decoder.head()) throw new AppError('file-unknown-format')
  if (missingRows > 0) yield { kind: 'remark', remark: { code: 'rows-missing', params: { count: missingRows } } }
}
