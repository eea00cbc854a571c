/**
 * One import into a household of its own: how long it took, and by how much the process grew meanwhile. Each in a process of
 * its own, as the command line and the window's core are: after other imports the heap is as large as they made it.
 */

import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

export type ImportMeasured = { readonly ms: number; readonly againMs: number; readonly megabytes: number }

const PROGRAM = path.resolve(import.meta.dirname, '../../../out/bench/import-once.mjs')

/** @param again whether the same file is imported a second time. @throws Error where not all rows came. */
export async function importMeasured(
  folder: string,
  file: string,
  rows: number,
  again = false
): Promise<ImportMeasured> {
  const args = [PROGRAM, folder, file, String(rows), ...(again ? ['again'] : [])]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as ImportMeasured
}
