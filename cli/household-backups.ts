/** Backups of a household in a folder. */

import path from 'node:path'
import { type Backups, createBackups } from '../adapters/backup/create-backups'
import { createFileDocuments } from '../adapters/system/file-documents'
import { systemClock } from '../adapters/system/system-clock'
import { keyFromFile } from '../adapters/vault/key-file'
import type { Output } from './command'
import type { CliHousehold } from './open-cli-household'
import { VERSION } from './version'

export function backupsOf(household: CliHousehold, folder: string, output: Output): Backups {
  return createBackups({
    own: () => household,
    replaceOwn: () => Promise.reject(new TypeError('backup: nothing is replaced')),
    dataFolder: folder,
    databaseKey: keyFromFile(path.join(folder, 'household.key'), path.join(folder, 'household.db')),
    version: VERSION,
    clock: systemClock,
    documents: createFileDocuments((token) => household.files.resolve(token)),
    onProgress: (done, total) => output.progress(`${done} of ${total} rows`)
  })
}
