import { describe, expect, it } from 'vitest'
import { keychainOf } from '../../../main/os-keychain'

type Backend = NonNullable<Parameters<typeof keychainOf>[0]['getSelectedStorageBackend']>

const storage = (available: boolean, backend?: ReturnType<Backend>) => ({
  isEncryptionAvailable: () => available,
  encryptString: (text: string) => Buffer.from(text).reverse(),
  decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
  ...(backend && { getSelectedStorageBackend: () => backend })
})

describe('the keychain of the system', () => {
  it.each([
    ['none', storage(false), false],
    ['one that seals with what everybody knows', storage(true, 'basic_text'), false],
    ['a keyring', storage(true, 'gnome_libsecret'), true],
    ['a system that has only one', storage(true), true]
  ])('counts %s for what it is', (_what, given, available) => {
    expect(keychainOf(given).isAvailable()).toBe(available)
  })

  it('gives back what it sealed', () => {
    const keychain = keychainOf(storage(true))
    expect(keychain.decrypt(keychain.encrypt('key'))).toBe('key')
  })
})
