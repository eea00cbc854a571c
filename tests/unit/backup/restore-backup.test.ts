import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openBackup, sealBackup } from '../../../adapters/backup/backup-container'
import { BACKUP_TABLES, LEFT_BEHIND } from '../../../adapters/backup/backup-tables'
import { createLocalCopies } from '../../../adapters/backup/local-copies'
import { restoreBackup } from '../../../adapters/backup/restore-backup'
import { restoreCopy } from '../../../adapters/backup/restore-copy'
import { tellHowFar } from '../../../adapters/backup/tell-how-far'
import { writeBackup } from '../../../adapters/backup/write-backup'
import { type Database, openDatabase } from '../../../adapters/storage/database'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { createRoundStore } from '../../../adapters/storage/round-store'
import { allMigrations } from '../../../adapters/storage/migrations/all'
import { createProfileStore } from '../../../adapters/storage/profile-store'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { AppError } from '../../../app/app-error'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import { type ChainId, OBIS_DRAWN, toMeterId } from '../../../app/domain/meter/meter'
import { WorkCancelled } from '../../../app/ports'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const SECRET = new Uint8Array(16).fill(9)
const NOW = toUtcSeconds(1_780_000_000)
const CHAIN: ChainId = { meterId: toMeterId('1EMH0000000001'), obis: OBIS_DRAWN }
const RHO = new Uint8Array(32).fill(5)
const EXCHANGE = new Uint8Array(32).fill(0xee)

