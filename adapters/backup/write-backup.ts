/** Writes a household's database as a backup: from a snapshot, so that the household goes on meanwhile. */

import { AppError } from '../../app/app-error'
import type { UtcSeconds } from '../../app/domain/interval'
import { WorkCancelled, type WorkHooks } from '../../app/ports'
import type { Database } from '../storage/database'
import { removeDatabase } from '../storage/database-files'
import { type LibsqlDatabase, openLibsql } from '../storage/libsql'
import { sealBackup } from './backup-container'
import { type BackupLine, encodeLine, packLines, valuesOf } from './backup-rows'
import { BACKUP_TABLES, type BackupTable } from './backup-tables'

export type BackupSource = {
  readonly database: Database
  /** Of the database; the snapshot has the same. Secret. */
  readonly key: string
  /** Where the snapshot lies while it is read; beside the database, so that it is as well protected. */
  readonly snapshotFile: string
  /** Of the recovery words, 16 bytes. Secret. */
  readonly secret: Uint8Array
  readonly madeAt: UtcSeconds
  readonly program: string
}

const ROWS_AT_ONCE = 2000
const LOCK_TIMEOUT_MS = 1500

/**
 * @returns the bytes of the file. Reading them to the end or giving up in between removes the snapshot; what a killed
 *   process leaves behind is removed by the next backup.
 * @throws WorkCancelled; AppError disk-full and the like where the snapshot cannot be made.
 */
export async function* writeBackup(
  source: BackupSource,
  hooks: WorkHooks = {}
): AsyncGenerator<Uint8Array, void, undefined> {
  removeDatabase(source.snapshotFile)
  source.database.snapshot(source.snapshotFile)
  const snapshot = openLibsql(source.snapshotFile, source.key, LOCK_TIMEOUT_MS)
  try {
    yield* sealBackup(source.secret, packLines(linesOf(snapshot, source, hooks)))
  } finally {
    snapshot.close()
    removeDatabase(source.snapshotFile)
  }
}

async function* linesOf(
  snapshot: LibsqlDatabase,
  { madeAt, program }: BackupSource,
  { onProgress, cancel }: WorkHooks
): AsyncGenerator<string, void, undefined> {
  const migrations = snapshot
    .prepare('SELECT id FROM migration ORDER BY id')
    .all([])
    .map(({ id }) => String(id))
  const total = BACKUP_TABLES.reduce((sum, { name }) => sum + countOf(snapshot, name), 0)
  yield encodeLine({ kind: 'head', head: { format: 1, madeAt, program, migrations } })
  let done = 0
  for (const table of BACKUP_TABLES) {
    const columns = columnsOf(snapshot, table)
    yield encodeLine({ kind: 'table', table: table.name, columns })
    for await (const row of rowsOf(snapshot, table.name, columns)) {
      if (cancel?.aborted) throw new WorkCancelled()
      if (done++ % ROWS_AT_ONCE === 0) onProgress?.(done, total)
      yield encodeLine(row)
    }
  }
  onProgress?.(total, total)
  yield encodeLine({ kind: 'end', rows: done })
}

async function* rowsOf(
  snapshot: LibsqlDatabase,
  table: string,
  columns: readonly string[]
): AsyncGenerator<BackupLine, void, undefined> {
  const order = columns.map((column) => `"${column}"`).join(', ')
  const page = snapshot.prepare(`SELECT ${order} FROM "${table}" LIMIT ? OFFSET ?`).safeIntegers(true)
  for (let at = 0; ; at += ROWS_AT_ONCE) {
    const rows = page.all([ROWS_AT_ONCE, at])
    for (const row of rows) yield { kind: 'row', values: valuesOf(row, columns) }
    if (rows.length < ROWS_AT_ONCE) return
    // The core answers the window between two pages.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function columnsOf(snapshot: LibsqlDatabase, { name, without = [] }: BackupTable): string[] {
  const columns = snapshot.prepare('SELECT name FROM pragma_table_info(?)').all([name])
  if (columns.length === 0) throw new AppError('database-damaged')
  return columns.map((column) => String(column['name'])).filter((column) => !without.includes(column))
}

function countOf(snapshot: LibsqlDatabase, table: string): number {
  return Number(snapshot.prepare(`SELECT count(*) AS n FROM "${table}"`).all([])[0]?.['n'])
}
