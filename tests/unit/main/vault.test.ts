import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { type Keychain, openDatabaseKey } from '../../../main/vault'

const NO_KEYCHAIN: Keychain = {
  isAvailable: () => false,
  encrypt: () => {
    throw new Error('no keychain')
  },
  decrypt: () => {
    throw new Error('no keychain')
  }
}

/** Turns every byte round: enough to tell whether a key went through the keychain. */
const KEYCHAIN: Keychain = {
  isAvailable: () => true,
  encrypt: (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString()
}

let folder = ''
const file = (name: string) => path.join(folder, name)

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'wattveil-vault-')), 'data')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true }))

describe('openDatabaseKey', () => {
  it('makes a key of 32 characters and gives the same one again', async () => {
    const first = await openDatabaseKey(folder, NO_KEYCHAIN)
    expect(first.key).toMatch(/^[A-Za-z0-9+/]{32}$/u)
    expect(await openDatabaseKey(folder, NO_KEYCHAIN)).toEqual(first)
  })

  it('says that the key lies in a file where there is no keychain, readable by its owner alone', async () => {
    expect((await openDatabaseKey(folder, NO_KEYCHAIN)).protection).toBe('file')
    if (process.platform !== 'win32') expect(statSync(file('household.key')).mode & 0o777).toBe(0o600)
  })

  it('leaves no readable key on disk where there is a keychain', async () => {
    const { key, protection } = await openDatabaseKey(folder, KEYCHAIN)
    expect(protection).toBe('os-keychain')
    expect(existsSync(file('household.key'))).toBe(false)
    expect(readFileSync(file('household.key.sealed')).includes(key)).toBe(false)
    expect(await openDatabaseKey(folder, KEYCHAIN)).toEqual({ key, protection })
  })

  it('moves a key from its file into a keychain that has come since', async () => {
    const { key } = await openDatabaseKey(folder, NO_KEYCHAIN)
    writeFileSync(file('household.db'), 'database')
    expect(await openDatabaseKey(folder, KEYCHAIN)).toEqual({ key, protection: 'os-keychain' })
    expect(existsSync(file('household.key'))).toBe(false)
  })

  it('refuses to make a new key where the keychain is gone', async () => {
    await openDatabaseKey(folder, KEYCHAIN)
    await expect(openDatabaseKey(folder, NO_KEYCHAIN)).rejects.toThrow(new AppError('key-unavailable'))
    expect(existsSync(file('household.key.sealed'))).toBe(true)
  })

  it('refuses what the keychain answers when it is no key', async () => {
    await openDatabaseKey(folder, KEYCHAIN)
    writeFileSync(file('household.key.sealed'), 'rubbish')
    await expect(openDatabaseKey(folder, KEYCHAIN)).rejects.toThrow(new AppError('key-unavailable'))
  })

  it.each([
    ['with a keychain', KEYCHAIN],
    ['without a keychain', NO_KEYCHAIN]
  ])('refuses to make a new key for a database that is there, %s', async (_where, keychain) => {
    await openDatabaseKey(folder, NO_KEYCHAIN)
    rmSync(file('household.key'))
    writeFileSync(file('household.db'), 'database')
    await expect(openDatabaseKey(folder, keychain)).rejects.toThrow(new AppError('key-file-missing'))
    expect(existsSync(file('household.key'))).toBe(false)
  })
})
