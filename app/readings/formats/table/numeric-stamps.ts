/**
 * Tables whose times are numbers: seconds or milliseconds since 1970 (UTC), or days as spreadsheets count them (the clock on
 * the wall). Only where a column is named as a time and its numbers leave no doubt; read as text like any other stamp.
 */

import { serialSeconds, serialText } from '../serial-days'
import { type TableHead, type TableRow, commonest, findTable, indexes } from './find-table'
import { parseAmount } from './parse-amount'
import { createStampParser, parseTime } from './parse-stamp'

export type NumericStamps = { readonly columns: readonly number[]; readonly form: StampForm }

type StampForm = {
  readonly cell: RegExp
  /** By the clock on the wall an hour may occur twice, and digits of a day may be cut off. */
  readonly isWall: boolean
  readonly seconds: (cell: string) => number
}

const FORMS: readonly StampForm[] = [
  { cell: /^\d{9,10}$/u, isWall: false, seconds: Number },
  { cell: /^\d{12,13}$/u, isWall: false, seconds: (cell) => Number(cell) / 1000 },
  { cell: /^\d{5}(?:[.,]\d+)?$/u, isWall: true, seconds: (cell) => serialSeconds(daysOf(cell)) }
]

/** Names of columns that hold times. */
const NAME =
  /zeit|time|datum|date|stamp|epoch|unix|beginn|start|(?:^|[^\p{L}])(?:tag|day|hour|von|bis|from|until|to|ende?|ts)(?:$|[^\p{L}])/iu
const FEWEST_ROWS = 3
const MOSTLY = 0.9

/** A table by times in text or, where there is none, by times as numbers. */
export function findTimedTable(
  rows: readonly TableRow[]
): { readonly table: TableHead; readonly stamps: NumericStamps | null } | null {
  const plain = findTable(rows)
  const stamps = plain ? null : numericStampsOf(rows)
  const table = plain ?? (stamps && findTable(rows.map((row) => withStamps(row, stamps))))
  return table ? { table, stamps } : null
}

/** Null where no column of times is written so. */
function numericStampsOf(rows: readonly TableRow[]): NumericStamps | null {
  const width = commonest(rows.filter(({ cells }) => cells.length > 1).map(({ cells }) => cells.length))
  const wide = rows.filter(({ cells }) => cells.length === width)
  for (const form of FORMS) {
    const columns = indexes(width ?? 0).filter((column) => isStamps(wide, column, form))
    if (columns.length > 0) return { columns, form }
  }
  return null
}

export function withStamps(row: TableRow, stamps: NumericStamps | null): TableRow {
  if (!stamps) return row
  const { columns, form } = stamps
  const textOf = (cell: string): string =>
    form.isWall ? serialText(daysOf(cell)) : new Date(form.seconds(cell) * 1000).toISOString()
  const isStamp = (cell: string, column: number): boolean => columns.includes(column) && form.cell.test(cell)
  return { ...row, cells: row.cells.map((cell, column) => (isStamp(cell, column) ? textOf(cell) : cell)) }
}

function isStamps(rows: readonly TableRow[], column: number, { cell: form, isWall, seconds }: StampForm): boolean {
  const cells = rows.map((row) => row.cells[column] ?? '')
  const first = cells.findIndex((cell) => form.test(cell))
  if (first < 1 || !NAME.test(cells[first - 1] ?? '')) return false
  const below = cells.slice(first)
  const times = below.filter((cell) => form.test(cell)).map(seconds)
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const oneWay = Math.max(steps.filter((step) => step > 0).length, steps.filter((step) => step < 0).length)
  return (
    times.length >= Math.max(FEWEST_ROWS, below.length * MOSTLY) &&
    (!isWall || times.every((time) => time % 60 === 0)) &&
    oneWay >= steps.length * (isWall ? MOSTLY : 1)
  )
}

function daysOf(cell: string): number {
  return Number(cell.replace(',', '.'))
}

/** The first cell below a name of times that is no time, in a table with numbers; null where there is none. */
export function unreadTime(rows: readonly TableRow[]): { name: string; line: number; cell: string } | null {
  const parsers = (['ymd', 'dmy', 'mdy'] as const).map(createStampParser)
  const isTime = (cell: string): boolean => parseTime(cell) !== undefined || parsers.some((parse) => parse(cell))
  for (const [index, { line, cells }] of rows.slice(1).entries()) {
    const names = rows[index]?.cells ?? []
    if (cells.length < 2 || names.length !== cells.length) continue
    const column = names.findIndex((name, at) => NAME.test(name) && !/\d/u.test(name) && /\d/u.test(cells[at] ?? ''))
    const cell = cells[column] ?? ''
    const hasNumber = cells.some((one, at) => at !== column && isNumber(one))
    if (column >= 0 && hasNumber && !isTime(cell)) return { name: names[column] ?? '', line, cell: cell.slice(0, 40) }
  }
  return null
}

function isNumber(cell: string): boolean {
  const amounts = ([',', '.'] as const).map((mark) => parseAmount(cell, mark, () => undefined))
  return amounts.some((amount) => amount !== undefined && !Number.isNaN(amount))
}
