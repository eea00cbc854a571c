/** Electron's safeStorage as a Keychain. */

import { safeStorage } from 'electron'
import type { Keychain } from './vault'

export const osKeychain: Keychain = {
  isAvailable: () => safeStorage.isEncryptionAvailable() && !isPlainText(),
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(bytes)
}

/** On Linux without a keyring safeStorage can "encrypt" with a constant that everybody knows. */
function isPlainText(): boolean {
  const backend = (safeStorage as Partial<typeof safeStorage>).getSelectedStorageBackend?.()
  return backend === 'basic_text'
}
