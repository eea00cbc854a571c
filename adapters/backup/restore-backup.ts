/**
 * Makes a new database of a backup file. Nothing of the household that is open is touched: who calls puts the new file in
 * the place of the old one.
 */

import { AppError } from '../../app/app-error'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { WorkCancelled, type WorkHooks } from '../../app/ports'
import { type Database, openDatabase } from '../storage/database'
import { allMigrations } from '../storage/migrations/all'
import { openBackup } from './backup-container'
import { type BackupHead, type BackupLine, unpackLines } from './backup-rows'
import { BACKUP_TABLES } from './backup-tables'
import { forgetWhatWent } from './forget-what-went'
import { takeOver } from './hand-over'
import { removeDatabase } from '../storage/database-files'

export type RestoreTarget = {
  /** New file; what lies there is removed. */
  readonly file: string
  /** Of the new database, 32 characters. Secret. */
  readonly key: string
  /** Now: everything before counts as submitted and opened, and what is older than the backup (docs/protocol/rounds.md 3.1). */
  readonly now: UtcSeconds
}

export type Restored = { readonly madeAt: number; readonly rows: number }

const ROWS_AT_ONCE = 2000

/**
 * @param bytes the backup file
 * @throws AppError of openBackup and unpackLines; backup-newer where a newer program wrote it; WorkCancelled. The target is
 *   then removed.
 */
export async function restoreBackup(
  secret: Uint8Array,
  bytes: AsyncIterable<Uint8Array>,
  target: RestoreTarget,
  hooks: WorkHooks = {}
): Promise<Restored> {
  removeDatabase(target.file)
  const lines = unpackLines(openBackup(secret, bytes))[Symbol.asyncIterator]()
  let database: Database | null = null
  try {
    const head = await headOf(lines)
    const migrations = allMigrations.filter(({ id }) => head.migrations.includes(id))
    database = openDatabase({ ...target, migrations })
    const rows = await fill(database, lines, hooks)
    database.close()
    // Opened again by the rules for every start: checked for damage, brought up to date.
    database = openDatabase(target)
    // The clock of a new PC may be behind: nothing in the backup is of later than the backup.
    forgetWhatWent(database, toUtcSeconds(Math.max(target.now, head.madeAt)))
    takeOver(database)
    database.close()
    return { madeAt: head.madeAt, rows }
  } catch (error) {
    database?.close()
    removeDatabase(target.file)
    throw error
  }
}

async function headOf(lines: AsyncIterator<BackupLine>): Promise<BackupHead> {
  const first = await lines.next()
  if (first.done || first.value.kind !== 'head') throw new AppError('backup-damaged')
  const { head } = first.value
  const known = new Set(allMigrations.map(({ id }) => id))
  if (!head.migrations.every((id) => known.has(id))) throw new AppError('backup-newer')
  return head
}

/** Page by page in one transaction each: the file is in nobody's way until it is whole. */
async function fill(database: Database, lines: AsyncIterator<BackupLine>, hooks: WorkHooks): Promise<number> {
  let insert: string | null = null
  let columns = 0
  let rows = 0
  const page: BackupLine[] = []
  const store = (): void => {
    const sql = insert
    if (sql === null || page.length === 0) return
    database.transaction(() => {
      const statement = database.prepare(sql)
      for (const line of page.splice(0)) if (line.kind === 'row') statement.run(...line.values)
    })
  }
  for (;;) {
    if (hooks.cancel?.aborted) throw new WorkCancelled()
    const next = await lines.next()
    // Without the closing line the file is not whole.
    if (next.done || next.value.kind === 'head') throw new AppError('backup-damaged')
    const line = next.value
    if (line.kind === 'row') {
      if (insert === null || line.values.length !== columns) throw new AppError('backup-damaged')
      rows += 1
      page.push(line)
      if (page.length < ROWS_AT_ONCE) continue
    }
    store()
    if (line.kind === 'end') {
      if (line.rows !== rows || !(await lines.next()).done) throw new AppError('backup-damaged')
      return rows
    }
    if (line.kind === 'table') {
      insert = insertInto(database, line.table, line.columns)
      columns = line.columns.length
    }
  }
}

function insertInto(database: Database, table: string, columns: readonly string[]): string {
  const known = BACKUP_TABLES.find(({ name }) => name === table)
  const present = database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name))
  const fits = known && columns.every((column) => present.includes(column) && !known.without?.includes(column))
  if (!fits || new Set(columns).size !== columns.length) throw new AppError('backup-damaged')
  const names = columns.map((column) => `"${column}"`).join(', ')
  // Some migrations leave rows of their own in a new table.
  return `INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`
}
