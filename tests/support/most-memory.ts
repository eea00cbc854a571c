/**
 * The most memory that a process ever had. Linux tells it of the program that runs; what `getrusage` tells includes the
 * process that it was forked from, so a child of a large test would always seem large.
 */

import { readFileSync, writeFileSync } from 'node:fs'

/** @returns bytes; zero where the system does not tell it, or of a process that has ended */
export function mostMemory(pid: number | 'self' = 'self'): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) * 1024
  } catch {
    return 0
  }
}

/** From now on the most is what this process has from now on, where the system can do that. */
export function forgetMostMemory(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Then the most of all times stands.
  }
}
