/**
 * One set-up or build at a time: `npm start`, `npm test` and `npm run wattveil` may be called together in
 * one clone, and two installs or builds over each other leave a broken tree.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from '../project.mjs'

/**
 * Runs `task` while this process alone holds the lock. A lock left by a process that no longer lives is taken over.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, task) {
  mkdirSync(path.dirname(lockFile), { recursive: true })
  let announced = false
  while (!take(lockFile)) {
    if (!announced) say('Another Wattveil command is preparing this folder; waiting for it.')
    announced = true
    await sleep(200)
  }
  try {
    return await task()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

/** @param {string} lockFile */
function take(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (!isHeld(lockFile)) rmSync(lockFile, { force: true })
    return false
  }
}

/** @param {string} lockFile */
function isHeld(lockFile) {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'))
    if (!Number.isInteger(pid) || pid <= 0) return false
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
