/** A program of its own, with the time it took and the most memory it ever had. */

import { execFile } from 'node:child_process'
import { mostMemory } from '../../support/most-memory'

export type Watched = { readonly ms: number; readonly megabytes: number; readonly output: string }

const OFTEN_MS = 10
const BYTES_PER_MB = 1e6

/** @param args of Node. @throws Error where it ends with anything but 0, or the system does not tell its memory. */
export function runWatched(args: readonly string[]): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let bytes = 0
    const child = execFile(process.execPath, [...args], (error, output) => {
      clearInterval(watch)
      if (error) reject(error)
      else if (bytes === 0) reject(new Error('this system does not tell the memory of a process'))
      else resolve({ ms: performance.now() - begun, megabytes: bytes / BYTES_PER_MB, output })
    })
    const watch = setInterval(() => {
      bytes = Math.max(bytes, mostMemory(child.pid ?? 0))
    }, OFTEN_MS)
  })
}
