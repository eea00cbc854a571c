/** XLSX workbooks: the first sheet that holds a table of readings. Formulas are never computed, only what they showed. */

import { AppError } from '../../../app-error'
import { wholeOf } from '../../archives/file-members'
import { type ZipEntry, zipEntries } from '../../archives/zip-entries'
import type { FilePart, FormatReader, ReadContext } from '../format-reader'
import type { TableRow } from '../table/find-table'
import { findTimedTable, withStamps } from '../table/numeric-stamps'
import { partsOf, rowsInto } from '../table/operator-table'
import type { RawTable } from '../table/raw-table'
import { type SheetContext, dateStyles, parse, sharedStrings, sheetRows } from './sheet-cells'

/** Unpacked, over all parts that are read. */
const MAX_UNPACKED = 200 * 1024 * 1024
/** Of the strings alone, which are held at once. A year of minutes has 25 MB of them. */
const MAX_STRINGS = 64 * 1024 * 1024
/** Rows that are looked at to find the table. */
const LOOK = 500
const MOST_SHEETS = 20

export const xlsx: FormatReader = {
  format: 'xlsx',
  detect: ({ bytes }) =>
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    /\[Content_Types\]\.xml|xl\/(?:workbook\.xml|worksheets\/)/u.test(latin(bytes)),
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<FilePart, void> {
  yield* partsOf(yield* readWorkbook(await wholeOf(bytes), context), context)
}

type Working = FilePart & { readonly kind: 'working' }

const WORKING: Working = { kind: 'working' }

/**
 * Of the packed bytes, which are unpacked piece by piece with a turn for others after each.
 * @throws AppError spreadsheet-damaged, archive-damaged, archive-too-large, file-too-many-rows, table-no-time.
 */
export function* readWorkbook(bytes: Uint8Array, context: ReadContext): Generator<Working, RawTable> {
  const { table, stamps, rows } = yield* openWorkbook(bytes)
  const { raw, add } = rowsInto(table, context)
  for (const batch of rows()) {
    for (const row of batch) add(withStamps(row, stamps))
    yield WORKING
  }
  return raw
}

type Sheet = NonNullable<ReturnType<typeof findTimedTable>> & {
  readonly rows: () => Generator<readonly TableRow[], void>
}

function* openWorkbook(bytes: Uint8Array): Generator<Working, Sheet> {
  const entries = new Map(zipEntries(bytes).map((entry) => [entry.name, entry]))
  const sheets = [...entries.values()]
    .filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/u.test(name))
    .sort(byName)
    .slice(0, MOST_SHEETS)
  if (sheets.length === 0) throw new AppError('spreadsheet-damaged')
  const [strings, styles, book] = [
    entries.get('xl/sharedStrings.xml'),
    entries.get('xl/styles.xml'),
    entries.get('xl/workbook.xml')
  ]
  const used = [...sheets, strings, styles, book].reduce((sum, entry) => sum + (entry?.size ?? 0), 0)
  if (used > MAX_UNPACKED) throw new AppError('archive-too-large', { limit: MAX_UNPACKED })
  if ((strings?.size ?? 0) > MAX_STRINGS) throw new AppError('archive-too-large', { limit: MAX_STRINGS })
  const context: SheetContext = {
    strings: strings ? yield* workingOn(sharedStrings(strings.pieces())) : [],
    isDate: styles ? dateStyles(styles.pieces()) : [],
    is1904: book ? usesYear1904(book) : false
  }
  for (const sheet of sheets) {
    const found = findTimedTable(yield* firstRows(sheetRows(sheet.pieces(), context)))
    // Days without the form of days say nothing of the year that they are counted from.
    if (found && !(context.is1904 && found.stamps?.form.isWall))
      return { ...found, rows: () => sheetRows(sheet.pieces(), context) }
  }
  throw new AppError('table-no-time')
}

function* firstRows(batches: Iterable<readonly TableRow[]>): Generator<Working, TableRow[]> {
  const rows: TableRow[] = []
  for (const batch of batches) {
    rows.push(...batch.slice(0, LOOK - rows.length))
    if (rows.length >= LOOK) break
    yield WORKING
  }
  return rows
}

function* workingOn<Made>(steps: Generator<void, Made>): Generator<Working, Made> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    yield WORKING
  }
}

function usesYear1904(book: ZipEntry): boolean {
  let found = false
  parse(book.pieces(), {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(?:1|true)$/u.test(attributes['date1904'] ?? '')) found = true
    },
    text: () => undefined,
    close: () => undefined
  })
  return found
}

function byName(one: ZipEntry, other: ZipEntry): number {
  return one.name.length - other.name.length || (one.name < other.name ? -1 : 1)
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 16_384), (byte) => String.fromCharCode(byte)).join('')
}
