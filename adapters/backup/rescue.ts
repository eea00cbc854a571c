/**
 * The way out of a database that cannot be opened: another one takes its place, checked first, and the damaged file stays
 * beside it under another name.
 */

import path from 'node:path'
import { AppError } from '../../app/app-error'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { Documents, WorkHooks } from '../../app/ports'
import { openDatabase } from '../storage/database'
import { removeDatabase } from '../storage/database-files'
import { setAside } from '../storage/set-aside'
import { copyFileNow } from '../system/replace-file'
import { createSettingsStore } from '../storage/settings-store'
import { secretOf } from './backup-words'
import { RESTORE_SECONDS, WRITTEN_SETTING } from './create-backups'
import { COPIES_FOLDER, createLocalCopies } from './local-copies'
import { type RestoreTarget, restoreBackup } from './restore-backup'
import { restoreCopy } from './restore-copy'
import { tellHowFar } from './tell-how-far'

export type WantedRescue =
  | { readonly kind: 'copy'; readonly name: string }
  | { readonly kind: 'backup'; readonly file: string; readonly words: string }
  | { readonly kind: 'anew' }

export type UnreadableHome = {
  readonly folder: string
  /** Of the database that is to be there afterwards, 32 characters. Secret. */
  readonly key: string
  readonly now: UtcSeconds
  readonly documents: Documents
}

/** @throws AppError copy-gone, copy-damaged, and of restoreCopy, secretOf, restoreBackup and setAside: the damaged file is then as it was */
export async function rescue(wanted: WantedRescue, home: UnreadableHome, hooks: WorkHooks): Promise<void> {
  const database = path.join(home.folder, 'household.db')
  const restoring = path.join(home.folder, 'restoring.db')
  const target = { file: restoring, key: home.key, now: toUtcSeconds(home.now + RESTORE_SECONDS) }
  removeDatabase(restoring)
  if (wanted.kind === 'anew') {
    setAside(database, null, home.now)
    return
  }
  if (wanted.kind === 'copy') {
    const copy = createLocalCopies(path.join(home.folder, COPIES_FOLDER))
      .list()
      .find(({ name }) => name === wanted.name)
    if (!copy) throw new AppError('copy-gone')
    copyFileNow(copy.file, restoring)
    openCopy(target)
  } else {
    const secret = secretOf(wanted.words)
    const backup = await home.documents.open(wanted.file)
    const { madeAt } = await restoreBackup(secret, tellHowFar(backup, hooks), target, hooks)
    const restored = openDatabase(target)
    createSettingsStore(restored).write(WRITTEN_SETTING, String(madeAt))
    restored.close()
  }
  try {
    setAside(database, restoring, home.now)
  } catch (error) {
    removeDatabase(restoring)
    throw error
  }
}

/** The same words as for the damaged file itself would say nothing new. */
function openCopy(target: RestoreTarget): void {
  try {
    restoreCopy(target)
  } catch (error) {
    const isUnreadable =
      error instanceof AppError && (error.code === 'database-damaged' || error.code === 'database-wrong-key')
    throw isUnreadable ? new AppError('copy-damaged') : error
  }
}
