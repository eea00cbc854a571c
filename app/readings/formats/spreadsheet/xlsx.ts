/** XLSX workbooks: the first sheet that holds a table of readings. Formulas are never computed, only what they showed. */

import { AppError } from '../../../app-error'
import { wholeOf } from '../../archives/file-members'
import { type ZipEntry, zipEntries } from '../../archives/zip-entries'
import type { FilePart, FormatReader, ReadContext } from '../format-reader'
import { type TableHead, type TableRow, findTable } from '../table/find-table'
import { partsOf, rawTable } from '../table/operator-table'
import type { RawTable } from '../table/raw-table'
import { type SheetContext, dateStyles, parse, sharedStrings, sheetRows } from './sheet-cells'

/** Unpacked, over all parts that are read. */
const MAX_UNPACKED = 200 * 1024 * 1024
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
  yield* partsOf(await readWorkbook(bytes, context), context)
}

/** @throws AppError spreadsheet-damaged, archive-damaged, archive-too-large, table-no-time. */
export async function readWorkbook(bytes: AsyncIterable<Uint8Array>, context: ReadContext): Promise<RawTable> {
  const { table, rows } = openWorkbook(await wholeOf(bytes))
  return rawTable(table, inTurns(rows()), context)
}

function openWorkbook(bytes: Uint8Array): {
  readonly table: TableHead
  readonly rows: () => Generator<readonly TableRow[], void>
} {
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
  const context: SheetContext = {
    strings: strings ? sharedStrings(strings.pieces()) : [],
    isDate: styles ? dateStyles(styles.pieces()) : [],
    is1904: book ? usesYear1904(book) : false
  }
  for (const sheet of sheets) {
    const table = findTable(firstRows(sheetRows(sheet.pieces(), context)))
    if (table) return { table, rows: () => sheetRows(sheet.pieces(), context) }
  }
  throw new AppError('table-no-time')
}

function firstRows(batches: Iterable<readonly TableRow[]>): TableRow[] {
  const rows: TableRow[] = []
  for (const batch of batches) {
    rows.push(...batch.slice(0, LOOK - rows.length))
    if (rows.length >= LOOK) break
  }
  return rows
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

async function* inTurns(batches: Iterable<readonly TableRow[]>): AsyncGenerator<readonly TableRow[], void> {
  for (const batch of batches) yield await Promise.resolve(batch)
}

function byName(one: ZipEntry, other: ZipEntry): number {
  return one.name.length - other.name.length || (one.name < other.name ? -1 : 1)
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 16_384), (byte) => String.fromCharCode(byte)).join('')
}
