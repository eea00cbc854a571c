/** Brings the tables up to date: all the steps that are missing, or none. Never backwards. */

import { AppError } from '../../../app/app-error'
import { resultCode } from '../database-failure'
import { type Row, textIn } from '../row'
import type { Migration } from './migration'

/** What a migration needs of a database; the full type lives in database.ts, which calls this. */
type Target = {
  exec(sql: string): void
  prepare(sql: string): { run(...values: readonly string[]): number; all(): readonly Row[] }
  transaction(work: () => void): void
}

type Readable = { prepare(sql: string): { all(values: readonly never[]): readonly Row[] } }

/** Reads only: a database of a newer program is left as it is. @throws AppError database-newer. */
export function assertNotNewer(database: Readable, migrations: readonly Migration[]): void {
  const [table] = database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'migration'`).all([])
  if (!table) return
  const known = new Set(migrations.map(({ id }) => id))
  const done = database.prepare('SELECT id FROM migration').all([])
  if (!done.every((row) => known.has(textIn(row, 'id')))) throw new AppError('database-newer')
}

/**
 * @param keepBefore called before the tables of a database that holds something are changed
 * @throws AppError upgrade-failed where a step does not go through; those of `keepBefore` and of the disk. The tables are then
 *   as they were.
 */
export function migrate(database: Target, migrations: readonly Migration[], keepBefore: () => void): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY) STRICT')
  const done = new Set(
    database
      .prepare('SELECT id FROM migration')
      .all()
      .map((row) => textIn(row, 'id'))
  )
  const missing = migrations.filter(({ id }) => !done.has(id))
  if (missing.length === 0) return
  if (done.size > 0) keepBefore()
  try {
    database.transaction(() => {
      for (const { id, sql } of missing) {
        database.exec(sql)
        database.prepare('INSERT INTO migration (id) VALUES (?)').run(id)
      }
    })
  } catch (error) {
    throw resultCode(error) === undefined ? error : new AppError('upgrade-failed')
  }
}