/** A household with something in every kind of column, among it what must stay behind. */
function lived(database: Database): void {
  database.exec(`INSERT INTO setting VALUES ('look', '{"language":"de","note":"Zähler €"}')`)
  database.exec(`INSERT INTO reading_series (id, meter_id, direction) VALUES (1, '1EMH0000000001', 'drawn')`)
  database.exec(`INSERT INTO reading_batch (id, at, origin, name) VALUES (1, 1779990000, 'file', 'mai.csv')`)
  database.transaction(() => {
    const insert = database.prepare(
      `INSERT INTO reading (series, start, seconds, amount, exponent, quality, batch) VALUES (1, ?, 900, ?, 0, 'measured', 1)`
    )
    for (let index = 0; index < 5000; index++) insert.run(1_770_000_000 + index * 900, index)
  })
  database.prepare('INSERT INTO bill_key (one, seed) VALUES (1, ?)').run(new Uint8Array(32).fill(1))
  const day = database.prepare(
    `INSERT INTO round_day (gid, utc_day, phase, reason, exchange, keys, keys_delivered, rho, members, submit, submitted_at,
       submit_delivered) VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?)`
  )
  const gid = new Uint8Array(32)
  day.run(gid, 20_001, 'offered', EXCHANGE, new Uint8Array([1]), 1, null, null, null, null, null)
  day.run(gid, 20_000, 'submitted', EXCHANGE, null, null, RHO, 12, new Uint8Array([2]), 1_779_000_000, 1)
  const live = database.prepare(
    `INSERT INTO round_live (gid, t, phase, exchange, keys, keys_delivered, rho, members, submit, submitted_at,
       submit_delivered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  )
  live.run(gid, 3, 'offered', EXCHANGE, new Uint8Array([1]), 1, null, null, null, null, null)
  live.run(gid, 2, 'armed', EXCHANGE, null, null, RHO, 12, null, null, null)
  live.run(gid, 1, 'submitted', EXCHANGE, null, null, RHO, 12, new Uint8Array([2]), 1_779_000_000, 1)
  createPadLedger(database).reserve(CHAIN, RHO, [toUtcSeconds(1_770_000_000)], () => undefined)
}

async function fileOf(database: Database, folder: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const snapshotFile = join(folder, 'snapshot.db')
  const source = { database, key: TEST_KEY, snapshotFile, secret: SECRET, madeAt: NOW, program: '1.2.3' }
  for await (const chunk of writeBackup(source)) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 10_000) yield await Promise.resolve(bytes.subarray(at, at + 10_000))
}

async function contentOf(bytes: Uint8Array): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of openBackup(SECRET, pieces(bytes))) parts.push(part)
  return gunzipSync(Buffer.concat(parts)).toString('utf8')
}

const inFile = (bytes: Uint8Array): string => `"b${Buffer.from(bytes).toString('base64')}"`

async function restoreBehind(now: UtcSeconds): Promise<Database> {
  const folder = temporaryFolder()
  const database = testDatabase()
  lived(database)
  const file = join(folder, 'restored.db')
  await restoreBackup(SECRET, pieces(await fileOf(database, folder)), { file, key: TEST_KEY, now })
  return testDatabase(file)
}

const tablesOf = (database: Database): string[] =>
  database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .all()
    .map(({ name }) => String(name))

const rowsOf = (database: Database, table: string): unknown => database.prepare(`SELECT * FROM "${table}"`).all()

describe('a backup', () => {
  it('takes a stand on every table there is, and knows none that is not', () => {
    const known = [...BACKUP_TABLES.map(({ name }) => name), ...LEFT_BEHIND].sort()
    expect(known).toEqual(tablesOf(testDatabase()))
  })

  it('comes back on another PC: all of it but keys of rounds and rule W', async () => {
    const folder = temporaryFolder()
    const database = testDatabase()
    lived(database)
    const bytes = await fileOf(database, folder)
    const file = join(folder, 'restored.db')
    const key = 'the-key-of-an-altogether-new-pc!'
    const { madeAt, rows } = await restoreBackup(SECRET, pieces(bytes), { file, key, now: NOW })
    expect(madeAt).toBe(NOW)
    expect(rows).toBeGreaterThan(5000)
    const restored = openDatabase({ file, key })
    for (const table of ['reading', 'reading_series', 'reading_batch', 'bill_key']) {
      expect(rowsOf(restored, table)).toEqual(rowsOf(database, table))
    }
    const days = restored.prepare('SELECT utc_day, phase, reason, exchange, keys FROM round_day ORDER BY utc_day').all()
    expect(days).toEqual([
      { utc_day: 20_000n, phase: 'lost', reason: 'no-sum', exchange: null, keys: null },
      { utc_day: 20_001n, phase: 'lost', reason: 'not-in-a-sum', exchange: null, keys: null }
    ])
    const live = createRoundStore(restored).roundsBetween(new Uint8Array(32), 1, 3)
    expect(live.map(({ t, phase, exchange }) => ({ t, phase, exchange }))).toEqual([
      { t: 1, phase: 'ended', exchange: null },
      { t: 2, phase: 'ended', exchange: null },
      { t: 3, phase: 'ended', exchange: null }
    ])
    expect(createRoundStore(restored).openDays(new Uint8Array(32))).toEqual([])
    expect(rowsOf(restored, 'pad_use')).toEqual([])
    restored.close()
    // In the words of the file, which its cipher hides from any search: the seed of bills travels, no secret of a round does.
    const text = await contentOf(bytes)
    expect(text).toContain(inFile(new Uint8Array(32).fill(1)))
    expect(text).not.toContain(inFile(EXCHANGE))
    expect(readdirSync(folder).sort()).toEqual(['restored.db'])
  })

  it('of an earlier program is brought up to date: days it had kept are summed anew', async () => {
    const folder = temporaryFolder()
    const migrations = allMigrations.filter(({ id }) => id < '0048')
    const old = openDatabase({ file: join(folder, 'old.db'), key: TEST_KEY, migrations })
    lived(old)
    const day = Math.floor(1_770_000_000 / 86_400)
    old.prepare(`INSERT INTO reading_day VALUES (1, ?, 900, 900, ?, NULL)`).run(day, new Uint8Array(8))
    const bytes = await fileOf(old, folder)
    expect(await contentOf(bytes)).toContain('"raster"')
    const file = join(folder, 'restored.db')
    await restoreBackup(SECRET, pieces(bytes), { file, key: TEST_KEY, now: NOW })
    const [restored, fresh] = [testDatabase(file), testDatabase()]
    lived(fresh)
    expect(rowsOf(restored, 'reading')).toEqual(rowsOf(old, 'reading'))
    old.close()
    expect(rowsOf(restored, 'reading_day')).toEqual([])
    const keptBy = (database: Database): unknown =>
      createProfileStore(database).days('1EMH0000000001', 'drawn', day, day + 60)
    expect(keptBy(restored)).toEqual(keptBy(fresh))
    expect(keptBy(restored)).not.toEqual([])
  })

  it('counts every interval up to now as submitted and opened, and none after', async () => {
    const folder = temporaryFolder()
    const database = testDatabase()
    lived(database)
    const bytes = await fileOf(database, folder)
    const file = join(folder, 'restored.db')
    await restoreBackup(SECRET, pieces(bytes), { file, key: TEST_KEY, now: NOW })
    const restored = testDatabase(file)
    const ledger = createPadLedger(restored)
    const reserve = (start: number): boolean =>
      ledger.reserve(CHAIN, RHO, [toUtcSeconds(start)], () => undefined).reserved
    expect(reserve(NOW - 900)).toBe(false)
    expect(reserve(NOW - 1)).toBe(false)
    expect(reserve(NOW)).toBe(true)
    expect(createBillStore(restored).openedBefore()).toBe(NOW)
    expect(createBillStore(database).openedBefore()).toBe(0)
  })

  it('counts what it lived through as gone, too, where the clock of the new PC is years behind', async () => {
    const restored = await restoreBehind(toUtcSeconds(NOW - 3 * 365 * 86_400))
    expect(createBillStore(restored).openedBefore()).toBe(NOW)
    const reserved = [NOW - 1, NOW].map(
      (start) => createPadLedger(restored).reserve(CHAIN, RHO, [toUtcSeconds(start)], () => undefined).reserved
    )
    expect(reserved).toEqual([false, true])
  })

  it('says how far its file has been read, and reaches the end', async () => {
    const bytes = new Uint8Array(25_000)
    const told: (readonly [number, number])[] = []
    const read = tellHowFar({ chunks: pieces(bytes), bytes: bytes.length }, { onProgress: (...far) => told.push(far) })
    for await (const piece of read) expect(piece.length).toBeGreaterThan(0)
    expect(told).toEqual([10_000, 20_000, 25_000].map((done) => [done, 25_000]))
  })

  it('leaves nothing behind when it is refused: wrong words, half a file, a newer program, cancelled', async () => {
    const folder = temporaryFolder()
    const database = testDatabase()
    lived(database)
    const bytes = await fileOf(database, folder)
    const target = { file: join(folder, 'restored.db'), key: TEST_KEY, now: NOW }
    const failure = async (work: Promise<unknown>): Promise<string> => {
      const error = await work.then(
        () => null,
        (seen: unknown) => seen
      )
      expect(readdirSync(folder)).toEqual([])
      if (error instanceof AppError) return error.code
      return error instanceof WorkCancelled ? 'cancelled' : String(error)
    }
    expect(await failure(restoreBackup(new Uint8Array(16), pieces(bytes), target))).toBe('backup-wrong-words')
    expect(await failure(restoreBackup(SECRET, pieces(bytes.subarray(0, bytes.length / 2)), target))).toMatch(
      /^backup-/u
    )
    const cancel = { aborted: true }
    expect(await failure(restoreBackup(SECRET, pieces(bytes), target, { cancel }))).toBe('cancelled')
    database.exec(`INSERT INTO migration (id) VALUES ('9999-from-the-future')`)
    const newer = await fileOf(database, folder)
    expect(await failure(restoreBackup(SECRET, pieces(newer), target))).toBe('backup-newer')
    const head = `${JSON.stringify({ format: 2, madeAt: NOW, program: '9.0.0', steps: [] })}\n`
    const later = sealBackup(SECRET, pieces(new Uint8Array(gzipSync(head))))
    expect(await failure(restoreBackup(SECRET, later, target))).toBe('backup-newer')
  })
})

describe('the copies on the same PC', () => {
  it('are made once a day, seven are kept, and one can be gone back to', () => {
    const folder = temporaryFolder()
    const database = testDatabase()
    lived(database)
    const copies = createLocalCopies(join(folder, 'copies'))
    expect(copies.list()).toEqual([])
    for (let day = 0; day < 9; day++) {
      copies.keepDaily(database, toUtcSeconds(NOW + day * 86_400))
      copies.keepDaily(database, toUtcSeconds(NOW + day * 86_400 + 60))
    }
    copies.keepBefore(database, NOW)
    expect(copies.list().filter(({ name }) => name.startsWith('daily'))).toHaveLength(7)
    expect(copies.list().filter(({ name }) => name.startsWith('before'))).toHaveLength(1)
    const file = join(folder, 'back.db')
    writeFileSync(file, readFileSync(copies.list()[0]?.file ?? ''))
    restoreCopy({ file, key: TEST_KEY, now: NOW })
    const back = testDatabase(file)
    expect(rowsOf(back, 'reading')).toEqual(rowsOf(database, 'reading'))
    expect(
      createPadLedger(back).reserve(CHAIN, new Uint8Array(32), [toUtcSeconds(NOW - 900)], () => undefined)
    ).toEqual({
      reserved: false,
      intervalStart: NOW - 900
    })
    copies.removeAll()
    expect(existsSync(join(folder, 'copies'))).toBe(false)
  })
})
