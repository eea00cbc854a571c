/**
 * One set-up or build at a time: `npm start`, `npm test` and `npm run wattveil` may be called together in
 * one clone, and two installs or builds over each other leave a broken tree.
 */

import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from '../project.mjs'

const POLL_MS = 200
// Between its making and its first byte a lock file is empty.
const EMPTY_MS = 5000

/**
 * Runs `task` while this process alone holds the lock. A lock is taken over when none of the processes it names lives.
 * @template T
 * @param {string} lockFile
 * @param {(alsoHeldBy: (pid: number) => void) => Promise<T>} task alsoHeldBy: names a child whose work goes on should
 *   this process be killed
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, task) {
  mkdirSync(path.dirname(lockFile), { recursive: true })
  let announced = false
  while (!take(lockFile)) {
    if (!announced) say('Another Wattveil command is preparing this folder; waiting for it.')
    announced = true
    await sleep(POLL_MS)
  }
  try {
    return await task((pid) => appendFileSync(lockFile, `${pid}\n`))
  } finally {
    rmSync(lockFile, { force: true })
  }
}

/** @param {string} lockFile */
function take(lockFile) {
  try {
    writeFileSync(lockFile, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (!isHeld(lockFile)) removeStale(lockFile)
    return false
  }
}

/**
 * Of several that wait only one gets hold of the stale file; had another already taken it over, its lock is put back.
 * @param {string} lockFile
 */
function removeStale(lockFile) {
  const aside = `${lockFile}.${process.pid}`
  try {
    renameSync(lockFile, aside)
    if (isHeld(aside)) renameSync(aside, lockFile)
    else rmSync(aside, { force: true })
  } catch {
    // Another was faster.
  }
}

/** @param {string} lockFile */
function isHeld(lockFile) {
  try {
    const text = readFileSync(lockFile, 'utf8')
    if (text === '') return Date.now() - statSync(lockFile).mtimeMs < EMPTY_MS
    return text
      .split('\n')
      .filter(Boolean)
      .some((line) => isAlive(Number(line)))
  } catch {
    return false // given back meanwhile
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
