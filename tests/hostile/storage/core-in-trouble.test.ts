/** The built core where something is wrong around it: it says so with a code that has a sentence, and nothing is changed. */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import { allMigrations } from '../../../adapters/storage/migrations/all'
import type { Migration } from '../../../adapters/storage/migrations/migration'
import { contentOf } from '../../support/crash/content'
import { runCore } from '../../support/crash/core-victim'
import { readInProject } from '../../support/project-files'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

vi.setConfig({ testTimeout: 120_000 })

const NOW = 1_780_000_000
const DAY = 86_400

type Home = { readonly folder: string; readonly file: string }

function home(migrations: readonly Migration[] = allMigrations): Home {
  const folder = join(temporaryFolder(), 'data')
  mkdirSync(folder)
  const file = join(folder, 'household.db')
  const database = openDatabase({ file, key: TEST_KEY, migrations })
  database.transaction(() => {
    for (let id = 0; id < 300; id++)
      database.prepare('INSERT INTO setting VALUES (?, ?)').run(`note-${id}`, 'Lindenhof '.repeat(20))
  })
  database.close()
  return { folder, file }
}

/** Starts the core on it. @returns why it does not run; the word has a sentence in both languages. */
async function refusedBy({ folder, file }: Home): Promise<string> {
  const before = readFileSync(file)
  const { failure } = await runCore({ folder, now: NOW })
  if (failure === null) return 'it runs'
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(folder).filter((name) => name !== 'household.db-wal' && name !== 'household.db-shm')).toEqual([
    'household.db'
  ])
  for (const language of ['de', 'en']) {
    const { codes } = JSON.parse(readInProject(`renderer/locales/${language}.json`)) as {
      codes: { error: Record<string, string> }
    }
    expect(codes.error[failure], failure).toMatch(/\w/u)
  }
  return failure
}

describe('the core', () => {
  it('leaves the data of a newer program alone', async () => {
    const later = { id: '9999-later', sql: 'CREATE TABLE later (a INTEGER) STRICT' }
    expect(await refusedBy(home([...allMigrations, later]))).toBe('database-newer')
  })

  it('names a damaged page at the start', async () => {
    const damaged = home()
    const bytes = readFileSync(damaged.file)
    bytes.fill(0x5a, bytes.length - 3000, bytes.length - 1000)
    writeFileSync(damaged.file, bytes)
    expect(await refusedBy(damaged)).toBe('database-damaged')
  })

  it('does not share its data with another one, and has it when that one has gone', async () => {
    const shared = home()
    const other = openDatabase({ file: shared.file, key: TEST_KEY })
    // Not looked at from here meanwhile: a process that closes a file gives up all of its locks on it.
    expect((await runCore({ folder: shared.folder, now: NOW })).failure).toBe('database-locked')
    other.close()
    expect((await runCore({ folder: shared.folder, now: NOW })).failure).toBeNull()
  })

  it('keeps everything when the clock jumps a year ahead and back again', async () => {
    const { folder, file } = home()
    // The first start keeps the home's time zone.
    await runCore({ folder, now: NOW })
    const before = contentOf(file, TEST_KEY)
    for (const days of [0, 400, -400, 1]) {
      const { failure } = await runCore({ folder, now: NOW + days * DAY })
      expect(failure).toBeNull()
      expect(contentOf(file, TEST_KEY)).toBe(before)
    }
    // One copy for each day that the clock named.
    expect(readdirSync(join(folder, 'copies')).filter((name) => name.startsWith('daily-'))).toHaveLength(4)
  })
})
