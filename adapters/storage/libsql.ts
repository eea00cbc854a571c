/** The part of libsql this product uses, typed: its own types lack the encryption options and reach for `any`. */

import Libsql from 'libsql'
import type { Row } from './row'

export type SqlValue = null | number | bigint | string | Uint8Array

export type LibsqlStatement = {
  safeIntegers(on: boolean): LibsqlStatement
  run(values: readonly SqlValue[]): { readonly changes: number }
  all(values: readonly SqlValue[]): Row[]
}

export type LibsqlDatabase = {
  readonly inTransaction: boolean
  prepare(sql: string): LibsqlStatement
  exec(sql: string): unknown
  close(): unknown
}

type Constructor = new (
  file: string,
  options: { readonly encryptionCipher: 'aes256cbc'; readonly encryptionKey: string; readonly timeout: number }
) => LibsqlDatabase

/** Opens without touching the file's content; nothing is ever spilled into temporary files, which would be plain. `timeout` is the wait for another process's lock, in milliseconds. */
export function openLibsql(file: string, key: string, timeout: number): LibsqlDatabase {
  const Database = Libsql as unknown as Constructor
  const connection = new Database(file, { encryptionCipher: 'aes256cbc', encryptionKey: key, timeout })
  connection.exec('PRAGMA temp_store = MEMORY')
  return connection
}
