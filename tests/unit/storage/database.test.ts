import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import { bigintIn, bytesIn, integerIn, nullableIn, textIn } from '../../../adapters/storage/row'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'
import { codeOf } from '../../support/code-of'

const OTHER_KEY = 'other-key-of-thirty-two-characte'

function filled(file: string, rows = 300): void {
  const database = openDatabase({ file, key: TEST_KEY })
  database.exec('CREATE TABLE sample (id INTEGER PRIMARY KEY, amount INTEGER, label TEXT, bytes BLOB) STRICT')
  database.transaction(() => {
    for (let id = 0; id < rows; id++) {
      database.prepare('INSERT INTO sample VALUES (?, ?, ?, ?)').run(id, id * 7, 'Lindenhof '.repeat(8), null)
    }
  })
  database.close()
}

describe('openDatabase', { timeout: 30_000 }, () => {
  it('keeps whole numbers beyond 2^53, bytes, text and nothing apart', () => {
    const database = testDatabase()
    database.exec('CREATE TABLE sample (a INTEGER, b BLOB, c TEXT, d INTEGER) STRICT')
    const part = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4)
    database.prepare('INSERT INTO sample VALUES (?, ?, ?, ?)').run(2n ** 62n, part, 'Zähler', null)
    const row = database.prepare('SELECT * FROM sample').get() ?? {}
    expect(bigintIn(row, 'a')).toBe(2n ** 62n)
    expect(bytesIn(row, 'b')).toEqual(new Uint8Array([1, 2, 3]))
    expect(textIn(row, 'c')).toBe('Zähler')
    expect(nullableIn(row, 'd', integerIn)).toBeNull()
    expect(codeOf(() => integerIn(row, 'a'))).toBe('database-damaged')
    expect(Object.keys(row)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('shows no plain text on disk', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = testDatabase(file)
    database.exec('CREATE TABLE sample (c TEXT) STRICT')
    database.prepare('INSERT INTO sample VALUES (?)').run('Lindenhof Lindenhof Lindenhof')
    expect(readFileSync(`${file}-wal`).includes('Lindenhof')).toBe(false)
    database.close()
    expect(readFileSync(file).includes('Lindenhof')).toBe(false)
    expect(readFileSync(file).includes('SQLite format 3')).toBe(false)
  })

  it('puts every commit on disk before it returns', () => {
    const database = testDatabase()
    expect(database.isDurable()).toBe(true)
    database.exec('PRAGMA synchronous = NORMAL')
    expect(database.isDurable()).toBe(false)
  })

  it('refuses a key of another length as a fault of the program', () => {
    const file = join(temporaryFolder(), 'household.db')
    expect(() => openDatabase({ file, key: 'short' })).toThrow(RangeError)
    expect(() => openDatabase({ file, key: `${TEST_KEY}x` })).toThrow(RangeError)
    expect(() => openDatabase({ file, key: 'ä'.repeat(32) })).toThrow(RangeError)
    expect(existsSync(file)).toBe(false)
  })

  it('names a wrong key, and the right one still opens the file', () => {
    const file = join(temporaryFolder(), 'household.db')
    filled(file)
    expect(codeOf(() => openDatabase({ file, key: OTHER_KEY }))).toBe('database-wrong-key')
    expect(integerIn(testDatabase(file).prepare('SELECT count(*) AS n FROM sample').get() ?? {}, 'n')).toBe(300)
  })

  it.each([
    [
      'random bytes',
      (file: string) => {
        writeFileSync(file, Buffer.alloc(20_000, 0x5a))
      }
    ],
    [
      'a few bytes',
      (file: string) => {
        writeFileSync(file, 'abc')
      }
    ],
    [
      'a cut end',
      (file: string) => {
        truncateSync(file, Math.floor(statSync(file).size / 2))
      }
    ],
    [
      'a changed page',
      (file: string) => {
        const handle = openSync(file, 'r+')
        writeSync(handle, Buffer.alloc(900, 1), 0, 900, statSync(file).size - 4096)
        closeSync(handle)
      }
    ]
  ])('calls a file damaged that has %s, and leaves it as it is', (_, harm) => {
    const file = join(temporaryFolder(), 'household.db')
    filled(file)
    harm(file)
    const before = readFileSync(file)
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY }))).toBe('database-damaged')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('calls a file damaged whose text is no longer text, and leaves it as it is', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = testDatabase(file)
    const store = database.prepare('INSERT INTO setting VALUES (?, CAST(? AS TEXT))')
    store.run('report', new Uint8Array([...Buffer.from('{"name":"Grünstrom"}'), 0x93, 0xfa]))
    database.close()
    const before = readFileSync(file)
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY }))).toBe('database-damaged')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('opens a file with text in any script', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = testDatabase(file)
    database.prepare('INSERT INTO setting VALUES (?, ?)').run('name', 'Grünstrom 電力')
    database.close()
    const row = testDatabase(file).prepare('SELECT value FROM setting WHERE key = ?').get('name')
    expect(row?.['value']).toBe('Grünstrom 電力')
  })

  it('refuses a second process while it is open, and no longer when it is closed', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = testDatabase(file)
    const libsql = createRequire(import.meta.url).resolve('libsql')
    const read = `const D = require(${JSON.stringify(libsql)})
      try { new D(process.argv[1], { encryptionKey: process.argv[2] }).prepare('SELECT count(*) FROM setting').all(); console.log('read') }
      catch (error) { console.log(error.code) }`
    const other = (): string => spawnSync(process.execPath, ['-e', read, file, TEST_KEY]).stdout.toString().trim()
    expect(other()).toBe('SQLITE_BUSY')
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY }))).toBe('database-locked')
    database.prepare('INSERT INTO setting VALUES (?, ?)').run('a', 'b')
    database.close()
    expect(other()).toBe('read')
  })

  it('refuses a database written by a newer version', () => {
    const file = join(temporaryFolder(), 'household.db')
    const database = testDatabase(file)
    database.prepare('INSERT INTO migration VALUES (?)').run('9999-later')
    database.close()
    expect(codeOf(() => openDatabase({ file, key: TEST_KEY }))).toBe('database-newer')
  })

  it('says that a folder is not a database, and that a folder is missing', () => {
    const folder = temporaryFolder()
    expect(codeOf(() => openDatabase({ file: folder, key: TEST_KEY }))).toBe('database-unwritable')
    expect(codeOf(() => openDatabase({ file: join(folder, 'no', 'x.db'), key: TEST_KEY }))).toBe('database-unwritable')
  })
})

