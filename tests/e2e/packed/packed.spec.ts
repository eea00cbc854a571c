/** The program as it is shipped: packed, with its fuses blown. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { packProgram } from '../../../scripts/dist-dir.mjs'
import { launchPacked } from '../support/launch-packed'
import { linkTree } from '../support/link-tree'

/** How the wire in the binary spells it. */
const OFF = '0'.charCodeAt(0)
const ON = '1'.charCodeAt(0)

const PACK_MS = 300_000
const LARGEST_ARCHIVE = 8 * 1024 * 1024

const NOBODY = 65_534

let executable = ''
const resources = () =>
  process.platform === 'darwin' ? path.join(executable, '../../Resources') : path.join(executable, '../resources')

test.beforeAll(async () => {
  test.setTimeout(PACK_MS)
  executable = await packProgram()
})

test('starts, opens its encrypted database and answers the window', async () => {
  const { page, close } = await launchPacked(executable)
  try {
    const answer = await page.evaluate(() =>
      (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['program.state']({})
    )
    expect(answer).toMatchObject({ ok: true, value: { firstStart: true, profile: 'own' } })
  } finally {
    await close()
  }
})

test("shuts its page into Chromium's sandbox", async () => {
  test.skip(process.platform !== 'linux', 'looks into /proc')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-sandbox-'))
  const asRoot = process.getuid?.() === 0
  try {
    // Nobody can have the sandbox that root cannot, but may not read the folder this project lies in.
    const program = asRoot ? linkTree(path.dirname(executable), folder) : path.dirname(executable)
    const packed = path.join(program, path.basename(executable))
    const { close } = await launchPacked(packed, asRoot ? NOBODY : undefined)
    try {
      expect(rendererStatus(packed)).toMatch(/^Seccomp:\s+2$/mu)
    } finally {
      await close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('opens no developer tools, by whatever key', async () => {
  const { page, close } = await launchPacked(executable)
  try {
    for (const keys of ['F12', 'Control+Shift+I', 'Control+Shift+J']) await page.keyboard.press(keys)
    await page.waitForTimeout(500)
    const pages = page.context().pages()
    expect(pages.map((each) => each.url().split(':')[0])).toEqual(['app'])
  } finally {
    await close()
  }
})

test('has the doors shut that Electron leaves open for developers', async () => {
  const fuses = await getCurrentFuseWire(executable)
  expect(fuses[FuseV1Options.RunAsNode]).toBe(OFF)
  expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(OFF)
  expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(OFF)
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ON)
  expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(ON)
  expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(ON)
})

test('cannot be used as a plain Node', () => {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' }
  const { stdout } = spawnSync(executable, ['-p', '6 * 7'], { env, encoding: 'utf8', timeout: 10_000 })
  expect(stdout).not.toContain('42')
})

test('holds the program and nothing of its making', () => {
  const files = listPackage(path.join(resources(), 'app.asar'), { isPack: false }).map((file) =>
    file.replaceAll('\\', '/')
  )
  expect(files).toContain('/out/main/main.cjs')
  expect(files).toContain('/out/renderer/index.html')
  expect(files.filter((file) => /\.map$|\.ts$|^\/(?:tests|scripts|docs)|musl/u.test(file))).toEqual([])
  expect(readdirSync(resources())).not.toContain('default_app.asar')
  expect(statSync(path.join(resources(), 'app.asar')).size).toBeLessThan(LARGEST_ARCHIVE)
})

/** What the kernel says about the process that draws the page. */
function rendererStatus(program: string): string {
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/u.test(name)) return false
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      return command.startsWith(program) && command.includes('--type=renderer')
    } catch {
      return false // ended meanwhile
    }
  })
  return pid ? readFileSync(`/proc/${pid}/status`, 'utf8') : 'no renderer'
}
