/**
 * Copies of the database on the same PC, made by the program itself: one a day, and one before anything that replaces the
 * whole. They have the database's key, and help against a mistake or a damaged file, not against a lost PC.
 */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../system/make-folder'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { Database } from '../storage/database'
import { removeDatabase } from '../storage/database-files'
import { placeFileNow } from '../system/replace-file'

export type KeptCopy = { readonly name: string; readonly file: string; readonly at: UtcSeconds; readonly bytes: number }

export type LocalCopies = {
  /** Newest first. */
  list(): readonly KeptCopy[]
  /** Unless there is one of this UTC day. @throws AppError disk-full and the like. */
  keepDaily(database: Database, now: UtcSeconds): void
  /** Before the whole is replaced. @throws AppError disk-full and the like: then nothing may be replaced. */
  keepBefore(database: Database, now: UtcSeconds): void
  /** All of them: what is to be deleted must not live on in copies. */
  removeAll(): void
}

/** Beside the database. */
export const COPIES_FOLDER = 'copies'

const DAILY = 7
const BEFORE = 3
/** Less than this is no clock that was set. */
const CLOCK_SECONDS = 86_400
const NAME = /^(?:daily|before)-\d{8}(?:-\d{6})?$/u
const SUFFIX = '.db'

/** @param folder made when the first copy is. */
export function createLocalCopies(folder: string): LocalCopies {
  const list = (): KeptCopy[] => {
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((file) => file.endsWith(SUFFIX) && NAME.test(file.slice(0, -SUFFIX.length)))
      .map((file) => {
        const { mtimeMs, size } = statSync(path.join(folder, file))
        const at = toUtcSeconds(Math.floor(mtimeMs / 1000))
        return { name: file.slice(0, -SUFFIX.length), file: path.join(folder, file), at, bytes: size }
      })
      .sort((one, other) => other.at - one.at || (one.name < other.name ? 1 : -1))
  }
  const keep = (database: Database, name: string, now: UtcSeconds): void => {
    makeFolder(folder, 0o700)
    const part = path.join(folder, 'part')
    removeDatabase(part)
    database.snapshot(part)
    // Whole or not at all: a copy with a name is a copy one can return to.
    placeFileNow(part, path.join(folder, name + SUFFIX))
    prune(list(), 'daily', DAILY, now)
    prune(list(), 'before', BEFORE, now)
  }
  return {
    list,
    keepDaily: (database, now) => {
      const name = `daily-${stampOf(now).slice(0, 8)}`
      if (!list().some((copy) => copy.name === name)) keep(database, name, now)
    },
    keepBefore: (database, now) => keep(database, `before-${stampOf(now)}`, now),
    removeAll: () => rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param copies newest first
 * @param now    what was made after it was made while the clock was ahead, and goes first: otherwise such copies would fill
 *   the places, and the one of today would be the first to go
 */
function prune(copies: readonly KeptCopy[], kind: 'daily' | 'before', most: number, now: UtcSeconds): void {
  const ofKind = copies.filter(({ name }) => name.startsWith(kind))
  const tomorrow = stampOf(toUtcSeconds(now + CLOCK_SECONDS))
  const isAhead = ({ name }: KeptCopy): boolean => name.slice(kind.length + 1) > tomorrow
  const kept = [...ofKind.filter((copy) => !isAhead(copy)), ...ofKind.filter(isAhead)]
  for (const { file } of kept.slice(most)) rmSync(file, { force: true })
}

/** YYYYMMDD-HHMMSS, UTC. */
function stampOf(now: UtcSeconds): string {
  const [day = '', time = ''] = new Date(now * 1000).toISOString().split('T')
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`
}
