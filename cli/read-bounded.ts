/** A file of the command line, read whole up to a bound. */

import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../app/app-error'

/** At most one byte more than `most`: enough for the reader of its format to call it too large. */
export async function readBounded(file: string, most: number): Promise<Uint8Array> {
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!(await stat(file)).isFile()) throw new AppError('file-unreadable', { name: path.basename(file) })
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const bytes = new Uint8Array(Math.min(size, most + 1))
      await handle.read(bytes, 0, bytes.length, 0)
      return bytes
    } finally {
      await handle.close()
    }
  } catch {
    throw new AppError('file-unreadable', { name: path.basename(file) })
  }
}
