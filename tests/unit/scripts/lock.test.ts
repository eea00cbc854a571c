import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../../scripts/setup/lock.mjs'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-lock-'))
  file = path.join(folder, 'out/.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('withLock', () => {
  it('lets one task in at a time', async () => {
    let inside = 0
    let most = 0
    const task = async (): Promise<void> => {
      inside += 1
      most = Math.max(most, inside)
      await sleep(20)
      inside -= 1
    }
    await Promise.all([withLock(file, task), withLock(file, task), withLock(file, task)])
    expect(most).toBe(1)
  })

  it('is given back when the task fails', async () => {
    const failing = async (): Promise<void> => {
      throw new Error('no network')
    }
    await expect(withLock(file, failing)).rejects.toThrow('no network')
    expect(existsSync(file)).toBe(false)
  })

  it('stays with a child whose parent is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 700)'])
    const { pid: gone } = spawnSync(process.execPath, ['--version'])
    await withLock(file, async () => undefined)
    writeFileSync(file, `${gone}\n${child.pid}\n`)
    await withLock(file, async () => undefined)
    expect(child.exitCode).toBe(0)
  })

  it('is not taken from somebody who has just made it', async () => {
    await withLock(file, async () => undefined)
    writeFileSync(file, '')
    const waiting = withLock(file, async () => 'in')
    await sleep(400)
    expect(existsSync(file)).toBe(true)
    rmSync(file)
    expect(await waiting).toBe('in')
  })

  it('takes over from a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    await withLock(file, async () => undefined)
    writeFileSync(file, String(pid))
    expect(await withLock(file, async () => 'in')).toBe('in')
  })
})
