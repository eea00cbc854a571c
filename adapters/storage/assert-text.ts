/**
 * Finds text that is none. The cipher does not authenticate pages, quick_check does not look into text, and libsql
 * ends the whole process when it reads text that is not UTF-8: so it has to be found while it is still bytes.
 */

import { AppError } from '../../app/app-error'
import type { LibsqlDatabase } from './libsql'
import { type Row, bytesIn } from './row'

/** A block that was damaged under the cipher has 16 random bytes: one of them is outside of printable ASCII. */
const SUSPECT = `GLOB '*[^ -~]*'`

/** Before anything else is read. @throws AppError database-damaged where a text of any table is not UTF-8. */
export function assertText(connection: LibsqlDatabase): void {
  for (const name of ['name', 'tbl_name', 'sql']) decode(connection, 'sqlite_schema', name)
  const columns = connection
    .prepare(
      `SELECT t.name AS tab, c.name AS col FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = 'TEXT'`
    )
    .all([])
  for (const { tab, col } of columns) decode(connection, String(tab), String(col))
}

function decode(connection: LibsqlDatabase, table: string, column: string): void {
  const rows = connection
    .prepare(`SELECT CAST("${column}" AS BLOB) AS text FROM "${table}" WHERE "${column}" ${SUSPECT}`)
    .all([])
  if (!rows.every(isText)) throw new AppError('database-damaged')
}

function isText(row: Row): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesIn(row, 'text'))
    return true
  } catch {
    return false
  }
}
