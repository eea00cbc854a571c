import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeDatabaseKey } from '../../../adapters/storage/change-key'
import { openDatabase } from '../../../adapters/storage/database'
import { AppError } from '../../../app/app-error'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

const NEW_KEY = 'new-key-of-exactly-thirty-two-ch'

function household(): string {
  const file = join(temporaryFolder(), 'household.db')
  const database = openDatabase({ file, key: TEST_KEY })
  for (let id = 0; id < 500; id++) {
    database.prepare('INSERT INTO setting VALUES (?, ?)').run(`key-${id}`, 'Lindenhof '.repeat(20))
  }
  database.close()
  return file
}

function rowsWith(file: string, key: string): number | string {
  try {
    const database = openDatabase({ file, key })
    const rows = database.prepare('SELECT * FROM setting').all().length
    database.close()
    return rows
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

describe('changing the key of a database', () => {
  it('keeps everything, under the new key alone', () => {
    const file = household()
    expect(changeDatabaseKey({ file, key: NEW_KEY, previous: TEST_KEY })).toBe(true)
    expect(rowsWith(file, NEW_KEY)).toBe(500)
    expect(rowsWith(file, TEST_KEY)).toBe('database-wrong-key')
    expect(readdirSync(dirname(file))).toEqual(['household.db'])
  })

  it('does nothing a second time, and nothing where there is no database yet', () => {
    const file = household()
    changeDatabaseKey({ file, key: NEW_KEY, previous: TEST_KEY })
    expect(changeDatabaseKey({ file, key: NEW_KEY, previous: TEST_KEY })).toBe(false)
    expect(rowsWith(file, NEW_KEY)).toBe(500)
    const none = join(temporaryFolder(), 'household.db')
    expect(changeDatabaseKey({ file: none, key: NEW_KEY, previous: TEST_KEY })).toBe(false)
    expect(existsSync(none)).toBe(false)
  })

  it('goes on after an interruption that left a half-made copy', () => {
    const file = household()
    copyFileSync(file, `${file}.rekey`)
    expect(changeDatabaseKey({ file, key: NEW_KEY, previous: TEST_KEY })).toBe(true)
    expect(rowsWith(file, NEW_KEY)).toBe(500)
    expect(readdirSync(dirname(file))).toEqual(['household.db'])
  })

  it('leaves the database as it is where neither key fits', () => {
    const file = household()
    const other = 'a-key-that-was-never-used-for-it'
    expect(() => changeDatabaseKey({ file, key: NEW_KEY, previous: other })).toThrow(new AppError('database-wrong-key'))
    expect(rowsWith(file, TEST_KEY)).toBe(500)
  })
})
