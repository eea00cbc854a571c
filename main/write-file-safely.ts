/** Writes a small file whole or not at all, readable by its owner alone. */

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

/** @throws what node:fs throws; the file that was there is then unchanged */
export function writeFileSafely(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const part = `${file}.part`
  rmSync(part, { force: true })
  const handle = openSync(part, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(part, file)
}
