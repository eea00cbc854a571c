/**
 * Figures of operators' tables, taken from the raw file in the plainest way: lines are split, columns are added up, and
 * nothing of the importer is used. First and last instants were read by eye from the first and last rows.
 */

import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'

export type CsvSource = {
  readonly file: string
  readonly encoding?: 'latin1'
  readonly delimiter: ';' | ','
  /** Lines above the rows. */
  readonly skip: number
  /** Columns that make up what was drawn, and what was fed in, in kWh. */
  readonly drawn?: readonly number[]
  readonly fedIn?: readonly number[]
  /** Columns are register readings: the energy is last minus first, by time. */
  readonly isTotal?: boolean
  /** Rows that are no readings of their own, by their text. */
  readonly without?: RegExp
  /** The column that says whose row it is, and the word of the rows that count, by direction. */
  readonly words?: { readonly column: number; readonly drawn: RegExp; readonly fedIn: RegExp }
}

export type Figures = { readonly intervals: number; readonly drawn: number | null; readonly fedIn: number | null }

/** Whole milliwatt-hours. */
export function csvFigures(path: string, source: CsvSource): Figures {
  const text = readFileSync(path, source.encoding ?? 'utf8').replace(/^\ufeff/u, '')
  const rows = text
    .split(/\r?\n/u)
    .slice(source.skip)
    .filter((line) => line.trim() !== '' && !(source.without?.test(line) ?? false))
    .map((line) => line.split(source.delimiter).map((cell) => cell.replaceAll('"', '').trim()))
  if (source.words) return wordFigures(rows, source)
  if (source.isTotal) return totalFigures(rows, source)
  const has = (cells: readonly string[], columns: readonly number[] = []) =>
    columns.length > 0 && columns.every((column) => cells[column] !== '' && cells[column] !== undefined)
  const used = rows.filter((cells) => has(cells, source.drawn) || has(cells, source.fedIn))
  const sum = (columns: readonly number[] | undefined): number | null =>
    columns ? used.filter((cells) => has(cells, columns)).reduce((total, cells) => total + of(cells, columns), 0) : null
  return { intervals: used.length, drawn: sum(source.drawn), fedIn: absolute(sum(source.fedIn)) }
}

function wordFigures(rows: readonly (readonly string[])[], { words, drawn: [column = 0] = [] }: CsvSource): Figures {
  const of2 = (word: RegExp) =>
    rows.filter((cells) => word.test(cells[words?.column ?? 0] ?? '') && cells[column] !== '')
  const [one, other] = [of2(words?.drawn ?? /^$/u), of2(words?.fedIn ?? /^$/u)]
  const sum = (some: readonly (readonly string[])[]) => some.reduce((total, cells) => total + of(cells, [column]), 0)
  return { intervals: Math.max(one.length, other.length), drawn: sum(one), fedIn: other.length > 0 ? sum(other) : null }
}

function totalFigures(rows: readonly (readonly string[])[], { drawn, fedIn }: CsvSource): Figures {
  const [first = [], last = []] = [rows[0], rows.at(-1)]
  const step = (columns: readonly number[] | undefined): number | null =>
    columns ? Math.abs(of(last, columns) - of(first, columns)) : null
  return { intervals: rows.length - 1, drawn: step(drawn), fedIn: step(fedIn) }
}

function of(cells: readonly string[], columns: readonly number[]): number {
  return columns.reduce((sum, column) => sum + Math.round(Number((cells[column] ?? '').replace(',', '.')) * 1e6), 0)
}

function absolute(value: number | null): number | null {
  return value === null ? null : Math.abs(value)
}

/** Energy in all cells of a matrix of days and times. */
export function matrixFigures(path: string): Figures {
  const cells = readFileSync(path, 'utf8')
    .split(/\r?\n/u)
    .slice(1)
    .flatMap((line) => line.split(';').slice(1))
    .map((cell) => cell.replaceAll('"', ''))
    .filter((cell) => cell !== '')
  return { intervals: cells.length, drawn: cells.reduce((sum, cell) => sum + of([cell], [0]), 0), fedIn: null }
}

/** Numbers in column B of the first sheet of a workbook. */
export function sheetFigures(path: string): Figures {
  const sheet = unzipSync(readFileSync(path))['xl/worksheets/sheet1.xml']
  const values = [...new TextDecoder().decode(sheet).matchAll(/<c r="B\d+"><v>([^<]+)<\/v>/gu)].map(
    (match) => match[1] ?? ''
  )
  return { intervals: values.length, drawn: values.reduce((sum, value) => sum + of([value], [0]), 0), fedIn: null }
}

/** NEM12: the values of every day, by the register named before it. */
export function nem12Figures(path: string): Figures {
  let [suffix, drawn, fedIn, count] = ['', 0, 0, 0]
  const milli = (text: string): number => Math.round(Number(text) * 1e6)
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/u)) {
    const cells = line.split(',')
    if (cells[0] === '200') suffix = cells[4] ?? ''
    if (cells[0] !== '300') continue
    const values = cells.slice(2, 290).map(milli)
    if (suffix.startsWith('E')) count += values.length
    const sum = values.reduce((total, value) => total + value, 0)
    if (suffix.startsWith('E')) drawn += sum
    else fedIn += sum
  }
  return { intervals: count, drawn, fedIn }
}
