import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyFromFile } from '../../../adapters/vault/key-file'
import { openDatabase } from '../../../adapters/storage/database'
import { AppError } from '../../../app/app-error'
import { temporaryFolder } from '../../support/temporary-folder'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'nothing'
}

describe('K11: the key beside a database, tampered with', () => {
  function home(): { keyFile: string; databaseFile: string; open: () => void } {
    const folder = temporaryFolder()
    const [keyFile, databaseFile] = [join(folder, 'household.key'), join(folder, 'household.db')]
    const open = (): void => {
      openDatabase({ file: databaseFile, key: keyFromFile(keyFile, databaseFile) }).close()
    }
    open()
    return { keyFile, databaseFile, open }
  }

  it.runIf(process.platform !== 'win32')('is not used while others may read it', () => {
    const { keyFile, open } = home()
    chmodSync(keyFile, 0o644)
    expect(codeOf(open)).toBe('key-file-open-to-others')
    chmodSync(keyFile, 0o600)
    expect(codeOf(open)).toBe('nothing')
  })

  it.each([
    ['cut in half', (key: string) => key.slice(0, 15), 'key-file-malformed'],
    ['emptied', () => '', 'key-file-malformed'],
    [
      'exchanged for another',
      (key: string) => `${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}`,
      'database-wrong-key'
    ]
  ])('%s: said, and neither file is touched', (_, change, code) => {
    const { keyFile, databaseFile, open } = home()
    writeFileSync(keyFile, change(readFileSync(keyFile, 'latin1')))
    const before = [readFileSync(keyFile), readFileSync(databaseFile)]
    expect(codeOf(open)).toBe(code)
    expect([readFileSync(keyFile), readFileSync(databaseFile)]).toEqual(before)
  })
})
