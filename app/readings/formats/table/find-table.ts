/** Where in a file the table is: its first row, the names of its columns, and of what kind each column is. */

import { type DecimalMark, decimalMarkOf, parseAmount } from './parse-amount'
import { type DateOrder, createStampParser, dateOrderOf, parseTime } from './parse-stamp'

export type ColumnKind = 'stamp' | 'date' | 'time' | 'number' | 'text' | 'empty'

export type TableRow = { readonly line: number; readonly cells: readonly string[] }

export type TableHead = {
  /** Names of the columns; empty where the table has none. */
  readonly names: readonly string[]
  /** The same as they stand in the file, where columns are times of the day. */
  readonly source: readonly string[]
  readonly kinds: readonly ColumnKind[]
  /** Rows above the names. */
  readonly preamble: readonly (readonly string[])[]
  /** The column by whose cells rows are known from other lines. */
  readonly primary: number
  readonly order: DateOrder
  readonly decimal: DecimalMark
  /** The beginning has whole numbers only: the first cell with a mark tells which parts the decimals. */
  readonly isDecimalOpen: boolean
  /** What nothing in the beginning of the file decides. */
  readonly undecided: readonly ('order' | 'decimal')[]
  /** Columns are times of the day, rows are days. */
  readonly isMatrix: boolean
  readonly rows: number
  /** By column: the first cells. */
  readonly samples: readonly (readonly string[])[]
}

const DATE_LIKE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\D|$)/u
const FEWEST_ROWS = 2
const MOST_COLUMNS = 200
/** Names of a matrix: 24 hours of a 23-hour day at least. */
const FEWEST_TIMES = 23
const MOSTLY = 0.9
const SAMPLES = 3

/** Null where there is no column of days or times, or none of numbers. */
export function findTable(rows: readonly TableRow[]): TableHead | null {
  const dated = rows.filter(({ cells }) => cells.some((cell) => DATE_LIKE.test(cell)))
  const width = commonest(dated.map(({ cells }) => cells.length))
  if (width === null || width < 2 || width > MOST_COLUMNS) return null
  const wide = dated.filter(({ cells }) => cells.length === width)
  const cellsOf = (column: number, some: readonly TableRow[]): string[] => some.map(({ cells }) => cells[column] ?? '')
  const order = dateOrderOf(firstDates(wide, width)) ?? 'dmy'
  const primary = indexes(width).find((column) => isDated(cellsOf(column, wide), order))
  if (primary === undefined) return null
  const parse = createStampParser(order)
  const data = wide.filter(({ cells }) => parse(cells[primary] ?? '') !== undefined)
  if (data.length < FEWEST_ROWS) return null
  const decimal = decimalMarkOf(data.flatMap(({ cells }) => cells.filter((cell) => !DATE_LIKE.test(cell))))
  const kinds = indexes(width).map((column) => kindOf(cellsOf(column, data), order))
  // A table whose energies are all missing is a table, too.
  if (!kinds.includes('number') && !kinds.includes('empty')) return null
  const { names, preamble } = namesOf(rows, data[0]?.line ?? 0, width)
  return {
    ...{ names, source: names, kinds, preamble, primary, order, decimal: decimal ?? ',', rows: data.length },
    samples: indexes(width).map((column) => cellsOf(column, data.slice(0, SAMPLES))),
    isDecimalOpen: decimal === null && !hasMark(data, kinds),
    undecided: [
      ...(dateOrderOf(cellsOf(primary, data)) === null ? (['order'] as const) : []),
      ...(hasOtherMark(data, kinds, decimal) ? (['decimal'] as const) : [])
    ],
    isMatrix: names.filter((name) => /^\d{1,2}:\d{2}/u.test(name)).length >= FEWEST_TIMES
  }
}

/** The column with the most dates decides in which order day and month stand. */
function firstDates(rows: readonly TableRow[], width: number): string[] {
  const columns = indexes(width).map((column) => rows.map(({ cells }) => cells[column] ?? ''))
  const counts = columns.map((cells) => cells.filter((cell) => DATE_LIKE.test(cell)).length)
  return (columns[counts.indexOf(Math.max(...counts))] ?? []).filter((cell) => DATE_LIKE.test(cell))
}

