/**
 * The one way in which the program itself writes files: whole or not at all, also through a power cut. Temporary file
 * beside it, fsync, rename, fsync of the folder. (What SQLite writes, it secures itself.)
 */

import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../app/app-error'

/**
 * On a PC of several people whatever tells of a home is its owner's to open to others, also where the file it replaces was
 * open to them.
 */
const OWNER_ONLY = 0o600

/** Names that `temporaryBeside` makes: the file's, the process's number in eight digits, and chance in twelve. */
const LEFTOVER = /^\.(.+)\.([0-9a-f]{8})[0-9a-f]{12}\.part$/u

/** @throws AppError disk-full, file-unwritable: the file is then as it was. Errors of `chunks` pass through. */
export async function replaceFile(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
): Promise<void> {
  removeAbandoned(path)
  const temporary = temporaryBeside(path)
  const handle = await naming(path, () => open(temporary, 'wx', OWNER_ONLY))
  try {
    await writeAll(path, handle, chunks)
    await naming(path, () => rename(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(path)
}

/** `replaceFile` for a few bytes and callers that cannot wait. @throws AppError disk-full, file-unwritable. */
export function replaceFileNow(path: string, content: Uint8Array | string): void {
  writeBeside(path, content, (temporary) => {
    renameSync(temporary, path)
  })
}

/** As `replaceFileNow`, but never over a file that is there, not even one made meanwhile. @throws AppError as that. */
export function createFileNow(path: string, content: Uint8Array | string): void {
  writeBeside(path, content, (temporary) => {
    linkNew(temporary, path)
    rmSync(temporary, { force: true })
  })
}

/** Puts a file that is finished and closed in the place of another, with everything in it on the disk first. */
export function placeFileNow(from: string, to: string): void {
  namingNow(to, () => {
    syncNow(from, 'r+')
    renameSync(from, to)
    syncFolderNow(dirname(to))
  })
}

/** A second name for a file that is about to be replaced. @throws AppError disk-full, file-unwritable, also where it exists. */
export function keepAlsoAs(from: string, to: string): void {
  namingNow(to, () => {
    try {
      linkSync(from, to)
    } catch {
      // Sticks and shares without hard links.
      copyFileSync(from, to, constants.COPYFILE_EXCL)
      syncNow(to, 'r+')
    }
    syncFolderNow(dirname(to))
  })
}

/** A second file of its own, to be changed and put in a place later. @throws AppError disk-full, file-unwritable: nothing is there then */
export function copyFileNow(from: string, to: string): void {
  try {
    namingNow(to, () => {
      copyFileSync(from, to)
    })
  } catch (error) {
    rmSync(to, { force: true })
    throw error
  }
}

/** For what is read at once and removed again: it need not last. @throws AppError disk-full, file-unwritable. */
export function writeScratch(path: string, content: Uint8Array): void {
  namingNow(path, () => {
    writeFileSync(path, content, { mode: OWNER_ONLY, flag: 'wx' })
  })
}

/** Makes what was made or removed in a folder last. A rename is only on disk when its folder is. */
export function syncFolderNow(folder: string): void {
  // Windows cannot open folders and does not need it.
  if (process.platform !== 'win32') syncNow(folder, 'r')
}

/**
 * Removes a folder with everything in it: gone under its name by one rename, so that an interruption leaves all of it or
 * none, and `finishRemoval` the rest of the work. @throws AppError file-unwritable: it is then as it was, or only its rest
 * under the other name is left
 */
export function removeFolderNow(folder: string): void {
  finishRemoval(folder)
  namingNow(folder, () => {
    if (!existsSync(folder)) return
    renameSync(folder, leavingName(folder))
    syncFolderNow(dirname(folder))
  })
  finishRemoval(folder)
}

/** Removes what an interrupted `removeFolderNow` left behind. @throws AppError file-unwritable */
export function finishRemoval(folder: string): void {
  const leaving = leavingName(folder)
  namingNow(folder, () => {
    if (!existsSync(leaving)) return
    rmSync(leaving, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    syncFolderNow(dirname(folder))
  })
}

function leavingName(folder: string): string {
  return `${folder}-deleted`
}

/** Removes what a killed process left behind of files that were never finished: they may hold a key. */
export function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) if (LEFTOVER.test(name)) rmSync(join(folder, name), { force: true })
}

/** Removes what earlier processes, killed while they wrote this very file, left beside it: an export may lie anywhere. */
function removeAbandoned(path: string): void {
  for (const name of namesIn(dirname(path))) {
    const [, file, owner = ''] = LEFTOVER.exec(name) ?? []
    if (file === basename(path) && !isAlive(Number.parseInt(owner, 16)))
      rmSync(join(dirname(path), name), { force: true })
  }
}

/** A folder that cannot be read may be written into all the same. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function temporaryBeside(path: string): string {
  const owner = process.pid.toString(16).padStart(8, '0')
  return join(dirname(path), `.${basename(path)}.${owner}${randomBytes(6).toString('hex')}.part`)
}

function writeBeside(path: string, content: Uint8Array | string, put: (temporary: string) => void): void {
  removeAbandoned(path)
  const temporary = temporaryBeside(path)
  try {
    namingNow(path, () => {
      const handle = openSync(temporary, 'wx', OWNER_ONLY)
      try {
        writeFileSync(handle, content)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      put(temporary)
      syncFolderNow(dirname(path))
    })
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Sticks and shares without hard links get a look first and the rename after it. */
function linkNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path)
  } catch (error) {
    if (existsSync(path) || (error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    renameSync(temporary, path)
  }
}

async function writeAll(
  path: string,
  handle: FileHandle,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
): Promise<void> {
  try {
    for await (const chunk of chunks) await naming(path, () => handle.appendFile(chunk))
    await naming(path, () => handle.sync())
  } finally {
    await handle.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await naming(path, () => open(dirname(path), 'r'))
  try {
    await naming(path, () => handle.sync())
  } finally {
    await handle.close()
  }
}

function syncNow(path: string, flags: string): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

async function naming<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw named(error, path)
  }
}

function namingNow<Value>(path: string, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw named(error, path)
  }
}

/** The system's own errors name the whole path. EFBIG: a limit of the file system or of the account. */
function named(error: unknown, path: string): AppError {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new AppError('disk-full')
  return new AppError('file-unwritable', { name: basename(path) })
}
