/** The program's own CSV as a format among others (docs/csv-format.md). */

import { AppError } from '../../app-error'
import { createWattveilDecoder } from './decode-wattveil-csv'
import type { FilePart, FormatReader, ReadContext } from './format-reader'
import { readLines } from './read-lines'

export const wattveilCsv: FormatReader = {
  format: 'wattveil-csv',
  detect: ({ text }) => text.startsWith('# wattveil-readings '),
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, { head }: ReadContext): AsyncGenerator<FilePart, void> {
  const decoder = createWattveilDecoder()
  let number = 0
  for await (const lines of readLines(bytes, { encoding: head.encoding ?? 'utf-8' })) {
    for (const line of lines) decoder.line(line, ++number)
    const rows = decoder.rows()
    const meter = decoder.head()
    if (meter && rows.length > 0) yield { kind: 'rows', meterId: meter.meterId, rows }
  }
  const { missingRows } = decoder.end(number)
  if (!decoder.head()) throw new AppError('file-unknown-format')
  if (missingRows > 0) yield { kind: 'remark', remark: { code: 'rows-missing', params: { count: missingRows } } }
}
