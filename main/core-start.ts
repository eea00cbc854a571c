/** What the core is told at its start, the key of its database among it. */

import { app } from 'electron'
import type { CoreStart, Rescue } from './core-messages'
import type { Vault } from './vault'

/** @throws AppError where the key cannot be had (vault.ts) */
export async function coreStart(dataFolder: string, vault: Vault, rescue: Rescue | null): Promise<CoreStart> {
  const { key, previous, protection } = await vault.open()
  return {
    type: 'start',
    dataFolder,
    databaseKey: key,
    previousKey: previous,
    keyProtection: protection,
    version: app.getVersion(),
    systemLocale: app.getLocale(),
    rescue
  }
}
