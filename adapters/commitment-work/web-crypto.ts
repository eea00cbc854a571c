/** Electron 25's workers have no globalThis.crypto, which noble looks for. Imported before anything else. */

import { webcrypto } from 'node:crypto'

globalThis.crypto ??= webcrypto
