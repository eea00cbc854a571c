/** `wattveil restore`: a household from a backup, into a folder of its own. */

import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { secretOf } from '../../adapters/backup/backup-words'
import { RESTORE_SECONDS } from '../../adapters/backup/create-backups'
import { restoreBackup } from '../../adapters/backup/restore-backup'
import { replaceDatabase } from '../../adapters/storage/database-files'
import { createFileDocuments } from '../../adapters/system/file-documents'
import { createGrantedFiles } from '../../adapters/system/granted-files'
import { systemClock } from '../../adapters/system/system-clock'
import { keyFromFile } from '../../adapters/vault/key-file'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import { type Command, UsageError, requiredText } from '../command'

const LONGEST_INPUT = 4096

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore FILE --household DIR',
  summary: 'Makes a household of a backup; its twelve words come from standard input.',
  options: { household: { type: 'string' } },
  help: [['--household DIR', 'folder for the household; there must be none in it yet']],
  exitCodes: [
    [0, 'restored'],
    [2, 'not restored, and why'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [file, ...more] = args.positionals
    if (file === undefined || more.length > 0) throw new UsageError('restore takes one file')
    const folder = requiredText(args, 'household')
    const databaseFile = path.join(folder, 'household.db')
    if (existsSync(databaseFile)) throw new AppError('household-exists', { directory: folder })
    const secret = secretOf(await readInput())
    const files = createGrantedFiles()
    const { chunks } = await createFileDocuments((token) => files.resolve(token)).open(files.grant(file))
    const restoring = path.join(folder, 'restoring.db')
    const keyFile = path.join(folder, 'household.key')
    const now = toUtcSeconds(systemClock.now() + RESTORE_SECONDS)
    const { madeAt, rows } = await leavingNothing([folder, keyFile], () => {
      makeFolder(folder, 0o700)
      return restoreBackup(secret, chunks, { file: restoring, key: keyFromFile(keyFile, databaseFile), now })
    })
    // Whole or not at all: only a finished household has this name.
    replaceDatabase(databaseFile, restoring)
    const made = toIsoInstant(toUtcSeconds(madeAt))
    output.result({ household: folder, madeAt: made, rows }, () => [`${folder}: as it was at ${made}, ${rows} rows.`])
    return 0
  }
}

/** Takes away what was made of these where the work fails, and nothing that was there before. */
async function leavingNothing<Value>(made: readonly string[], work: () => Promise<Value>): Promise<Value> {
  const fresh = made.filter((name) => !existsSync(name))
  try {
    return await work()
  } catch (error) {
    for (const name of fresh) rmSync(name, { recursive: true, force: true })
    throw error
  }
}

async function readInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk
    if (text.length > LONGEST_INPUT) break
  }
  return text
}
