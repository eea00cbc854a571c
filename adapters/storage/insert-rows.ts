/**
 * Many rows with few calls: a call into SQLite costs three times as much as the row that it brings, and an import has
 * half a million of them.
 */

import type { Database } from './database'
import type { SqlValue } from './libsql'

/** More save nothing more. */
const ROWS_PER_CALL = 100

export type RowInsert = {
  /** `INSERT INTO table (columns)`, without its values. */
  readonly into: string
  readonly columns: number
  /** What stands behind the values, as ON CONFLICT. */
  readonly ending?: string
}

/** In the order given; whoever needs all or none calls it inside a transaction. */
export function insertRows<Item>(
  database: Database,
  { into, columns, ending = '' }: RowInsert,
  items: readonly Item[],
  cellsOf: (item: Item) => readonly SqlValue[]
): void {
  const row = `(${Array<string>(columns).fill('?').join(', ')})`
  const insert = (rows: number): string => `${into} VALUES ${Array<string>(rows).fill(row).join(', ')} ${ending}`
  const whole = items.length - (items.length % ROWS_PER_CALL)
  if (whole > 0) {
    const many = database.prepare(insert(ROWS_PER_CALL))
    for (let at = 0; at < whole; at += ROWS_PER_CALL) many.run(...cellsBetween(items, at, at + ROWS_PER_CALL, cellsOf))
  }
  if (whole === items.length) return
  // Prepared once for all the rest, whatever its length.
  const one = database.prepare(insert(1))
  for (let at = whole; at < items.length; at += 1) one.run(...cellsBetween(items, at, at + 1, cellsOf))
}

function cellsBetween<Item>(
  items: readonly Item[],
  from: number,
  to: number,
  cellsOf: (item: Item) => readonly SqlValue[]
): readonly SqlValue[] {
  const cells: SqlValue[] = []
  for (let at = from; at < to; at++) cells.push(...cellsOf(items[at] as Item))
  return cells
}
