/** The core of a household on this PC as the command line opens it, worker threads and all. */

import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type OpenHousehold, openHousehold } from '../../../adapters/household/open-household'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { type GrantedFiles, createGrantedFiles } from '../../../adapters/system/granted-files'
import { systemClock } from '../../../adapters/system/system-clock'
import { keyFromFile } from '../../../adapters/vault/key-file'
import { toTimeZone } from '../../../app/domain/calendar'

/** As the command line and the window have them. */
export const WORKERS = {
  file: path.resolve(import.meta.dirname, '../../../out/cli/commitment-worker.cjs'),
  count: Math.min(4, availableParallelism())
}

export const BERLIN = toTimeZone('Europe/Berlin')

/** Of the database in a folder; made where it is not there. */
export function databaseKeyOf(folder: string): string {
  return keyFromFile(path.join(folder, 'household.key'), path.join(folder, 'household.db'))
}

/** @param folder with household.db and household.key; both are made where neither is there */
export function openCore(folder: string): OpenHousehold & { readonly files: GrantedFiles } {
  const files = createGrantedFiles()
  const databaseFile = path.join(folder, 'household.db')
  const household = openHousehold({
    databaseFile,
    databaseKey: databaseKeyOf(folder),
    clock: systemClock,
    systemTimeZone: BERLIN,
    documents: createFileDocuments((token) => files.resolve(token)),
    emit: () => undefined,
    simulated: false,
    version: 'bench',
    keyProtection: 'file',
    systemLocale: 'en',
    workers: WORKERS
  })
  return { ...household, files }
}
