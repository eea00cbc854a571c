import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { childProcessesOf } from '../support/child-processes'
import { PROGRAM } from './run-wattveil'

const PARTS = ['virtual-meter', 'collector', 'supplier', 'neighbourhood', 'household']

/** Parts of a simulation that run under this process, by their program's name. */
function partsUnder(parent: number): { pid: number; program: string }[] {
  return childProcessesOf(parent).flatMap((pid) => {
    try {
      const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] ?? ''
      return [{ pid, program: path.basename(program, '.cjs') }]
    } catch {
      return []
    }
  })
}

/** A process that has ended but whose parent has not asked is a zombie: it holds nothing. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z'
  } catch {
    return false
  }
}

async function until(condition: () => boolean, seconds: number): Promise<boolean> {
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    if (condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return condition()
}

describe.runIf(existsSync('/proc/self/stat'))('a demo that is killed', () => {
  it('leaves none of its processes behind', { timeout: 120_000 }, async () => {
    const temporary = mkdtempSync(path.join(tmpdir(), 'wattveil-orphans-'))
    const parent = spawn(process.execPath, [PROGRAM, 'demo', '--households', '10', '--days', '31', '--json'], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: temporary }
    })
    try {
      const started = (): boolean => PARTS.every((part) => children().some(({ program }) => program === part))
      const children = () => partsUnder(parent.pid ?? 0)
      expect(await until(started, 60)).toBe(true)
      const left = children().map(({ pid }) => pid)
      expect(left.length).toBeGreaterThanOrEqual(PARTS.length)
      parent.kill('SIGKILL')
      expect(await until(() => !left.some(isAlive), 20)).toBe(true)
    } finally {
      parent.kill('SIGKILL')
      rmSync(temporary, { recursive: true, force: true })
    }
  })
})
