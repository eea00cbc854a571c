/** The household's own data under kill -9: import, backup, restore, going back, a new version's tables, a new key. */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { secretOf } from '../../../adapters/backup/backup-words'
import { restoreBackup } from '../../../adapters/backup/restore-backup'
import { type Database, openDatabase } from '../../../adapters/storage/database'
import { allMigrations } from '../../../adapters/storage/migrations/all'
import { toUtcSeconds } from '../../../app/domain/interval'
import { contentOf } from '../../support/crash/content'
import { runCore } from '../../support/crash/core-victim'
import { type CrashJob, tryToBreak } from '../../support/crash/crash-job'
import { ALL_POINTS, CRASH_SEED } from '../../support/crash/deaths'
import { fastFolder } from '../../support/rounds/fast-folder'
import { TEST_KEY } from '../../support/test-database'

vi.setConfig({ testTimeout: 900_000 })

const YESTERDAY = 1_780_000_000 - 86_400
const NEW_KEY = 'new-key-of-exactly-thirty-two-ch'
/** Tokens, as main gives them out. */
const MAY = 'a'.repeat(32)
const JUNE = 'b'.repeat(32)
const TARGET = 'c'.repeat(32)
/** Before the table of readings was made anew. */
const VERSION_BEFORE = allMigrations.slice(0, 4)

describe(`the own data, killed anywhere (seed ${CRASH_SEED})`, () => {
  it('an import', async () => {
    const { template, files } = await lived()
    const calls = [['readings.import', { files: [JUNE] }]] as const
    await broken({ name: 'import', template, options: () => ({ files, calls }) }, 90, 2)
  })

  it('a backup: the file is the old one or the new one', async () => {
    const { template, words, folder } = await lived()
    const kept = path.join(folder, 'kept.wattveil-backup')
    await call(template, [['backup.write', { target: TARGET }]], { [TARGET]: kept })
    const old = readFileSync(kept)
    const place = (at: string): string => path.join(at, '..', `${path.basename(at)}.wattveil-backup`)
    const job: CrashJob = {
      name: 'backup',
      template,
      options: (at) => {
        return { files: { [TARGET]: place(at) }, calls: [['backup.write', { target: TARGET }]] }
      },
      judge: async (at) => {
        let bytes: Uint8Array
        try {
          bytes = readFileSync(place(at))
        } catch {
          return
        }
        if (Buffer.from(bytes).equals(old)) return
        await opensWith(words, bytes, `${at}-probe.db`)
      }
    }
    await broken(job, 60, 1)
  })

  it('a restore', async () => {
    const { template, words, folder } = await lived()
    const backup = path.join(folder, 'other.wattveil-backup')
    await call(
      template,
      [
        ['readings.import', { files: [JUNE] }],
        ['backup.write', { target: TARGET }]
      ],
      {
        [JUNE]: path.join(folder, 'june.csv'),
        [TARGET]: backup
      }
    )
    const here = (await lived()).template
    const calls = [['backup.restore', { file: TARGET, words }]] as const
    const options = () => ({ files: { [TARGET]: backup }, calls })
    await broken({ name: 'restore', template: here, options, ignoring: ['backup.written-at'] }, 80, 1)
  })

  it('going back to a copy', async () => {
    const { template, files } = await lived()
    // The copy of the day is made while nobody looks at anything.
    await call(template, [], files)
    await call(template, [['readings.import', { files: [JUNE] }]], files)
    const calls = [['backup.return', { name: `daily-${dayOf(YESTERDAY)}` }]] as const
    await broken({ name: 'return', template, options: () => ({ calls }) }, 50, 1)
  })

  it('the tables of a new version', async () => {
    const template = path.join(fastFolder(), 'home')
    mkdirSync(template)
    const old = openDatabase({ file: path.join(template, 'household.db'), key: TEST_KEY, migrations: VERSION_BEFORE })
    fill(old)
    old.close()
    await broken({ name: 'migration', template, options: () => ({}) }, 60, 1)
  })

  it('a new key', async () => {
    const { template } = await lived()
    const options = () => ({ key: NEW_KEY, previousKey: TEST_KEY })
    // What was encrypted with the key that was given up is gone.
    const judgeAtRest = async (at: string): Promise<void> => {
      for (const copy of copiesIn(at)) if (copy.endsWith('.db')) contentOf(copy, NEW_KEY)
    }
    await broken({ name: 'key', template, options, judgeAtRest }, 80, 2)
  })
})

