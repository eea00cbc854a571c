/** Reads typed values out of a database row; a row that does not hold what its table promises is damage, not data. */

import { AppError } from '../../app/app-error'

/** A row as libsql gives it with safe integers: integers are bigint, blobs are ArrayBuffer. */
export type Row = Readonly<Record<string, unknown>>

/** @throws AppError database-damaged unless the column holds a safe integer. */
export function integerIn(row: Row, column: string): number {
  const value = Number(bigintIn(row, column))
  if (!Number.isSafeInteger(value)) throw damaged()
  return value
}

/** @throws AppError database-damaged unless the column holds an integer. */
export function bigintIn(row: Row, column: string): bigint {
  const value = row[column]
  if (typeof value !== 'bigint') throw damaged()
  return value
}

/** @throws AppError database-damaged unless the column holds text. */
export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw damaged()
  return value
}

/** @throws AppError database-damaged unless the column holds a blob. */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof ArrayBuffer)) throw damaged()
  return new Uint8Array(value)
}

/** The value read by `read`, or null where the column is NULL. */
export function nullableIn<Value>(row: Row, column: string, read: (row: Row, column: string) => Value): Value | null {
  return row[column] === null ? null : read(row, column)
}

function damaged(): AppError {
  return new AppError('database-damaged')
}
