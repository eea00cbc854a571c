import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyFromFile, newDatabaseKey } from '../../../adapters/vault/key-file'
import { temporaryFolder } from '../../support/temporary-folder'

describe('keyFromFile', () => {
  it('makes a key of 32 characters that only the owner can read, and finds it again', () => {
    const folder = temporaryFolder()
    const keyFile = join(folder, 'household.key')
    const key = keyFromFile(keyFile, join(folder, 'household.db'))
    expect(key).toMatch(/^[A-Za-z0-9+/]{32}$/u)
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect(keyFromFile(keyFile, join(folder, 'household.db'))).toBe(key)
    expect(newDatabaseKey()).not.toBe(newDatabaseKey())
  })

  it('makes no new key for a database that already has one', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'household.db'), 'something')
    expect(() => keyFromFile(join(folder, 'household.key'), join(folder, 'household.db'))).toThrow('key-file-missing')
    expect(existsSync(join(folder, 'household.key'))).toBe(false)
  })

  it.each([
    ['cut', 'abc\n'],
    ['too long', `${'A'.repeat(33)}\n`],
    ['empty', ''],
    ['not text', '\0'.repeat(32)]
  ])('refuses a key file that is %s and does not overwrite it', (_, content) => {
    const folder = temporaryFolder()
    const keyFile = join(folder, 'household.key')
    writeFileSync(keyFile, content, { mode: 0o600 })
    expect(() => keyFromFile(keyFile, join(folder, 'household.db'))).toThrow('key-file-malformed')
    expect(readFileSync(keyFile, 'latin1')).toBe(content)
  })

  it('refuses a folder in place of the key file', () => {
    const folder = temporaryFolder()
    const keyFile = join(folder, 'household.key')
    mkdirSync(keyFile)
    expect(() => keyFromFile(keyFile, join(folder, 'household.db'))).toThrow('key-file-malformed')
  })

  it('refuses a key file that others can read', () => {
    const folder = temporaryFolder()
    const keyFile = join(folder, 'household.key')
    keyFromFile(keyFile, join(folder, 'household.db'))
    chmodSync(keyFile, 0o644)
    expect(() => keyFromFile(keyFile, join(folder, 'household.db'))).toThrow('key-file-open-to-others')
  })
})
