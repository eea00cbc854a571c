/** Electron's safeStorage as a Keychain. */

import type { SafeStorage } from 'electron'
import type { Keychain } from './vault'

type Storage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>

/** @param storage Electron's; older versions do not say which keyring they use. */
export function keychainOf(storage: Storage): Keychain {
  return {
    isAvailable: () => storage.isEncryptionAvailable() && !isPlainText(storage),
    encrypt: (text) => storage.encryptString(text),
    decrypt: (bytes) => storage.decryptString(bytes)
  }
}

/** On Linux without a keyring safeStorage can "encrypt" with a constant that everybody knows. */
function isPlainText(storage: Storage): boolean {
  return storage.getSelectedStorageBackend?.() === 'basic_text'
}
