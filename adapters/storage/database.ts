/**
 * The encrypted database of one household: opened by one process at a time, every commit on disk before
 * it returns (rule W rests on it: docs/protocol/rounds.md 3.1), checked for damage at open, because the cipher does
 * not authenticate pages (docs/platform-notes.md 10).
 */

import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { AppError } from '../../app/app-error'
import { assertText } from './assert-text'
import { databaseFailure, failureOfUnreadableFile, resultCode } from './database-failure'
import { journalsOf } from './database-files'
import { keyFits } from './key-fits'
import { type LibsqlDatabase, type LibsqlStatement, type SqlValue, openLibsql } from './libsql'
import { allMigrations } from './migrations/all'
import { assertNotNewer, migrate } from './migrations/migrate'
import type { Migration } from './migrations/migration'
import type { Row } from './row'

/** Exactly this many one-byte characters are the key: libsql ignores what follows and accepts less. */
export const KEY_LENGTH = 32

const LOCK_TIMEOUT_MS = 1500
const OWNER_ONLY = 0o600

/** 2 = FULL. */
const SYNCHRONOUS_FULL = 2n

export type Statement = {
  /** @returns number of rows changed. */
  run(...values: readonly SqlValue[]): number
  /** First row, or undefined. Integers are bigint, blobs ArrayBuffer: read them through row.ts. */
  get(...values: readonly SqlValue[]): Row | undefined
  all(...values: readonly SqlValue[]): readonly Row[]
}

export type Database = {
  readonly file: string
  /** Prepared once per text. Every parameter is a `?`. */
  prepare(sql: string): Statement
  /** Runs statements without parameters. */
  exec(sql: string): void
  /** All of `work` or nothing; synchronous. A transaction inside another one is part of it. */
  transaction<Value>(work: () => Value): Value
  /** False when commits could be lost in a power cut: then nothing that relies on rule W may be sent. */
  isDurable(): boolean
  /**
   * Copies everything, as it is now, into a new file with the same key, and reads the copy through.
   * @throws AppError as openDatabase, disk-failed where the copy is not whole; TypeError where the file exists.
   */
  snapshot(file: string): void
  close(): void
}

export type OpenDatabaseOptions = {
  readonly file: string
  /** 32 characters of one byte; see adapters/vault/key-file.ts. Secret. */
  readonly key: string
  /** Tables of a service; those of a household when absent. 'leave' takes the tables as they are, of whatever version. */
  readonly migrations?: readonly Migration[] | 'leave'
  /** Called with what is stored before its tables are changed; when it throws, they are not. */
  readonly beforeUpgrade?: (database: Database) => void
}

/**
 * Opens or creates the database and brings its tables up to date.
 * @throws AppError database-wrong-key, database-damaged, database-locked (another process has it open),
 *   database-newer (written by a newer version), upgrade-failed, database-unwritable, database-not-durable, disk-full,
 *   disk-failed, and those of `beforeUpgrade`; nothing stored is changed by any of them. @throws RangeError for a key of
 *   another length.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const { file, key, migrations = allMigrations } = options
  if (!/^[\x21-\x7e]*$/u.test(key) || key.length !== KEY_LENGTH) throw new RangeError('database key: 32 characters')
  const existed = existsSync(file)
  keepToOwner(file)
  if (existed) assertKeyFits(file, key)
  const connection = connect(file, key)
  try {
    if (existed) assertUndamaged(connection, file)
    if (migrations !== 'leave') assertNotNewer(connection, migrations)
    secure(connection)
    const database = wrap(connection, file, key)
    if (!database.isDurable()) throw new AppError('database-not-durable')
    if (migrations !== 'leave') migrate(database, migrations, () => options.beforeUpgrade?.(database))
    return database
  } catch (error) {
    const failure = databaseFailure(error)
    if (isLocked(failure)) connection.close()
    else release(connection)
    throw failure
  }
}

/**
 * From the first moment on: SQLite gives journals and their index the rights of the database, and takes an empty file for a
 * new one. Where this fails, opening will say why.
 */
function keepToOwner(file: string): void {
  // Windows has no such bits; there the file inherits the rights of the user's own folder.
  if (process.platform === 'win32') return
  try {
    closeSync(openSync(file, 'a', OWNER_ONLY))
    for (const each of [file, ...journalsOf(file)]) if (existsSync(each)) chmodSync(each, OWNER_ONLY)
  } catch {
    // Somebody else's file, a folder, a disk that cannot be written.
  }
}

/** What cannot be read at all is left to the opening, which says why. */
function assertKeyFits(file: string, key: string): void {
  if (!statSync(file).isFile()) return
  try {
    if (!keyFits(file, key)) throw failureOfUnreadableFile(file)
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-unwritable') throw new AppError('database-unwritable')
    if (error instanceof AppError) throw error
    throw new AppError('database-unwritable')
  }
}

function connect(file: string, key: string): LibsqlDatabase {
  try {
    return openLibsql(file, key, LOCK_TIMEOUT_MS)
  } catch (error) {
    throw databaseFailure(error)
  }
}

function assertUndamaged(connection: LibsqlDatabase, file: string): void {
  try {
    assertText(connection)
    if (quickCheck(connection) !== 'ok') throw new AppError('database-damaged')
  } catch (error) {
    throw resultCode(error) === 'SQLITE_NOTADB' ? failureOfUnreadableFile(file) : error
  }
}