async function broken(job: CrashJob, all: number, share: number): Promise<void> {
  const trials = ALL_POINTS ? all : share
  const { deaths, survived, before, after } = await tryToBreak(job, trials)
  expect(deaths + survived).toBe(trials)
  expect(deaths).toBeGreaterThan(0)
  // eslint-disable-next-line no-console -- the figures of a whole run
  if (ALL_POINTS) console.log(`${job.name}: ${deaths} deaths, ${survived} got away, ${before} undone, ${after} done`)
}

type Lived = {
  readonly folder: string
  readonly template: string
  readonly words: string
  readonly files: Readonly<Record<string, string>>
}

/** A household that imported three days and has its recovery words, and ten more days to import. */
async function lived(): Promise<Lived> {
  const folder = fastFolder()
  const template = path.join(folder, 'home')
  mkdirSync(template)
  const [may, june] = [path.join(folder, 'may.csv'), path.join(folder, 'june.csv')]
  writeFileSync(may, readings(1_778_000_400, 3))
  writeFileSync(june, readings(1_779_000_300, 10))
  const files = { [MAY]: may, [JUNE]: june }
  const [, asked] = await call(
    template,
    [
      ['readings.import', { files: [MAY] }],
      ['backup.words', {}]
    ],
    files
  )
  return { folder, template, files, words: (asked as { value: { words: string[] } }).value.words.join(' ') }
}

async function call(
  folder: string,
  calls: readonly (readonly [string, unknown])[],
  files: Readonly<Record<string, string>>
): Promise<readonly unknown[]> {
  const { answers } = await runCore({ folder, files, calls, now: YESTERDAY })
  for (const answer of answers) expect(answer).toMatchObject({ ok: true })
  return answers
}

/** Quarter hours in the program's own format. */
function readings(first: number, days: number): string {
  const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')
  const rows = Array.from({ length: days * 96 }, (_, index) => {
    const start = first + index * 900
    return `${stamp(start)},${stamp(start + 900)},0.${String(100 + (index % 800))},0.000,measured`
  })
  const head = ['# wattveil-readings 1', '# meter: 1EMH0012345678', '# zone: UTC', '# unit: kWh']
  return [...head, 'start,end,drawn,fed-in,quality', ...rows, `# end: ${rows.length} rows`, ''].join('\r\n')
}

/** A household of the first version, with readings and a setting. */
function fill(database: Database): void {
  database.transaction(() => {
    database.exec(`INSERT INTO setting VALUES ('note', 'Lindenhof');
      INSERT INTO reading_series (id, meter_id, direction) VALUES (1, '1EMH0012345678', 'drawn');
      INSERT INTO reading_batch (id, at, origin, name) VALUES (1, 1779990000, 'file', 'mai.csv')`)
    const insert = database.prepare(`INSERT INTO reading VALUES (1, ?, 900, ?, 0, 'measured', 1)`)
    for (let index = 0; index < 2000; index++) insert.run(1_770_000_300 + index * 900, index)
  })
}

async function opensWith(words: string, bytes: Uint8Array, file: string): Promise<void> {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes)
  }
  const target = { file, key: TEST_KEY, now: toUtcSeconds(YESTERDAY) }
  const { rows } = await restoreBackup(secretOf(words), chunks(), target)
  expect(rows).toBeGreaterThan(3 * 96)
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '')
}

function copiesIn(folder: string): readonly string[] {
  const copies = path.join(folder, 'copies')
  return existsSync(copies) ? readdirSync(copies).map((name) => path.join(copies, name)) : []
}
