/** Everything a database knows, as one text: two that have it in common know the same. */

import { createHash } from 'node:crypto'
import { AppError } from '../../../app/app-error'
import { type Database, openDatabase } from '../../../adapters/storage/database'

/** Made from the readings when somebody looks at them, and again when it is gone. */
const MADE_AGAIN = 'reading_day'
/** What an import puts aside is not known until it is kept, and the next start takes it out (docs/adr/0047-imports-are-streams.md). */
const ASIDE = 'open_import'
const BATCH_OF: Readonly<Record<string, string>> = {
  reading: 'batch',
  reading_register: 'batch',
  reading_batch: 'id',
  [ASIDE]: 'batch'
}

/**
 * Opened by the rules of every start, whatever version its tables are of.
 * @param ignoring names of settings that do not count
 * @throws Error where its pages contradict each other.
 */
export function contentOf(file: string, key: string, ignoring: readonly string[] = []): string {
  const database = openDatabase({ file, key, migrations: 'leave' })
  try {
    const [finding] = database.prepare('PRAGMA integrity_check').all()
    if (finding?.['integrity_check'] !== 'ok') throw new Error(`integrity: ${String(finding?.['integrity_check'])}`)
    return digestOf(database, ignoring)
  } finally {
    database.close()
  }
}

/** With whichever of the keys opens it; says which. */
export function contentUnder(file: string, keys: readonly string[], ignoring: readonly string[] = []): string {
  for (const [index, key] of keys.entries()) {
    try {
      return `${contentOf(file, key, ignoring)} under key ${index}`
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'database-wrong-key')) throw error
    }
  }
  throw new Error('no key opens it')
}

function digestOf(database: Database, ignoring: readonly string[]): string {
  const hash = createHash('sha256')
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .all()
  const putsAside = tables.some(({ name }) => name === ASIDE)
  for (const { name } of tables) {
    if (name === MADE_AGAIN) continue
    const batch = putsAside ? BATCH_OF[String(name)] : undefined
    const known = batch === undefined ? '' : ` WHERE ${batch} IS NULL OR ${batch} NOT IN (SELECT batch FROM ${ASIDE})`
    const all = database.prepare(`SELECT * FROM "${String(name)}"${known}`).all()
    const rows = all.filter((row) => !(name === 'setting' && ignoring.includes(String(row['key']))))
    const texts = rows.map((row) =>
      JSON.stringify(row, (_, value: unknown) => {
        if (typeof value === 'bigint') return `${value}n`
        return value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value
      })
    )
    hash.update(`${String(name)} ${rows.length}\n${texts.sort().join('\n')}\n`)
  }
  return hash.digest('hex')
}
