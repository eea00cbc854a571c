import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import { keyFits } from '../../../adapters/storage/key-fits'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const OTHER_KEY = 'other-key-of-thirty-two-characte'

/** A database as a killed process leaves it: what was committed last is in the journal alone. */
function killed(): string {
  const file = join(temporaryFolder(), 'household.db')
  const database = testDatabase()
  database.prepare('INSERT INTO setting VALUES (?, ?)').run('confirmed', 'yes')
  copyFileSync(database.file, file)
  copyFileSync(`${database.file}-wal`, `${file}-wal`)
  return file
}

const bytesOf = (file: string): string =>
  Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).toString('latin1')

describe('a wrong key', () => {
  it('costs nothing of a database whose process was killed, however often it is tried', () => {
    const file = killed()
    const before = bytesOf(file)
    for (let time = 0; time < 3; time++) {
      expect(() => openDatabase({ file, key: OTHER_KEY })).toThrow('database-wrong-key')
      expect(bytesOf(file)).toBe(before)
    }
    const row = testDatabase(file).prepare('SELECT value FROM setting WHERE key = ?').get('confirmed')
    expect(row?.['value']).toBe('yes')
  })

  it('is told from the right one, and the trial leaves nothing behind', () => {
    const file = killed()
    expect(keyFits(file, TEST_KEY)).toBe(true)
    expect(keyFits(file, OTHER_KEY)).toBe(false)
    expect(readdirSync(dirname(file)).sort()).toEqual(['household.db', 'household.db-wal'])
  })

  it('cannot be wrong for a file that is still empty', () => {
    const file = join(temporaryFolder(), 'household.db')
    writeFileSync(file, '')
    expect(keyFits(file, OTHER_KEY)).toBe(true)
    expect(existsSync(`${file}.probe`)).toBe(false)
  })
})
