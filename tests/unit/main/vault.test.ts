import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeLock } from '../../../adapters/vault/passphrase-lock'
import { AppError } from '../../../app/app-error'
import { type Keychain, type OpenVault, createVault } from '../../../main/vault'

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

/** Opened by a program that has just been started. */
const openDatabaseKey = (folder: string, keychain: Keychain): Promise<OpenVault> => createVault(folder, keychain).open()

describe('the vault', () => {
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
    expect(await openDatabaseKey(folder, KEYCHAIN)).toEqual({ key, previous: null, protection })
  })

  it('moves a key from its file into a keychain that has come since', async () => {
    const { key } = await openDatabaseKey(folder, NO_KEYCHAIN)
    writeFileSync(file('household.db'), 'database')
    expect(await openDatabaseKey(folder, KEYCHAIN)).toEqual({ key, previous: null, protection: 'os-keychain' })
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
    await expect(openDatabaseKey(folder, keychain)).rejects.toMatchObject({ code: 'key-file-missing' })
    expect(existsSync(file('household.key'))).toBe(false)
  })
})

describe('a new key', () => {
  it.each([
    ['with a keychain', KEYCHAIN],
    ['without a keychain', NO_KEYCHAIN]
  ])('is kept beside the old one until the database has it, %s', async (_where, keychain) => {
    const vault = createVault(folder, keychain)
    const { key: old, protection } = await vault.open()
    await vault.renew(null)
    const changing = await openDatabaseKey(folder, keychain)
    expect(changing).toMatchObject({ previous: old, protection })
    expect(changing.key).not.toBe(old)
    await expect(vault.renew(null)).rejects.toThrow(new AppError('key-change-open'))
    await vault.settle()
    expect(await openDatabaseKey(folder, keychain)).toEqual({ key: changing.key, previous: null, protection })
  })
})

describe('a passphrase', { timeout: 60_000 }, () => {
  const PASSPHRASE = 'Ähren im Lindenhof'

  it('locks the key: no other file keeps it, and no other words open it', async () => {
    const vault = createVault(folder, NO_KEYCHAIN)
    await vault.open()
    await vault.renew(PASSPHRASE)
    // At once, not only with the next opening.
    expect(readdirSync(folder)).toEqual(['household.key.locked'])
    // 128 · N · r bytes for each guess (RFC 7914): 128 MiB, as docs/security.md says; of less, or of more, no key is taken.
    const written = readFileSync(file('household.key.locked'), 'utf8')
    expect(JSON.parse(written)).toMatchObject({ kdf: 'scrypt', N: 2 ** 17, r: 8, p: 1 })
    for (const N of [2 ** 16, 2 ** 18]) {
      expect(() => decodeLock(JSON.stringify({ ...JSON.parse(written), N }))).toThrow('key-file-malformed')
    }
    await vault.settle()
    const { key, protection } = await vault.open()
    expect(protection).toBe('passphrase')
    expect(readdirSync(folder)).toEqual(['household.key.locked'])
    expect(readFileSync(file('household.key.locked'), 'utf8')).not.toContain(key)

    const later = createVault(folder, NO_KEYCHAIN)
    await expect(later.open()).rejects.toThrow(new AppError('passphrase-needed'))
    await expect(later.unlock('Ahren im Lindenhof')).rejects.toThrow(new AppError('passphrase-wrong'))
    await expect(later.open()).rejects.toThrow(new AppError('passphrase-needed'))
    // The same letters from a keyboard that writes the dots apart.
    await later.unlock(PASSPHRASE.normalize('NFD'))
    expect(await later.open()).toEqual({ key, previous: null, protection })
  })

  it('can be changed and taken away', async () => {
    const vault = createVault(folder, NO_KEYCHAIN)
    const { key: first } = await vault.open()
    await vault.renew(PASSPHRASE)
    await vault.settle()
    await vault.renew('another passphrase')
    await vault.settle()
    const again = createVault(folder, NO_KEYCHAIN)
    await expect(again.unlock(PASSPHRASE)).rejects.toThrow(new AppError('passphrase-wrong'))
    await again.unlock('another passphrase')
    await again.renew(null)
    await again.settle()
    const { key, protection } = await openDatabaseKey(folder, NO_KEYCHAIN)
    expect(protection).toBe('file')
    expect(key).not.toBe(first)
    expect(readdirSync(folder)).toEqual(['household.key'])
  })

  it('leaves no unlocked key behind when the change was interrupted', async () => {
    const vault = createVault(folder, NO_KEYCHAIN)
    const { key } = await vault.open()
    await vault.renew(PASSPHRASE)
    // As if the program had been killed between writing the lock and removing the open file.
    writeFileSync(file('household.key'), `${key}\n`, { mode: 0o600 })
    await vault.open()
    expect(readdirSync(folder)).toEqual(['household.key.locked'])
  })

  it('finishes a deletion that was interrupted, and begins with a key of its own', async () => {
    const key = await openDatabaseKey(folder, NO_KEYCHAIN)
    writeFileSync(file('household.db'), 'pages')
    // As if the program had been killed right after the folder got its other name.
    renameSync(folder, `${folder}-deleted`)
    expect((await openDatabaseKey(folder, NO_KEYCHAIN)).key).not.toBe(key.key)
    expect(readdirSync(folder)).toEqual(['household.key'])
    expect(existsSync(`${folder}-deleted`)).toBe(false)
  })

  it.each(['', '{}', '{"format":"wattveil-lock/1"}', '\0\0\0'])(
    'refuses a lock file that is none: %j',
    async (text) => {
      await openDatabaseKey(folder, NO_KEYCHAIN)
      writeFileSync(file('household.key.locked'), text)
      const vault = createVault(folder, NO_KEYCHAIN)
      await expect(vault.unlock(PASSPHRASE)).rejects.toThrow(new AppError('key-file-malformed'))
    }
  )
})
