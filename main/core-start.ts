/** What the core is told at its start, the key of its database among it. */

import path from 'node:path'
import { app } from 'electron'
import type { CoreStart } from './core-messages'
import { osKeychain } from './os-keychain'
import { openDatabaseKey } from './vault'

/** @throws AppError where the key cannot be had (vault.ts) */
export async function coreStart(): Promise<CoreStart> {
  // Beside, not among, the files that Chromium keeps.
  const dataFolder = path.join(app.getPath('userData'), 'data')
  const { key, protection } = await openDatabaseKey(dataFolder, osKeychain)
  return {
    type: 'start',
    dataFolder,
    databaseKey: key,
    keyProtection: protection,
    version: app.getVersion(),
    systemLocale: app.getLocale()
  }
}
