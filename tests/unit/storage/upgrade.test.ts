import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COPIES_FOLDER, createLocalCopies } from '../../../adapters/backup/local-copies'
import { type Database, openDatabase } from '../../../adapters/storage/database'
import { allMigrations } from '../../../adapters/storage/migrations/all'
import type { Migration } from '../../../adapters/storage/migrations/migration'
import { AppError } from '../../../app/app-error'
import { toUtcSeconds } from '../../../app/domain/interval'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'
import { codeOf } from '../../support/code-of'

const NOW = toUtcSeconds(1_780_000_000)
const READINGS = 1500

/** A household of an older program, with readings. */
function household(migrations: readonly Migration[]): string {
  const file = join(temporaryFolder(), 'household.db')
  const database = openDatabase({ file, key: TEST_KEY, migrations })
  database.transaction(() => {
    database.exec(`INSERT INTO setting VALUES ('note', 'Lindenhof');
      INSERT INTO reading_series (id, meter_id, direction) VALUES (1, '1EMH0012345678', 'drawn');
      INSERT INTO reading_batch (id, at, origin, name) VALUES (1, 1779990000, 'file', 'mai.csv')`)
    const insert = database.prepare(`INSERT INTO reading VALUES (1, ?, 900, ?, 0, 'measured', 1)`)
    for (let index = 0; index < READINGS; index++) insert.run(1_770_000_300 + index * 900, index)
  })
  database.close()
  return file
}

function keeping(file: string): (database: Database) => void {
  const copies = createLocalCopies(join(dirname(file), COPIES_FOLDER))
  return (database) => copies.keepBefore(database, NOW)
}

function readingsIn(database: Database): number {
  return Number(database.prepare('SELECT count(*) AS n FROM reading').get()?.['n'])
}

const stepsOf = (database: Database): string[] =>
  database
    .prepare('SELECT id FROM migration')
    .all()
    .map(({ id }) => String(id))
    .sort()

describe('the tables of a new version', () => {
  // Every list of steps that a program before this one had.
  it.each(allMigrations.slice(4).map(({ id }, index) => [id, 4 + index] as const))(
    'come from those before %s with everything in them, after a copy of what was there',
    (_, steps) => {
      const file = household(allMigrations.slice(0, steps))
      const database = openDatabase({ file, key: TEST_KEY, beforeUpgrade: keeping(file) })
      expect(stepsOf(database)).toEqual(allMigrations.map(({ id }) => id).sort())
      expect(readingsIn(database)).toBe(READINGS)
      database.close()
      const [copy, ...more] = createLocalCopies(join(dirname(file), COPIES_FOLDER)).list()
      expect(more).toEqual([])
      const before = openDatabase({ file: copy?.file ?? '', key: TEST_KEY, migrations: 'leave' })
      expect(stepsOf(before)).toHaveLength(steps)
      expect(readingsIn(before)).toBe(READINGS)
      before.close()
    }
  )

  it('are not made twice, and a new household needs no copy', () => {
    const file = household(allMigrations)
    openDatabase({ file, key: TEST_KEY, beforeUpgrade: keeping(file) }).close()
    expect(existsSync(join(dirname(file), COPIES_FOLDER))).toBe(false)
  })

  it('are all made or none: a step that fails leaves the old ones, and says so', () => {
    const file = household(allMigrations)
    const steps = [
      { id: '9001-good', sql: 'CREATE TABLE extra (a INTEGER) STRICT; DELETE FROM reading' },
      { id: '9002-bad', sql: 'INSERT INTO no_such_table VALUES (1)' }
    ]
    const open = (): Database =>
      openDatabase({ file, key: TEST_KEY, migrations: [...allMigrations, ...steps], beforeUpgrade: keeping(file) })
    expect(codeOf(open)).toBe('upgrade-failed')
    const database = openDatabase({ file, key: TEST_KEY })
    expect(readingsIn(database)).toBe(READINGS)
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'extra'`).all()).toEqual([])
    database.close()
  })

  it('are not begun where the copy cannot be made', () => {
    const file = household(allMigrations.slice(0, 4))
    const refuse = (): void => {
      throw new AppError('disk-full')
    }
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY, beforeUpgrade: refuse }))).toBe('disk-full')
    const database = openDatabase({ file, key: TEST_KEY, migrations: 'leave' })
    expect(stepsOf(database)).toHaveLength(4)
    database.close()
  })

  it('of a newer program are refused, and not a byte is changed', () => {
    const file = household([...allMigrations, { id: '9999-later', sql: 'CREATE TABLE later (a INTEGER) STRICT' }])
    const before = readFileSync(file)
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY }))).toBe('database-newer')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dirname(file))).toEqual(['household.db'])
  })
})

describe.skipIf(process.platform === 'win32')('the rights of a household', () => {
  const rights = (file: string): string => (statSync(file).mode & 0o777).toString(8)

  it('are the owner’s alone, of database, journals and copies, from the moment they exist', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = openDatabase({ file, key: TEST_KEY })
    database.prepare('INSERT INTO setting VALUES (?, ?)').run('a', 'b')
    expect([file, `${file}-wal`].map(rights)).toEqual(['600', '600'])
    keeping(file)(database)
    database.snapshot(`${file}.copy`)
    const copies = join(dirname(file), COPIES_FOLDER)
    expect(rights(copies)).toBe('700')
    for (const name of readdirSync(copies)) expect(rights(join(copies, name))).toBe('600')
    expect(rights(`${file}.copy`)).toBe('600')
    database.close()
  })

  it('are taken back from others where an older program gave them', () => {
    const file = household(allMigrations)
    chmodSync(file, 0o644)
    openDatabase({ file, key: TEST_KEY }).close()
    expect(rights(file)).toBe('600')
  })
})
