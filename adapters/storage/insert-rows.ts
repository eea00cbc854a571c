/**
 * Many rows with few calls: a call into SQLite costs three times as much as the row that it brings, and an import has
 * half a million of them.
 */

import type { Database } from './database'
import type { SqlValue } from './libsql'

/** More save nothing more. */
const ROWS_PER_CALL = 100

export type RowInsert<Item> = {
  /** `INSERT INTO table (columns)`, without its values: the shared columns first, then those of each row. */
  readonly into: string
  /** Cells that are often the same in row after row: bound once for as many rows as have them. */
  readonly sharedOf: (item: Item) => readonly SqlValue[]
  /** Cells that every row has of its own. */
  readonly cellsOf: (item: Item) => readonly SqlValue[]
  /** What stands behind the values, as ON CONFLICT. */
  readonly ending?: string
}

/** In the order given; whoever needs all or none calls it inside a transaction. */
export function insertRows<Item>(database: Database, insert: RowInsert<Item>, items: readonly Item[]): void {
  const { into, sharedOf, cellsOf, ending = '' } = insert
  const [first] = items
  if (first === undefined) return
  const [shared, own] = [sharedOf(first).length, cellsOf(first).length]
  const statement = once((values: string) => database.prepare(`${into} ${values} ${ending}`))
  for (let at = 0; at < items.length;) {
    const rows = items.slice(at, at + ROWS_PER_CALL)
    at += rows.length
    if (rows.length < ROWS_PER_CALL) {
      // Prepared once for all the rest, whatever its length.
      const one = statement(`VALUES ${separate(1, shared + own)}`)
      for (const row of rows) one.run(...sharedOf(row), ...cellsOf(row))
    } else if (areAlike(rows.map(sharedOf))) {
      const cells = [...sharedOf(rows[0] as Item)]
      for (const row of rows) cells.push(...cellsOf(row))
      statement(together(shared, own)).run(...cells)
    } else {
      statement(`VALUES ${separate(ROWS_PER_CALL, shared + own)}`).run(
        ...rows.flatMap((row) => [...sharedOf(row), ...cellsOf(row)])
      )
    }
  }
}

/** `(?, ?, ?), (?, ?, ?)`. */
function separate(rows: number, columns: number): string {
  return Array<string>(rows)
    .fill(`(${Array<string>(columns).fill('?').join(', ')})`)
    .join(', ')
}

/** Shared cells once, then those of each row. */
function together(shared: number, own: number): string {
  const columns = Array.from({ length: own }, (_, index) => `column${String(index + 1)}`)
  const cells = [...Array<string>(shared).fill('?'), ...columns].join(', ')
  // Without WHERE the parser takes ON CONFLICT for a join.
  return `SELECT ${cells} FROM (VALUES ${separate(ROWS_PER_CALL, own)}) WHERE true`
}

function areAlike([first = [], ...others]: readonly (readonly SqlValue[])[]): boolean {
  return others.every((other) => other.every((cell, index) => cell === first[index]))
}

function once<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}