describe('transaction', { timeout: 30_000 }, () => {
  it('keeps all of it or nothing', () => {
    const database = testDatabase()
    expect(() =>
      database.transaction(() => {
        database.prepare('INSERT INTO setting VALUES (?, ?)').run('a', '1')
        throw new RangeError('half way')
      })
    ).toThrow('half way')
    expect(database.prepare('SELECT * FROM setting').all()).toEqual([])
    database.transaction(() => {
      database.transaction(() => database.prepare('INSERT INTO setting VALUES (?, ?)').run('a', '1'))
      database.prepare('INSERT INTO setting VALUES (?, ?)').run('b', '2')
    })
    expect(database.prepare('SELECT key FROM setting ORDER BY key').all()).toEqual([{ key: 'a' }, { key: 'b' }])
  })

  it('names a full disk, keeps what was there and goes on when there is room again', () => {
    const database = testDatabase()
    database.prepare('INSERT INTO setting VALUES (?, ?)').run('kept', 'yes')
    const pages = integerIn(database.prepare('PRAGMA page_count').get() ?? {}, 'page_count')
    database.exec(`PRAGMA max_page_count = ${String(pages + 2)}`)
    const fill = (): void => {
      database.transaction(() => {
        for (let id = 0; id < 100; id++)
          database.prepare('INSERT INTO setting VALUES (?, ?)').run(`k${String(id)}`, 'x'.repeat(500))
      })
    }
    expect(codeOf(fill)).toBe('disk-full')
    expect(database.prepare('SELECT key FROM setting').all()).toEqual([{ key: 'kept' }])
    database.exec('PRAGMA max_page_count = 100000')
    fill()
    expect(database.prepare('SELECT key FROM setting').all()).toHaveLength(101)
  })

  it('loses a transaction that was not finished when the process was killed, and nothing before it', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'household.db')
    const database = testDatabase(file)
    database.prepare('INSERT INTO setting VALUES (?, ?)').run('committed', 'yes')
    const copy = join(folder, 'after-kill.db')
    database.transaction(() => {
      for (let id = 0; id < 2000; id++)
        database.prepare('INSERT INTO setting VALUES (?, ?)').run(`k${String(id)}`, 'x'.repeat(900))
      // What a killed process leaves behind: the files as they are now.
      copyFileSync(file, copy)
      copyFileSync(`${file}-wal`, `${copy}-wal`)
    })
    expect(testDatabase(copy).prepare('SELECT key FROM setting').all()).toEqual([{ key: 'committed' }])
  })
})

describe('prepare', () => {
  it('refuses a call with a value missing, which libsql would fill from the call before', () => {
    const database = testDatabase()
    const insert = database.prepare('INSERT INTO setting VALUES (?, ?)')
    insert.run('a', 'secret')
    expect(() => insert.run('b')).toThrow(TypeError)
    expect(() => insert.run('b', 'x\0y')).toThrow(RangeError)
  })

  it('cannot be used once the database is closed', () => {
    const database = testDatabase()
    const read = database.prepare('SELECT * FROM setting')
    database.close()
    database.close()
    expect(() => read.all()).toThrow('already closed')
    expect(() => database.transaction(() => 1)).toThrow('already closed')
  })
})
