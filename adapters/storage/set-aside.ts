/** A database that cannot be opened is kept under another name, with its date: somebody may still get something out of it. */

import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { UtcSeconds } from '../../app/domain/interval'
import { keepAlsoAs, placeFileNow } from '../system/replace-file'
import { journalsOf } from './database-files'

const MARK = '-damaged-'

/**
 * @param file no process has it open
 * @param by   closed database that takes its place by one rename; null for none
 * @returns the new name of the file, in the same folder
 * @throws AppError disk-full, file-unwritable: at most journals have moved then
 */
export function setAside(file: string, by: string | null, now: UtcSeconds): string {
  const aside = freeName(file, now)
  // First: a journal must never meet another database than its own, not even after a power cut.
  const kept = journalsOf(aside)
  journalsOf(file).forEach((journal, index) => {
    const name = kept[index]
    if (name !== undefined && existsSync(journal)) placeFileNow(journal, name)
  })
  if (by === null) {
    if (existsSync(file)) placeFileNow(file, aside)
  } else {
    if (existsSync(file)) keepAlsoAs(file, aside)
    placeFileNow(by, file)
  }
  return aside
}

/** When everything is deleted, and when its key is given up. */
export function removeSetAside(file: string): void {
  const folder = path.dirname(file)
  if (!existsSync(folder)) return
  const start = path.basename(file, '.db') + MARK
  for (const name of readdirSync(folder)) if (name.startsWith(start)) rmSync(path.join(folder, name), { force: true })
}

function freeName(file: string, now: UtcSeconds): string {
  const stamp = new Date(now * 1000).toISOString().slice(0, 19).replace(/[-:]/gu, '').replace('T', '-')
  const base = path.join(path.dirname(file), path.basename(file, '.db') + MARK + stamp)
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${base}.db` : `${base}-${String(count)}.db`
    if (!existsSync(name)) return name
  }
}
