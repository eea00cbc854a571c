/** The content of a backup: lines of JSON, first what wrote it, then each table's columns and rows, last the count. */

import { createGunzip, createGzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import type { SqlValue } from '../storage/libsql'
import type { Row } from '../storage/row'

/** JSON has no blobs and no 64-bit integers: a letter before the text says what it is. */
type Cell = null | number | string

export const headSchema = z.strictObject({
  format: z.literal(1),
  madeAt: z.number().int().min(0),
  program: z.string().max(40),
  /** Steps that had made the tables, in order. */
  migrations: z.array(z.string().max(60)).max(500)
})

const tableSchema = z.strictObject({
  table: z.string().regex(/^[a-z_]{1,60}$/u),
  columns: z
    .array(z.string().regex(/^[a-z_]{1,60}$/u))
    .min(1)
    .max(100)
})

const rowSchema = z.array(z.union([z.null(), z.number().int(), z.string()])).max(100)
const endSchema = z.strictObject({ rows: z.number().int().min(0) })
/** Whatever else a later version says in its head. */
const newerHeadSchema = z.looseObject({ format: z.number().int().min(2) })

export type BackupHead = z.infer<typeof headSchema>
export type BackupLine =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly values: readonly SqlValue[] }
  | { readonly kind: 'end'; readonly rows: number }

/** Rows hold bills of up to some megabytes; a line is never longer than that. */
const LONGEST_LINE = 64 * 1024 * 1024
/** A file that unpacks to more than this was not written by this program. */
const MOST_BYTES = 16 * 1024 * 1024 * 1024

export function encodeLine(line: BackupLine): string {
  if (line.kind === 'head') return JSON.stringify(line.head)
  if (line.kind === 'table') return JSON.stringify({ table: line.table, columns: line.columns })
  if (line.kind === 'end') return JSON.stringify({ rows: line.rows })
  return JSON.stringify(line.values.map(toCell))
}

/** @param row as the database gives it: integers bigint, blobs ArrayBuffer. */
export function valuesOf(row: Row, columns: readonly string[]): SqlValue[] {
  return columns.map((column) => {
    const value = row[column]
    if (value === null || typeof value === 'bigint' || typeof value === 'string') return value
    if (value instanceof ArrayBuffer) return new Uint8Array(value)
    throw new AppError('database-damaged')
  })
}

export function packLines(lines: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  const text = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const line of lines) yield Buffer.from(`${line}\n`, 'utf8')
  }
  const source = Readable.from(text())
  const packed = createGzip({ level: 6 })
  source.once('error', (error) => packed.destroy(error))
  return source.pipe(packed)
}

/** @throws AppError backup-newer; backup-damaged for whatever this program would not have written; errors of `bytes` pass through. */
export async function* unpackLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BackupLine, void, undefined> {
  const source = Readable.from(bytes)
  const unpacked = createGunzip()
  source.once('error', (error) => unpacked.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let total = 0
  try {
    for await (const piece of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      total += piece.length
      rest += decoder.decode(piece, { stream: true })
      if (total > MOST_BYTES || rest.length > LONGEST_LINE) throw new AppError('backup-damaged')
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield decodeLine(line)
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('backup-damaged')
  } finally {
    source.destroy()
    unpacked.destroy()
  }
  if (rest !== '') throw new AppError('backup-damaged')
}

function decodeLine(line: string): BackupLine {
  const value: unknown = JSON.parse(line)
  const row = checkShape(rowSchema, value)
  if (row.success) return { kind: 'row', values: row.data.map(fromCell) }
  const table = checkShape(tableSchema, value)
  if (table.success) return { kind: 'table', ...table.data }
  const end = checkShape(endSchema, value)
  if (end.success) return { kind: 'end', ...end.data }
  const head = checkShape(headSchema, value)
  if (head.success) return { kind: 'head', head: head.data }
  if (checkShape(newerHeadSchema, value).success) throw new AppError('backup-newer')
  throw new AppError('backup-damaged')
}

function toCell(value: SqlValue): Cell {
  if (value === null || typeof value === 'number') return value
  if (typeof value === 'string') return `t${value}`
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : `i${value}`
  }
  return `b${Buffer.from(value).toString('base64')}`
}

function fromCell(cell: Cell): SqlValue {
  if (cell === null) return null
  if (typeof cell === 'number') return BigInt(cell)
  const text = cell.slice(1)
  if (cell.startsWith('t')) return text
  if (cell.startsWith('i') && /^-?\d{1,19}$/u.test(text)) return BigInt(text)
  if (cell.startsWith('b') && /^[A-Za-z0-9+/]*={0,2}$/u.test(text)) return new Uint8Array(Buffer.from(text, 'base64'))
  throw new AppError('backup-damaged')
}
