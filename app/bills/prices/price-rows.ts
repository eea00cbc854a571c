/** A file of prices as rows of cells: lines of a CSV, or the objects of the JSON that price services answer with. */

import { AppError } from '../../app-error'
import { DELIMITERS, splitCells } from '../../readings/formats/table/split-cells'
import { type TableHead, type TableRow, findTable } from '../../readings/formats/table/find-table'

export type PriceRows = {
  readonly head: TableHead
  readonly rows: readonly TableRow[]
  /** Everything that may name unit or clock and stands outside the rows. */
  readonly words: string
}

/** Rows that are looked at to see what the columns are. */
const BEGINNING = 400
/** 00:00 - 01:00 of a day in one cell: the time before the dash is the beginning. */
const SPAN_WITH_DASH = /(\d{1,2}:\d{2}(?::\d{2})?) - \d[\d./-]+ \d{1,2}:\d{2}(?::\d{2})?/gu
const MAX_DEPTH = 8
/** Milliseconds since 1970 have twelve digits from 1973 on. */
const LEAST_MILLISECONDS = 1e11
const LEAST_SECONDS = 6e8
const TIME_NAME = /time|date|start|datum|seconds|from|^von$/iu

/** @throws AppError prices-none. */
export function priceRows(text: string): PriceRows {
  const found = /^\s*[[{]/u.test(text) ? rowsOfJson(text) : rowsOfLines(text)
  if (!found) throw new AppError('prices-none')
  return found
}

function rowsOfLines(text: string): PriceRows | null {
  const lines = text.split(/\r\n|\n|\r/u).map((line) => line.replace(SPAN_WITH_DASH, '$1'))
  const tables = DELIMITERS.flatMap((delimiter) => {
    const rowOf = (line: string, index: number): TableRow => ({ line: index + 1, cells: splitCells(line, delimiter) })
    const head = findTable(lines.slice(0, BEGINNING).map(rowOf))
    return head?.kinds.includes('number') ? [{ head, rowOf }] : []
  })
  const [widest] = tables.sort((a, b) => b.head.kinds.length - a.head.kinds.length)
  if (!widest) return null
  const words = widest.head.preamble.flat().join(' ')
  return { head: widest.head, rows: lines.map(widest.rowOf), words }
}

type Flat = Readonly<Record<string, string | number | null>>

function rowsOfJson(text: string): PriceRows | null {
  const parsed = parse(text)
  const words: string[] = []
  const objects = listsIn(parsed, words, 0)
  const names = Object.keys(objects[0] ?? {})
  const shape = names.join('\n')
  const rows = objects
    .filter((one) => Object.keys(one).join('\n') === shape)
    .map((one, index) => ({ line: index + 1, cells: names.map((name) => cellOf(name, one[name] ?? null)) }))
  // The names are a row of their own, as they are in a table.
  const all = [{ line: 0, cells: names }, ...rows]
  const head = rows.length === 0 ? null : findTable(all.slice(0, BEGINNING))
  return head?.kinds.includes('number') ? { head, rows: all, words: words.join(' ') } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The flat objects of all lists, in order; words beside them are kept. */
function listsIn(value: unknown, words: string[], depth: number): readonly Flat[] {
  if (depth > MAX_DEPTH) return []
  if (typeof value === 'string') words.push(value.slice(0, 200))
  if (Array.isArray(value)) {
    const flat = value.filter(isFlat)
    return flat.length === value.length ? flat : value.flatMap((one) => listsIn(one, words, depth + 1))
  }
  if (typeof value !== 'object' || value === null) return []
  const columns = Object.entries(value).filter(
    (entry): entry is [string, (string | number | null)[]] => Array.isArray(entry[1]) && entry[1].every(isPlain)
  )
  const [longest] = columns.map(([, list]) => list.length).sort((a, b) => b - a)
  const even = columns.filter(([, list]) => list.length === longest)
  const zipped =
    longest !== undefined && even.length > 1
      ? Array.from({ length: longest }, (_, at) =>
          Object.fromEntries(even.map(([name, list]) => [name, list[at] ?? null]))
        )
      : []
  const rest = Object.entries(value).filter(([name]) => !even.some(([column]) => column === name))
  return [...zipped, ...rest.flatMap(([, one]) => listsIn(one, words, depth + 1))]
}

function isPlain(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

function isFlat(value: unknown): value is Flat {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isPlain)
}

/** Times as numbers become stamps with an offset; numbers are written as they stand, without a float in between. */
function cellOf(name: string, value: string | number | null): string {
  if (typeof value !== 'number') return value ?? ''
  if (TIME_NAME.test(name) && value >= LEAST_SECONDS && Number.isInteger(value)) {
    const milliseconds = value >= LEAST_MILLISECONDS ? value : value * 1000
    if (milliseconds < 8e12) return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
  }
  return String(value)
}
