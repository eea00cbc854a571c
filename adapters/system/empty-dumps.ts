/**
 * Linux writes the memory of a process that crashes onto the disk where the system is set so, keys and readings with it. What
 * of the memory is written is said per process (core(5), coredump_filter), and kept by everything that the process starts.
 */

import { writeFileSync } from 'node:fs'

const NOTHING = '0'

/** Keeps the memory of a process out of its dumps. @param pid this process when left out. Elsewhere than on Linux nothing happens. */
export function emptyDumps(pid: number = process.pid): void {
  try {
    writeFileSync(`/proc/${String(pid)}/coredump_filter`, NOTHING)
  } catch {
    // No such file: another system. No right to it: a process in Chromium's sandbox, which leaves no dump at all.
  }
}
