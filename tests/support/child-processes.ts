/** What runs under a process, from Linux' /proc. */

import { readFileSync, readdirSync } from 'node:fs'

/** Pids of those that it started itself. @throws Error where there is no /proc */
export function childProcessesOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

/** Its own, and of all that run under it. */
export function processTreeOf(root: number): readonly number[] {
  return [root, ...childProcessesOf(root).flatMap(processTreeOf)]
}

/** Null for one that has ended meanwhile. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}
