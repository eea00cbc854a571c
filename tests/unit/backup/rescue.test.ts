import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLocalCopies } from '../../../adapters/backup/local-copies'
import { type WantedRescue, rescue } from '../../../adapters/backup/rescue'
import { openDatabase } from '../../../adapters/storage/database'
import { removeSetAside, setAside } from '../../../adapters/storage/set-aside'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { toUtcSeconds } from '../../../app/domain/interval'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

const NOW = toUtcSeconds(1_780_000_000)
const ASIDE = 'household-damaged-20260528-202640.db'

/** A household whose newest note is not in its copy, damaged in the middle. */
function damagedHome() {
  const folder = join(temporaryFolder(), 'data')
  mkdirSync(folder)
  const file = join(folder, 'household.db')
  const database = openDatabase({ file, key: TEST_KEY })
  database.exec(`INSERT INTO setting VALUES ('note', 'kept')`)
  const copies = createLocalCopies(join(folder, 'copies'))
  copies.keepDaily(database, NOW)
  database.exec(`UPDATE setting SET value = 'later' WHERE key = 'note'`)
  database.close()
  const damaged = readFileSync(file).fill(0x5a, 8192, 24_000)
  writeFileSync(file, damaged)
  const documents = createFileDocuments((path) => Promise.resolve({ path, name: 'file' }))
  const home = { folder, key: TEST_KEY, now: NOW, documents }
  const take = (wanted: WantedRescue): Promise<void> => rescue(wanted, home, {})
  return { folder, file, damaged, take, copy: copies.list()[0] ?? { name: '', file: '' } }
}

function noteIn(file: string): unknown {
  const database = openDatabase({ file, key: TEST_KEY })
  const row = database.prepare(`SELECT value FROM setting WHERE key = 'note'`).all()[0]
  database.close()
  return row?.['value']
}

describe('a database that cannot be opened', () => {
  it('gives its place to a copy and is kept, byte for byte, under another name', async () => {
    const home = damagedHome()
    expect(() => openDatabase({ file: home.file, key: TEST_KEY })).toThrow('database-damaged')
    await home.take({ kind: 'copy', name: home.copy.name })
    expect(noteIn(home.file)).toBe('kept')
    expect(readFileSync(join(home.folder, ASIDE)).equals(home.damaged)).toBe(true)
    expect(noteIn(home.copy.file)).toBe('kept')
  })

  it.each([
    ['a copy that is not there', { kind: 'copy', name: 'daily-20200101' }, 'copy-gone'],
    ['a copy that is damaged too', { kind: 'copy', name: 'daily-20200202' }, 'copy-damaged'],
    ['eleven words', { kind: 'backup', file: 'x', words: 'able '.repeat(11) }, 'words-number'],
    ['a file that is not there', { kind: 'backup', file: '/nowhere', words: 'abandon '.repeat(11) + 'about' }, /\w/u]
  ] as const)('stays as it was with %s', async (_, wanted, code) => {
    const home = damagedHome()
    copyFileSync(home.file, join(home.folder, 'copies/daily-20200202.db'))
    const before = readdirSync(home.folder)
    await expect(home.take(wanted)).rejects.toThrow(code)
    expect(readFileSync(home.file).equals(home.damaged)).toBe(true)
    expect(readdirSync(home.folder)).toEqual(before)
  })

  it('makes room for an empty one, with the journal that belongs to it', async () => {
    const home = damagedHome()
    writeFileSync(`${home.file}-wal`, 'a journal')
    await home.take({ kind: 'anew' })
    expect(existsSync(home.file)).toBe(false)
    expect(readFileSync(join(home.folder, `${ASIDE}-wal`), 'utf8')).toBe('a journal')
    expect(noteIn(home.file)).toBeUndefined()
  })

  it('is never overwritten by the next one of the same second, and goes when everything goes', () => {
    const { folder, file } = damagedHome()
    setAside(file, null, NOW)
    for (const text of ['second', 'third']) {
      writeFileSync(file, text)
      setAside(file, null, NOW)
    }
    const kept = (): string[] => readdirSync(folder).filter((name) => name.includes('-damaged-'))
    expect(kept()).toHaveLength(3)
    removeSetAside(file)
    expect(kept()).toEqual([])
    expect(readdirSync(join(folder, 'copies'))).toHaveLength(1)
  })
})