function noted(): void {
  // What is rounded counts when the table is read.
}

function isDated(cells: readonly string[], order: DateOrder): boolean {
  const parse = createStampParser(order)
  return cells.filter((cell) => parse(cell) !== undefined).length > cells.length / 2
}

/** A column is one of numbers with either mark: which is meant is asked where both are in a table. */
function kindOf(cells: readonly string[], order: DateOrder): ColumnKind {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length === 0) return 'empty'
  const parse = createStampParser(order)
  const share = (test: (cell: string) => boolean): boolean => filled.filter(test).length >= filled.length * MOSTLY
  if (share((cell) => parse(cell)?.hasTime === true)) return 'stamp'
  if (share((cell) => parse(cell)?.hasTime === false)) return 'date'
  if (share((cell) => parseTime(cell) !== undefined)) return 'time'
  if (isNumberOfThing(filled)) return 'text'
  const amounts = filled.map((cell) => parseAmount(cell, ',', noted) ?? parseAmount(cell, '.', noted))
  if (amounts.filter((amount) => amount !== undefined).length < filled.length * MOSTLY) return 'text'
  return amounts.some((amount) => amount !== undefined && !Number.isNaN(amount)) ? 'number' : 'empty'
}

/** Numbers of customers, meters and connections: long, whole, the same in row after row. */
function isNumberOfThing(cells: readonly string[]): boolean {
  const isWhole = cells.every((cell) => /^\d{5,}$/u.test(cell))
  return isWhole && (new Set(cells).size <= Math.max(1, cells.length / 20) || cells.every((cell) => cell.length >= 12))
}

function hasMark(rows: readonly TableRow[], kinds: readonly ColumnKind[]): boolean {
  return rows.some(({ cells }) => cells.some((cell, column) => kinds[column] === 'number' && /\d[.,]\d/u.test(cell)))
}

/** A column whose numbers have but the other mark: thousands, or decimals of a table that has both. */
function hasOtherMark(rows: readonly TableRow[], kinds: readonly ColumnKind[], decimal: DecimalMark | null): boolean {
  if (decimal === null) return hasMark(rows, kinds)
  return kinds.some((kind, column) => {
    const marked = rows
      .map(({ cells }) => cells[column] ?? '')
      .filter((cell) => kind === 'number' && /\d[.,]\d/u.test(cell))
    return marked.length > 0 && !marked.some((cell) => cell.includes(decimal))
  })
}

function namesOf(
  rows: readonly TableRow[],
  firstLine: number,
  width: number
): { readonly names: readonly string[]; readonly preamble: TableHead['preamble'] } {
  const above = rows.filter(({ line, cells }) => line < firstLine && cells.some((cell) => cell !== ''))
  const last = above.at(-1)
  const isNames = last && last.cells.length > 1 && !last.cells.some((cell) => DATE_LIKE.test(cell) && cell.length < 12)
  const over = isNames && hasUnits(last.cells) ? above.at(-2) : undefined
  const upper = over?.cells.length === last?.cells.length ? over : undefined
  const nameOf = (column: number): string => `${upper?.cells[column] ?? ''} ${last?.cells[column] ?? ''}`.trim()
  const padded = indexes(width).map((column) => (isNames ? nameOf(column).slice(0, 200) : ''))
  const rest = isNames ? above.slice(0, upper ? -2 : -1) : above
  return { names: padded, preamble: rest.slice(-40).map(({ cells }) => cells) }
}

/** Units in a line of their own below the names, with nothing beside them but forms in brackets. */
function hasUnits(cells: readonly string[]): boolean {
  const isUnit = (cell: string): boolean => /^\W*[kM]?W[hH]?\W*$/u.test(cell)
  return cells.some(isUnit) && cells.every((cell) => cell === '' || isUnit(cell) || /^[[(].*[\])]$/u.test(cell))
}

export function indexes(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

export function commonest(values: Iterable<number>): number | null {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [most] = [...counts].sort((one, other) => other[1] - one[1])
  return most?.[0] ?? null
}
