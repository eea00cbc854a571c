/** A household in a folder: household.db with its key file beside it, worked on without a window. */

import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type HouseholdOptions, type OpenHousehold, openHousehold } from '../adapters/household/open-household'
import { createFileDocuments } from '../adapters/system/file-documents'
import { type GrantedFiles, createGrantedFiles } from '../adapters/system/granted-files'
import { systemClock } from '../adapters/system/system-clock'
import { systemTimeZone } from '../adapters/system/system-time-zone'
import { keyFromFile } from '../adapters/vault/key-file'
import { makeFolder } from '../adapters/system/make-folder'
import { AppError } from '../app/app-error'
import type { EmitCoreEvent } from '../app/contract'
import type { TimeZone } from '../app/domain/calendar'
import type { Clock } from '../app/ports'
import { VERSION } from './version'

export type CliHousehold = OpenHousehold & { readonly files: GrantedFiles }

export type CliHouseholdOptions = {
  readonly folder: string
  /** Whether a folder without a household gets one. */
  readonly create: boolean
  readonly clock?: Clock
  readonly timeZone?: TimeZone
  readonly simulated?: boolean
  readonly emit?: EmitCoreEvent
  readonly reach?: HouseholdOptions['reach']
}

/** @throws AppError no-household { directory }, and those of openDatabase and keyFromFile. */
export function openCliHousehold(options: CliHouseholdOptions): CliHousehold {
  const { folder, create, clock = systemClock, simulated = false } = options
  const databaseFile = path.join(folder, 'household.db')
  if (!create && !isThere(databaseFile)) throw new AppError('no-household', { directory: folder })
  makeFolder(folder, 0o700)
  const files = createGrantedFiles()
  const household = openHousehold({
    databaseFile,
    databaseKey: keyFromFile(path.join(folder, 'household.key'), databaseFile),
    clock,
    systemTimeZone: options.timeZone ?? systemTimeZone(),
    documents: createFileDocuments((token) => files.resolve(token)),
    emit: options.emit ?? (() => undefined),
    simulated,
    version: VERSION,
    keyProtection: 'file',
    systemLocale: 'en',
    workers: { file: path.join(__dirname, 'commitment-worker.cjs'), count: Math.min(4, availableParallelism()) },
    ...(options.reach ? { reach: options.reach } : {})
  })
  return { ...household, files }
}

/** An empty file holds nothing that could be checked, and opening it would make a new household of it. */
function isThere(databaseFile: string): boolean {
  const found = statSync(databaseFile, { throwIfNoEntry: false })
  return found !== undefined && (!found.isFile() || found.size > 0)
}
