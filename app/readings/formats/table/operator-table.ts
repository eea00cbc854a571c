/** CSV files of grid operators, suppliers and programs: any table with a column of times and one of energy. */

import { AppError } from '../../../app-error'
import type { FileHead, FilePart, FormatReader, ReadContext } from '../format-reader'
import { lineEndOf, readLines } from '../read-lines'
import { doubtsAgainst } from './against-layout'
import type { TableHead, TableRow } from './find-table'
import { guessLayout } from './guess-layout'
import { unfoldMatrix } from './matrix-rows'
import { type NumericStamps, findTimedTable, unreadTime, withStamps } from './numeric-stamps'
import { type RawTable, createRawTable } from './raw-table'
import { DELIMITERS, type Delimiter, splitCells } from './split-cells'
import type { Doubt, TableLayout } from './table-layout'
import { mediumOfTable } from './table-medium'
import { tableParts } from './table-parts'

/** Longest line of a table: a day in minutes, one column each. */
const LONGEST_LINE = 64 * 1024
/** Many times the seconds of a month; a file of more is none of readings. */
const MOST_LINES = 12_000_000

export const operatorTable: FormatReader = {
  format: 'operator-table',
  detect: (head) => findCsv(head) !== null,
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<FilePart, void> {
  yield* partsOf(await readCsv(bytes, context), context)
}

/** @throws AppError file-unknown-format, table-several, csv-row { line }, file-not-text, file-too-many-rows { limit }. */
export async function readCsv(bytes: AsyncIterable<Uint8Array>, context: ReadContext): Promise<RawTable> {
  const found = findCsv(context.head)
  if (!found) throw new AppError('file-unknown-format')
  const { raw, add } = rowsInto(found.table, context)
  for await (const rows of csvRows(bytes, context.head, found.delimiter)) {
    for (const row of rows) add(withStamps(row, found.stamps))
  }
  return raw
}

/** What a person confirmed comes first, then what the columns say; in doubt nothing is taken. @throws AppError layout-doubtful. */
export function* partsOf(table: RawTable, context: ReadContext): Generator<FilePart, void> {
  const confirmed = context.layoutFor?.(table.head.source) ?? null
  const guessed = confirmed ? { layout: confirmed, doubts: doubtsIn(table, confirmed, context) } : guessLayout(table)
  const medium = confirmed ? null : mediumOfTable(table)
  if (medium) throw new AppError(`file-only-${medium}`)
  if (!guessed) throw new AppError('table-no-energy')
  if (guessed.doubts.length > 0) throw new AppError('layout-doubtful', { doubts: guessed.doubts.join(' ') })
  yield* tableParts(table, guessed.layout, context)
}

/** Of a layout that is there: none where it was chosen for this import. */
export function doubtsIn(table: RawTable, layout: TableLayout, { isChosen }: ReadContext): readonly Doubt[] {
  return isChosen?.(layout) === true ? [] : doubtsAgainst(table, layout)
}

/** An empty table that takes rows. Numbers and days are read as a person said, where one did. */
export function rowsInto(
  found: TableHead,
  { layoutFor }: ReadContext
): { readonly raw: RawTable; readonly add: (row: TableRow) => void } {
  const said = layoutFor?.(found.source)
  const head = said ? readAs(said, found) : found
  const unfolded = head.isMatrix ? unfoldMatrix(head) : null
  const { table, add } = createRawTable(unfolded?.head ?? head)
  return { raw: table, add: unfolded ? (row) => unfolded.rowsOf(row).forEach(add) : add }
}

/** What the file decides otherwise is left undecided. */
function readAs({ order, decimal }: TableLayout, found: TableHead): TableHead {
  const isOpen = (one: Doubt): boolean => found.undecided.some((open) => open === one)
  const undecided = [
    ...(order === found.order || isOpen('order') ? [] : (['order'] as const)),
    ...(decimal === found.decimal || found.isDecimalOpen || isOpen('decimal') ? [] : (['decimal'] as const))
  ]
  return { ...found, order, decimal, isDecimalOpen: false, undecided }
}

export type FoundCsv = {
  readonly table: TableHead
  readonly delimiter: Delimiter
  /** Columns whose times are numbers. */
  readonly stamps: NumericStamps | null
}

/** The delimiter that makes the most of the beginning, and the table it gives. */
export function findCsv(head: FileHead): FoundCsv | null {
  const found = beginnings(head).flatMap(({ delimiter, rows }): FoundCsv[] => {
    const timed = findTimedTable(rows)
    return timed ? [{ ...timed, delimiter }] : []
  })
  return found.sort((one, other) => other.table.rows - one.table.rows)[0] ?? null
}

/** Where a table has numbers and a column named as times that are none; null for anything else. */
export function findUnreadTime(head: FileHead): ReturnType<typeof unreadTime> {
  const [found] = beginnings(head).flatMap(({ rows }) => unreadTime(rows.filter(({ cells }) => cells.length > 1)) ?? [])
  return found ?? null
}

/** The first lines as rows, for each delimiter that may part their cells. */
function beginnings({ text }: FileHead): { readonly delimiter: Delimiter; readonly rows: readonly TableRow[] }[] {
  if (!/\d/u.test(text)) return []
  const lines = text.split(lineEndOf(text) === '\r' ? '\r' : /\r?\n/u, 2000)
  // The last line may have been cut where the beginning ends.
  if (lines.length > 10) lines.pop()
  const stated = /^sep=(.)$/u.exec(lines[0] ?? '')?.[1]
  return DELIMITERS.filter((delimiter) => stated === undefined || stated === delimiter).map((delimiter) => ({
    delimiter,
    rows: lines.map((line, index) => ({ line: index + 1, cells: splitCells(line, delimiter) }))
  }))
}

async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  { encoding }: FileHead,
  delimiter: Delimiter
): AsyncGenerator<readonly TableRow[], void> {
  let number = 0
  for await (const lines of readLines(bytes, { encoding: encoding ?? 'utf-8', longest: LONGEST_LINE })) {
    const rows: TableRow[] = []
    for (const line of lines) {
      number += 1
      if (line !== '') rows.push({ line: number, cells: splitCells(line, delimiter) })
    }
    if (number > MOST_LINES) throw new AppError('file-too-many-rows', { limit: MOST_LINES })
    if (rows.length > 0) yield rows
  }
}
