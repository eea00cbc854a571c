/** Backups of the person's own household: the file with its words, the copies on this PC, and the way back from both. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { OpenHousehold } from '../household/open-household'
import { SECRET_BYTES, secretOf, wordsOf } from './backup-words'
import { COPIES_FOLDER, type LocalCopies, createLocalCopies } from './local-copies'
import { forgetIdentity, signOff } from './hand-over'
import { restoreBackup } from './restore-backup'
import { restoreCopy } from './restore-copy'
import { tellHowFar } from './tell-how-far'
import { removeDatabase } from '../storage/database-files'
import { copyFileNow } from '../system/replace-file'
import { writeBackup } from './write-backup'
import { AppError } from '../../app/app-error'
import type { CoreProcedures } from '../../app/contract'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { type Clock, type Documents, WorkCancelled, type WorkHooks } from '../../app/ports'

export type BackupDeps = {
  /** The person's own, never the simulated one. */
  readonly own: () => Pick<OpenHousehold, 'database' | 'settings'>
  /** Closes the own database, puts `file` in its place and opens that. */
  readonly replaceOwn: (file: string) => Promise<void>
  readonly dataFolder: string
  readonly databaseKey: string
  readonly version: string
  readonly clock: Clock
  readonly documents: Documents
  readonly onProgress: (done: number, total: number) => void
}

export type BackupProcedures = Pick<
  CoreProcedures,
  | 'backup.state'
  | 'backup.words'
  | 'backup.write'
  | 'backup.move'
  | 'backup.restore'
  | 'backup.return'
  | 'backup.cancel'
>

export type Backups = {
  readonly procedures: BackupProcedures
  /** One copy a day. @throws AppError disk-full and the like. */
  readonly keepDaily: () => void
}

const SECRET_SETTING = 'backup.secret'
export const WRITTEN_SETTING = 'backup.written-at'
/** What is sent while a restore goes on counts as sent, too. */
export const RESTORE_SECONDS = 900

export function createBackups(deps: BackupDeps): Backups {
  const { own, clock, documents, dataFolder, databaseKey } = deps
  const copies = createLocalCopies(path.join(dataFolder, COPIES_FOLDER))
  const restoring = path.join(dataFolder, 'restoring.db')
  const snapshotFile = path.join(dataFolder, 'backup-snapshot.db')
  // What a killed process left behind.
  for (const file of [restoring, snapshotFile]) removeDatabase(file)
  const work = createSingleWork(deps.onProgress)
  const target = () => ({
    file: restoring,
    key: databaseKey,
    now: toUtcSeconds(clock.now() + RESTORE_SECONDS)
  })
  const replace = async (): Promise<void> => {
    try {
      copies.keepBefore(own().database, clock.now())
    } catch (error) {
      // It would take the room that the person is asked to make.
      removeDatabase(restoring)
      throw error
    }
    await deps.replaceOwn(restoring)
  }
  const write = async (file: string, hooks: WorkHooks): Promise<{ bytes: number }> => {
    const { database } = own()
    const madeAt = clock.now()
    const source = { database, key: databaseKey, snapshotFile, secret: secretFor(own()), madeAt, program: deps.version }
    const counted = countBytes(writeBackup(source, hooks))
    await documents.replace(file, counted.chunks)
    own().settings.write(WRITTEN_SETTING, String(clock.now()))
    return { bytes: counted.bytes() }
  }
  return {
    keepDaily: () => copies.keepDaily(own().database, clock.now()),
    procedures: {
      'backup.state': () => Promise.resolve({ writtenAt: writtenAt(own()), copies: copiesView(copies) }),
      'backup.words': () => Promise.resolve({ words: wordsOf(secretFor(own())) }),
      'backup.write': ({ target: file }) => work((hooks) => write(file, hooks)),
      'backup.move': ({ target: file }) =>
        work(async (hooks) => {
          signOff(own().database, clock.now())
          const written = await write(file, hooks)
          // Before the identity goes: it must not come back from a copy of before, and a home that has moved is not asked again.
          copies.removeAll()
          forgetIdentity(own().database)
          return written
        }),
      'backup.restore': ({ file, words }) =>
        work(async (hooks) => {
          const secret = secretOf(words)
          const backup = await documents.open(file)
          const { madeAt } = await restoreBackup(secret, tellHowFar(backup, hooks), target(), hooks)
          await replace()
          own().settings.write(WRITTEN_SETTING, String(madeAt))
          return { madeAt }
        }),
      'backup.return': ({ name }) =>
        work(async () => {
          const copy = copies.list().find((each) => each.name === name)
          if (!copy) throw new AppError('copy-gone')
          copyFileNow(copy.file, restoring)
          restoreCopy(target())
          await replace()
          return { madeAt: copy.at }
        }),
      'backup.cancel': () => {
        work.cancel()
        return Promise.resolve({})
      }
    }
  }
}

type SingleWork = {
  <Value>(task: (hooks: WorkHooks) => Promise<Value>): Promise<Value>
  cancel(): void
}

/** One at a time: two would write into the same files. @throws AppError backup-busy, cancelled */
function createSingleWork(onProgress: BackupDeps['onProgress']): SingleWork {
  let running: { aborted: boolean } | null = null
  const start = async <Value>(task: (hooks: WorkHooks) => Promise<Value>): Promise<Value> => {
    if (running) throw new AppError('backup-busy')
    const cancel = { aborted: false }
    running = cancel
    try {
      return await task({ cancel, onProgress })
    } catch (error) {
      throw error instanceof WorkCancelled ? new AppError('cancelled') : error
    } finally {
      running = null
    }
  }
  return Object.assign(start, {
    cancel: () => {
      if (running) running.aborted = true
    }
  })
}

function secretFor({ settings }: Pick<OpenHousehold, 'settings'>): Uint8Array {
  const kept = settings.read(SECRET_SETTING)
  if (kept !== null) return new Uint8Array(Buffer.from(kept, 'base64'))
  const secret = randomBytes(SECRET_BYTES)
  settings.write(SECRET_SETTING, secret.toString('base64'))
  return new Uint8Array(secret)
}

function writtenAt({ settings }: Pick<OpenHousehold, 'settings'>): UtcSeconds | null {
  const kept = settings.read(WRITTEN_SETTING)
  return kept === null ? null : toUtcSeconds(Number(kept))
}

function copiesView(copies: LocalCopies): { name: string; at: UtcSeconds; bytes: number }[] {
  return copies
    .list()
    .slice(0, 20)
    .map(({ name, at, bytes }) => ({ name, at, bytes }))
}

function countBytes(chunks: AsyncIterable<Uint8Array>): { chunks: AsyncIterable<Uint8Array>; bytes: () => number } {
  let bytes = 0
  const counted = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      bytes += chunk.length
      yield chunk
    }
  }
  return { chunks: counted(), bytes: () => bytes }
}
