/** How the program starts, survives and ends. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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

test('a core that is killed again and again is left alone, and the database is suspected', async () => {
  const program = await launch()
  try {
    for (let time = 0; time < 3; time += 1) {
      await expectCore(program.page, { running: true, failure: null })
      const killed = await corePid(program)
      process.kill(killed, 'SIGABRT')
      await expect.poll(() => corePid(program).catch(() => null)).not.toBe(killed)
    }
    await expectCore(program.page, { running: false, failure: 'database-damaged' })
  } finally {
    await program.close()
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