function quickCheck(connection: LibsqlDatabase): unknown {
  return connection.prepare('PRAGMA quick_check').all([])[0]?.['quick_check']
}

/** Then there is nothing of ours to tidy, and trying would only wait for the lock again. */
function isLocked(failure: unknown): boolean {
  return failure instanceof AppError && failure.code === 'database-locked'
}

/**
 * WAL first and the exclusive lock after it: only in this order can the lock be given back while the
 * connection lives (see `release`). The operating system frees it when the process dies.
 */
function secure(connection: LibsqlDatabase): void {
  connection.exec('PRAGMA journal_mode = WAL')
  connection.exec('PRAGMA synchronous = FULL')
  connection.exec('PRAGMA foreign_keys = ON')
  // Keys and values that the protocol erases are overwritten, not only unlinked (docs/protocol/rounds.md 3).
  connection.exec('PRAGMA secure_delete = ON')
  // Only the first read opens the WAL.
  connection.prepare('SELECT count(*) FROM sqlite_master').all([])
  connection.exec('PRAGMA locking_mode = EXCLUSIVE')
  // The lock is taken by the next write, so write: the same value again.
  const version = connection.prepare('PRAGMA user_version').all([])[0]?.['user_version']
  connection.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${String(Number(version))}; COMMIT`)
}

function wrap(connection: LibsqlDatabase, file: string, key: string): Database {
  const statements = new Map<string, LibsqlStatement>()
  const state = { open: true }
  const guarded = <Value>(work: () => Value): Value => {
    if (!state.open) throw new TypeError('database: already closed')
    try {
      return work()
    } catch (error) {
      throw databaseFailure(error)
    }
  }
  const statement = (sql: string): LibsqlStatement => {
    const known = statements.get(sql)
    if (known) return known
    const made = connection.prepare(sql).safeIntegers(true)
    statements.set(sql, made)
    return made
  }
  const database: Database = {
    file,
    prepare: (sql) => prepared(sql, (work) => guarded(() => work(statement(sql)))),
    exec: (sql) => {
      guarded(() => connection.exec(sql))
    },
    transaction: (work) => {
      if (!state.open) throw new TypeError('database: already closed')
      return connection.inTransaction ? work() : inTransaction(connection, work)
    },
    isDurable: () => guarded(() => isDurable(connection)),
    snapshot: (copy) => {
      if (existsSync(copy)) throw new TypeError('database: the snapshot exists')
      guarded(() => copyInto(connection, copy, key))
    },
    close: () => {
      if (!state.open) return
      state.open = false
      statements.clear()
      release(connection)
    }
  }
  return database
}

function copyInto(connection: LibsqlDatabase, copy: string, key: string): void {
  keepToOwner(copy)
  try {
    connection.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
    const copied = connect(copy, key)
    try {
      if (quickCheck(copied) !== 'ok') throw new AppError('disk-failed')
    } finally {
      copied.close()
    }
  } catch (error) {
    rmSync(copy, { force: true })
    throw error
  }
}

function prepared(sql: string, use: <Value>(work: (statement: LibsqlStatement) => Value) => Value): Statement {
  const expected = sql.split('?').length - 1
  // libsql keeps the values of the call before where one is missing, and cuts text at NUL: both silent.
  const checked = (values: readonly SqlValue[]): readonly SqlValue[] => {
    if (values.length !== expected) throw new TypeError(`statement: ${String(expected)} values expected`)
    if (values.some((value) => typeof value === 'string' && value.includes('\0')))
      throw new RangeError('statement: NUL')
    return values
  }
  return {
    run: (...values) => use((statement) => statement.run(checked(values)).changes),
    get: (...values) => use((statement) => statement.all(checked(values))[0]),
    all: (...values) => use((statement) => statement.all(checked(values)))
  }
}

function inTransaction<Value>(connection: LibsqlDatabase, work: () => Value): Value {
  try {
    connection.exec('BEGIN IMMEDIATE')
    const value = work()
    connection.exec('COMMIT')
    return value
  } catch (error) {
    // A full disk has rolled back already; a second ROLLBACK would hide the reason.
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw databaseFailure(error)
  }
}

function isDurable(connection: LibsqlDatabase): boolean {
  const pragma = (name: string): unknown => connection.prepare(`PRAGMA ${name}`).safeIntegers(true).all([])[0]?.[name]
  return pragma('synchronous') === SYNCHRONOUS_FULL && pragma('journal_mode') === 'wal'
}

/**
 * Leaves one file without a journal and gives every lock back. libsql holds its connection until the last
 * statement is garbage, so closing alone would keep the file locked; a file that cannot be tidied now is
 * tidied at the next open.
 */
function release(connection: LibsqlDatabase): void {
  try {
    connection.prepare('PRAGMA locking_mode = NORMAL').all([])
    connection.prepare('PRAGMA journal_mode = DELETE').all([])
    // SQLite lets go of the lock at the end of the next read.
    connection.prepare('SELECT count(*) FROM sqlite_master').all([])
  } catch (error) {
    if (resultCode(error) === undefined) throw error
  } finally {
    connection.close()
  }
}
