/** A program of its own, with the time it took and the most memory it ever had. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type Watched = { readonly ms: number; readonly megabytes: number; readonly output: string }

const OFTEN_MS = 10
const BYTES_PER_KB = 1024
const BYTES_PER_MB = 1e6

/** @param args of Node. @throws Error where it ends with anything but 0, or the system does not tell its memory. */
export function runWatched(args: readonly string[]): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let kilobytes = 0
    const child = execFile(process.execPath, [...args], (error, output) => {
      clearInterval(watch)
      if (error) reject(error)
      else if (kilobytes === 0) reject(new Error('this system does not tell the memory of a process'))
      else resolve({ ms: performance.now() - begun, megabytes: (kilobytes * BYTES_PER_KB) / BYTES_PER_MB, output })
    })
    const watch = setInterval(() => {
      kilobytes = Math.max(kilobytes, mostOf(child.pid ?? 0))
    }, OFTEN_MS)
  })
}

/** The high-water mark that Linux keeps; 0 where there is none. */
function mostOf(pid: number): number {
  try {
    const [, mark = '0'] = /^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(mark)
  } catch {
    return 0
  }
}
