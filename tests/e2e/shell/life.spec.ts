/** How the program starts, survives and ends. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'

import { type CoreStateView, askCore, coreState } from '../support/bridge'
import { type Launched, launch, switches, testElectron } from '../support/launch'

const ROOT = path.resolve(import.meta.dirname, '../../..')

test('a second start shows the window of the first and ends', async () => {
  const first = await launch()
  try {
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    const code = await startAgain(first)
    expect(code).toBe(0)
    await expect.poll(() => isMinimised(first)).toBe(false)
    expect(first.app.windows()).toHaveLength(1)
  } finally {
    await first.close()
  }
})

test('a core that dies is started again, and the window is told', async () => {
  const program = await launch()
  try {
    await expectCore(program.page, { running: true, failure: null })
    const before = await corePid(program)
    process.kill(before, 'SIGKILL')
    await expect.poll(() => corePid(program).catch(() => before)).not.toBe(before)
    await expectCore(program.page, { running: true, failure: null })
  } finally {
    await program.close()
  }
})

test('a core that dies again and again is left alone, the database is suspected, and nothing of the memory stays on the disk', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-dumps-'))
  const dumps = path.join(folder, 'dumps')
  const program = await launch(process.platform === 'linux' ? { executable: dumpingInto(dumps, folder) } : {})
  try {
    await expectCore(program.page, { running: true, failure: null })
    if (process.platform === 'linux') await expectEmptyDumps(program)
    let killed = 0
    for (let time = 0; time < 3; time += 1) {
      // Until the program hears of a death, it takes the dead one for running.
      await expect.poll(() => corePid(program).catch(() => killed)).not.toBe(killed)
      await expectCore(program.page, { running: true, failure: null })
      killed = await corePid(program)
      process.kill(killed, 'SIGABRT')
    }
    await expectCore(program.page, { running: false, failure: 'database-damaged' })
    const key = readFileSync(path.join(program.home, 'data/household.key'), 'utf8').trim()
    // Where the system hands dumps to a program of its own none are here.
    for (const name of process.platform === 'linux' ? readdirSync(dumps) : []) {
      const dump = readFileSync(path.join(dumps, name))
      expect([key, Buffer.from(key, 'base64')].filter((needle) => dump.includes(needle))).toEqual([])
    }
  } finally {
    await program.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a core without its key says so, and starts when the key is there again', async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'wattveil-home-'))
  const key = path.join(home, 'data/household.key')
  mkdirSync(path.dirname(key))
  writeFileSync(key, 'half a k', { mode: 0o600 })
  const program = await launch({ home })
  try {
    await expectCore(program.page, { running: false, failure: 'key-file-malformed' })
    writeFileSync(key, randomBytes(24).toString('base64'), { mode: 0o600 })
    await expect
      .poll(
        async () => {
          await askCore(program.page)
          return coreState(program.page)
        },
        { timeout: 15_000 }
      )
      .toEqual({ running: true, failure: null })
  } finally {
    await program.close()
    rmSync(home, { recursive: true, force: true })
  }
})

test('the program keeps its data where it was told to', async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'wattveil-home-'))
  const program = await launch({ home })
  try {
    expect(await program.app.evaluate(({ app }) => app.getPath('userData'))).toBe(home)
  } finally {
    await program.close()
    rmSync(home, { recursive: true, force: true })
  }
})

async function expectCore(page: Page, state: CoreStateView): Promise<void> {
  await expect.poll(() => coreState(page), { timeout: 15_000 }).toEqual(state)
}

/** Starts Electron where crashes are written to disk. @returns a program in its place */
function dumpingInto(dumps: string, folder: string): string {
  mkdirSync(dumps)
  const wrapper = path.join(folder, 'dumping')
  writeFileSync(wrapper, `#!/bin/sh\nulimit -c unlimited\ncd '${dumps}' && exec '${testElectron()}' "$@"\n`)
  chmodSync(wrapper, 0o755)
  return wrapper
}

/** Main, core and page: core(5), coredump_filter. */
async function expectEmptyDumps(program: Launched): Promise<void> {
  const [main = 0, page = 0] = await program.app.evaluate(({ BrowserWindow }) => [
    process.pid,
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0
  ])
  const filters = [main, page, await corePid(program)].map((pid) =>
    readFileSync(`/proc/${String(pid)}/coredump_filter`, 'utf8').trim()
  )
  expect(filters).toEqual(Array(3).fill('00000000'))
}

async function corePid({ app }: Launched): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'wattveil-core')?.pid
  )
  if (pid === undefined) throw new Error('no core process')
  return pid
}

function isMinimised({ app }: Launched): Promise<boolean | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())
}

function startAgain({ home }: Launched): Promise<number | null> {
  const child = spawn(testElectron(), [ROOT, ...switches(testElectron())], {
    env: { ...process.env, WATTVEIL_HOME: home },
    stdio: 'ignore'
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code)
    })
  })
}
