/** A table's cells by column, as numbers: everything that is needed to judge and to use them, and no text twice. */

import { AppError } from '../../../app-error'
import type { TableHead, TableRow } from './find-table'
import { type NumberColumn, createNumberColumn } from '../lists/number-column'
import { type DecimalMark, decimalMarkOf, parseAmount } from './parse-amount'
import { createStampParser, parseTime } from './parse-stamp'
import { type EnergyUnit, unitOf } from './words'

/** A cell of a column of numbers that is none; refused where the column is used. */
export const INVALID = Infinity

export type TextColumn = { readonly codes: NumberColumn; readonly words: string[] }

export type RawTable = {
  readonly head: TableHead
  readonly lines: NumberColumn
  /** By column: local seconds, NaN where the cell is empty or no stamp. */
  readonly stamps: ReadonlyMap<number, NumberColumn>
  /** By column: seconds east of UTC, NaN where the cell has no offset. */
  readonly offsets: ReadonlyMap<number, NumberColumn>
  /** By column: seconds since midnight, NaN where there is none. */
  readonly times: ReadonlyMap<number, NumberColumn>
  /** By column: millionths of the unit, NaN where missing, INVALID where no number. */
  readonly numbers: ReadonlyMap<number, NumberColumn>
  /** By column: the unit behind its numbers, where one stands there. */
  readonly units: Map<number, EnergyUnit>
  readonly texts: ReadonlyMap<number, TextColumn>
  readonly notes: {
    leftOut: number
    firstLeftOut: number
    rounded: number
    dateOnly: boolean
    /** As the cells were read, and whether one of them could as well be read otherwise. */
    decimal: DecimalMark
    isDecimalDoubtful: boolean
  }
}

const MAX_CELLS = 12_000_000
const MAX_WORDS = 2000
/** All other words of a column: what they say is not known. */
const OTHERS = '…'
/** Lines below the table that are no rows: a sum, a note, a signature. More of them and it is no table. */
const MOST_LEFT_OUT = 0.2
const FEW = 20

export function createRawTable(head: TableHead): { readonly table: RawTable; readonly add: (row: TableRow) => void } {
  const by = <Column>(kinds: readonly string[], make: () => Column): Map<number, Column> =>
    new Map(head.kinds.flatMap((kind, column) => (kinds.includes(kind) ? [[column, make()] as const] : [])))
  const table = {
    head,
    lines: createNumberColumn('whole'),
    stamps: by(['stamp', 'date'], () => createNumberColumn('real')),
    offsets: by(['stamp'], () => createNumberColumn('real')),
    times: by(['time'], () => createNumberColumn('real')),
    numbers: by(['number', 'empty'], () => createNumberColumn('real')),
    units: new Map<number, EnergyUnit>(),
    texts: by<TextColumn>(['text'], () => ({ codes: createNumberColumn('whole'), words: [] })),
    notes: {
      ...{ leftOut: 0, firstLeftOut: 0, rounded: 0, dateOnly: head.kinds[head.primary] === 'date' },
      ...{ decimal: head.decimal, isDecimalDoubtful: false }
    }
  }
  return { table, add: createAdder(table) }
}

function createAdder(table: RawTable): (row: TableRow) => void {
  const { head, lines, notes } = table
  const parse = createStampParser(head.order)
  const onRounded = (): void => {
    notes.rounded += 1
  }
  const words = new Map<number, Map<string, number>>()
  let isOpen = head.isDecimalOpen
  /** Whole numbers before the first mark are the same with either. */
  const decide = (cell: string): void => {
    const mark = decimalMarkOf([cell])
    isOpen = false
    notes.decimal = mark ?? notes.decimal
    notes.isDecimalDoubtful = mark === null
  }
  const names = head.names.join('\n')
  return ({ line, cells }) => {
    if (parse(cells[head.primary] ?? '') === undefined) {
      leaveOut(table, line, cells, names)
      return
    }
    // A decimal comma between commas makes two cells of one number.
    if (cells.length > head.kinds.length && cells.slice(head.kinds.length).some((cell) => cell !== '')) {
      throw new AppError('csv-row', { line })
    }
    lines.push(line)
    if (lines.length * head.kinds.length > MAX_CELLS) throw new AppError('file-too-many-rows', { limit: MAX_CELLS })
    for (const [column, found] of table.stamps) {
      const stamp = parse(cells[column] ?? '')
      found.push(stamp ? stamp.local : NaN)
      table.offsets.get(column)?.push(stamp?.offset ?? NaN)
    }
    for (const [column, found] of table.times) found.push(parseTime(cells[column] ?? '') ?? NaN)
    for (const [column, found] of table.numbers) {
      const cell = cells[column] ?? ''
      if (isOpen && /\d[.,]\d/u.test(cell)) decide(cell)
      const isOfColumn = hasUnitOf(table, column, cell)
      found.push((isOfColumn ? parseAmount(cell, notes.decimal, onRounded) : undefined) ?? INVALID)
    }
    for (const [column, found] of table.texts) found.codes.push(codeOf(words, column, found, cells[column] ?? ''))
  }
}

/** Numbers with other units behind them than the first of the column are no numbers of the column. */
function hasUnitOf({ units }: RawTable, column: number, cell: string): boolean {
  // Most cells end with a digit.
  const unit = cell.charCodeAt(cell.length - 1) > 64 ? unitOf(cell) : null
  if (unit === null) return true
  const known = units.get(column)
  if (known === undefined) units.set(column, unit)
  return known === undefined || known === unit
}

function leaveOut({ lines, notes }: RawTable, line: number, cells: readonly string[], names: string): void {
  if (lines.length === 0 || cells.every((cell) => cell === '' || /^[=_*-]+$/u.test(cell))) return
  if (cells.join('\n') === names || cells.filter((cell) => cell !== '').join('\n') === names.replace(/\n+$/u, '')) {
    throw new AppError('table-several', { line })
  }
  notes.leftOut += 1
  notes.firstLeftOut ||= line
  if (notes.leftOut > FEW + lines.length * MOST_LEFT_OUT) throw new AppError('csv-row', { line })
}

function codeOf(
  words: Map<number, Map<string, number>>,
  column: number,
  { words: list }: TextColumn,
  cell: string
): number {
  let known = words.get(column)
  if (!known) words.set(column, (known = new Map()))
  const code = known.get(cell)
  if (code !== undefined) return code
  if (list.length > MAX_WORDS) return MAX_WORDS
  list.push(list.length === MAX_WORDS ? OTHERS : cell.slice(0, 200))
  known.set(cell, list.length - 1)
  return list.length - 1
}
