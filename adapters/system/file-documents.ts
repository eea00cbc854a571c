/** Files the person granted, read and replaced on this PC's disk. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { AppError } from '../../app/app-error'
import type { Documents } from '../../app/ports'
import { replaceFile } from './replace-file'

export type ResolvedFile = { readonly path: string; readonly name: string }

/** Small enough to be forgotten before the engine takes it for something that stays (docs/adr/0047-imports-are-streams.md). */
const CHUNK_BYTES = 64 * 1024

/** @param resolve turns a token into a path; throws AppError file-gone for a token it does not know */
export function createFileDocuments(
  resolve: (token: string, use: 'read' | 'write') => Promise<ResolvedFile>
): Documents {
  return {
    open: async (token) => {
      const file = await resolve(token, 'read')
      const bytes = await sizeOf(file)
      return { name: file.name, bytes, chunks: read(file.path, bytes) }
    },
    replace: async (token, chunks) => {
      const file = await resolve(token, 'write')
      await replaceFile(file.path, chunks)
    }
  }
}

/** @throws AppError file-gone { file }, file-unreadable { file }: which of several it is. */
async function sizeOf({ path, name }: ResolvedFile): Promise<number> {
  const found = await naming(() => stat(path), { file: name })
  if (!found.isFile()) throw new AppError('file-unreadable', { file: name })
  return found.size
}

/** A file that grows without end would be read without end, and the last line of one that is being written is half a line. */
async function* read(file: string, bytes: number): AsyncIterable<Uint8Array> {
  const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let done = 0
  try {
    for (;;) {
      const next = await naming(() => chunks.next())
      done += next.done ? 0 : next.value.length
      if (next.done ? done < bytes : done > bytes) throw new AppError('file-changed')
      if (next.done) return
      yield next.value
    }
  } finally {
    stream.destroy()
  }
}

/** @throws AppError file-gone, file-unreadable: the system's own errors name the path. */
async function naming<Value>(work: () => Promise<Value>, params: AppError['params'] = {}): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw new AppError((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file-gone' : 'file-unreadable', params)
  }
}
