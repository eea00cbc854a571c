/** Rows of prices as instants and amounts: which column, which unit and which clock, and what had to be assumed. */

import { AppError } from '../../app-error'
import type { PriceUnit, Remark } from '../../contract'
import { createLocalClock } from '../../readings/formats/table/local-clock'
import { parseAmount } from '../../readings/formats/table/parse-amount'
import { type Stamp, createStampParser, parseTime } from '../../readings/formats/table/parse-stamp'
import type { TimeZone } from '../../domain/calendar'
import type { PriceRows } from './price-rows'
import { namesOtherMoney, priceUnitIn } from './price-unit'

export type PriceColumn = { readonly index: number; readonly name: string }

export type PriceTable = {
  readonly columns: readonly PriceColumn[]
  readonly column: number | null
  readonly unit: PriceUnit | null
  /** Beginnings of the steps, ascending, seconds since 1970 UTC. */
  readonly starts: readonly number[]
  /** Millionths of the unit; empty while the column is open. */
  readonly amounts: readonly number[]
  readonly remarks: readonly Remark[]
}

export type PriceChoice = { readonly unit: PriceUnit | null; readonly column: number | null }

const PRICE_NAME = /preis|price|spot|value|wert|day.?ahead/iu
const UTC_NAME = /(?:^|[^a-z])(?:utc|gmt)(?:[^a-z]|$)/iu

type Row = { readonly line: number; readonly start: number; readonly cell: string }

/**
 * @param zone whose clock counts where the file names none.
 * @throws AppError prices-currency, prices-not-a-price { line }, prices-none.
 */
export function priceTable(read: PriceRows, choice: PriceChoice, zone: TimeZone): PriceTable {
  const { head, words } = read
  const columns = head.kinds.flatMap((kind, index) =>
    kind === 'number' ? [{ index, name: (head.names[index] ?? '').slice(0, 200) }] : []
  )
  const column = columnOf(columns, choice.column)
  const named = [...(column === null ? columns : columns.filter(({ index }) => index === column))]
  const says = [...named.map(({ name }) => name), unitCells(read), words].join(' ')
  if (namesOtherMoney(says) && priceUnitIn(says) === null) throw new AppError('prices-currency')
  const { rows, remarks } = timedRows(read, column, zone)
  const known = priced(rows, head.decimal, column !== null)
  return {
    ...{ columns, column },
    unit: choice.unit ?? priceUnitIn(says),
    starts: known.rows.map(({ start }) => start),
    amounts: known.amounts,
    remarks: [...remarks, ...known.remarks]
  }
}

/** The only one, or the only one that says it is a price. */
function columnOf(columns: readonly PriceColumn[], asked: number | null): number | null {
  if (asked !== null) return columns.find(({ index }) => index === asked)?.index ?? null
  const forms: ((name: string) => boolean)[] = [
    () => true,
    (name) => priceUnitIn(name) !== null,
    (name) => PRICE_NAME.test(name)
  ]
  for (const form of forms) {
    const found = columns.filter(({ name }) => form(name))
    if (found.length === 1) return found[0]?.index ?? null
  }
  return null
}

/** A unit may have a column of its own. */
function unitCells({ head, rows }: PriceRows): string {
  const sample = rows.slice(0, 20).flatMap(({ cells }) => cells.filter((_, index) => head.kinds[index] === 'text'))
  return sample
    .filter((cell) => priceUnitIn(cell) !== null || namesOtherMoney(cell))
    .slice(0, 1)
    .join(' ')
}

function timedRows(
  { head, rows, words }: PriceRows,
  column: number | null,
  zone: TimeZone
): { readonly rows: readonly Row[]; readonly remarks: readonly Remark[] } {
  const parse = createStampParser(head.order)
  const time = head.kinds[head.primary] === 'date' ? head.kinds.indexOf('time') : -1
  const isUtc = UTC_NAME.test(`${head.names[head.primary] ?? ''} ${head.names[time] ?? ''} ${words}`)
  const clock = createLocalClock(isUtc ? 'UTC+00:00' : zone)
  const found: Row[] = []
  let assumed = false
  for (const { line, cells } of rows) {
    const stamp = withTime(parse(cells[head.primary] ?? ''), time < 0 ? null : parseTime(cells[time] ?? ''))
    if (!stamp) continue
    const instants = stamp.offset === null ? clock.instants(stamp.local) : [stamp.local - stamp.offset]
    assumed ||= stamp.offset === null && !isUtc
    // The hour that occurs twice: rows go forward.
    const start = instants.find((instant) => instant > (found.at(-1)?.start ?? -Infinity)) ?? instants[0]
    if (start !== undefined) found.push({ line, start, cell: column === null ? '' : (cells[column] ?? '') })
  }
  if (found.length === 0) throw new AppError('prices-none')
  const remarks = assumed ? [{ code: 'prices-local-clock', params: { zone } }] : []
  return { rows: found.sort((a, b) => a.start - b.start), remarks }
}

function withTime(stamp: Stamp | undefined, time: number | null | undefined): Stamp | undefined {
  if (!stamp || time === undefined) return undefined
  return time === null ? stamp : { ...stamp, local: stamp.local + time }
}

/** Rows with their price; those at the end that have none yet are left out. */
function priced(
  rows: readonly Row[],
  mark: ',' | '.',
  chosen: boolean
): { readonly rows: readonly Row[]; readonly amounts: readonly number[]; readonly remarks: readonly Remark[] } {
  if (!chosen) return { rows, amounts: [], remarks: [] }
  let rounded = 0
  const amounts = rows.map(({ cell, line }) => {
    const amount = parseAmount(cell, mark, () => rounded++)
    if (amount === undefined) throw new AppError('prices-not-a-price', { line })
    return amount
  })
  let count = amounts.length
  while (count > 0 && Number.isNaN(amounts[count - 1])) count--
  const missing = amounts.slice(0, count).findIndex(Number.isNaN)
  if (missing >= 0) throw new AppError('prices-missing', { at: rows[missing]?.start ?? 0 })
  const remarks = [
    ...(count < rows.length ? [{ code: 'prices-not-yet', params: { count: rows.length - count } }] : []),
    ...(rounded > 0 ? [{ code: 'prices-rounded', params: { count: rounded } }] : [])
  ]
  return { rows: rows.slice(0, count), amounts: amounts.slice(0, count), remarks }
}
