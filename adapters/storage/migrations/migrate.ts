/** Brings the tables up to date. */

import { AppError } from '../../../app/app-error'
import { type Row, textIn } from '../row'
import type { Migration } from './migration'

/** What a migration needs of a database; the full type lives in database.ts, which calls this. */
type Target = {
  exec(sql: string): void
  prepare(sql: string): { run(...values: readonly string[]): number; all(): readonly Row[] }
  transaction(work: () => void): void
}

/** @throws AppError database-newer where a step was made by a version of the program that this one does not know. */
export function migrate(database: Target, migrations: readonly Migration[]): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY) STRICT')
  const done = new Set(
    database
      .prepare('SELECT id FROM migration')
      .all()
      .map((row) => textIn(row, 'id'))
  )
  const known = new Set(migrations.map(({ id }) => id))
  if ([...done].some((id) => !known.has(id))) throw new AppError('database-newer')
  for (const { id, sql } of migrations) {
    if (done.has(id)) continue
    database.transaction(() => {
      database.exec(sql)
      database.prepare('INSERT INTO migration (id) VALUES (?)').run(id)
    })
  }
}
