/** Writes a file whole or not at all: temporary file beside it, fsync, rename, fsync of the folder. */

import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../app/app-error'

/** @throws AppError disk-full, file-unwritable: the file is then as it was. Errors of `chunks` pass through. */
export async function replaceFile(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode = 0o644
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  const handle = await naming(() => open(temporary, 'wx', mode))
  try {
    await writeAll(handle, chunks)
    await naming(() => rename(temporary, path))
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function writeAll(handle: FileHandle, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of chunks) await naming(() => handle.appendFile(chunk))
    await naming(() => handle.sync())
  } finally {
    await handle.close()
  }
}

/** A rename is only on disk when its folder is; Windows cannot open folders and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await naming(() => open(folder, 'r'))
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function naming<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new AppError('disk-full')
    throw new AppError('file-unwritable')
  }
}
