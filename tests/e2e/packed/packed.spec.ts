/** The program as it is shipped: packed, with its fuses blown. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { packProgram } from '../../../scripts/dist-dir.mjs'
import { inProject } from '../../../scripts/project.mjs'
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
  const files = archived()
  expect(files).toContain('/out/main/main.cjs')
  expect(files).toContain('/out/renderer/index.html')
  expect(files.filter((file) => /\.map$|\.ts$|^\/(?:tests|scripts|docs)|musl/u.test(file))).toEqual([])
  expect(readdirSync(resources())).not.toContain('default_app.asar')
  expect(statSync(path.join(resources(), 'app.asar')).size).toBeLessThan(LARGEST_ARCHIVE)
})

test('says of everything that it holds of others what it is and under which licence', () => {
  const { components } = JSON.parse(readFileSync(path.join(resources(), 'parts/sbom.cdx.json'), 'utf8')) as {
    components: { name: string; version: string; licenses?: unknown[] }[]
  }
  const licences = readFileSync(path.join(resources(), 'parts/LICENCES.txt'), 'utf8')
  const named = new Map(components.map((part) => [part.name, part]))
  const manifests = archived().filter((file) => /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/u.test(file))
  expect(manifests.length).toBeGreaterThan(3)
  const beside = manifests.map((file) => JSON.parse(inArchive(file).toString()) as { name: string; version: string })
  for (const { name, version } of beside) expect(named.get(name)?.version, name).toBe(version)
  // Of each kind of thing that is bundled: the page, its typeface, arithmetic, the reader of PDF.
  const bundled = [
    'vue',
    'zod',
    'assemblyscript',
    '@scure/bip39',
    '@fontsource-variable/hanken-grotesk',
    'unpdf',
    'pdfjs-dist'
  ]
  expect(bundled.filter((name) => !named.has(name))).toEqual([])
  expect(archived().filter((file) => /\.(?:woff2?|ttf|otf)$/u.test(file) && !file.includes('hanken-grotesk'))).toEqual(
    []
  )
  const { electron, ...others } = Object.fromEntries(named)
  expect(electron?.version).toBe(packedElectron())
  for (const { name, version, licenses } of Object.values(others)) {
    expect(licenses?.length, name).toBeGreaterThan(0)
    const [, text = ''] = licences.split(`${name} ${version} (`)
    expect(text.slice(0, 2000), name).toMatch(/Permission|Licen[cs]e|Redistribution/u)
  }
  // Electron's own, and those of what Chromium is made of.
  const around = path.dirname(executable)
  if (process.platform === 'linux') {
    for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(path.join(around, file)), file).toBe(true)
  }
})

test('tells nothing of the machine that built it, and brings no key', () => {
  const places = [inProject('.'), `${os.homedir()}/`, `${os.tmpdir()}/`].filter((place) => place.length > 3)
  const tells = (bytes: Buffer): readonly string[] =>
    [...places, 'PRIVATE KEY-----'].filter((text) => bytes.includes(text))
  const own = archived().filter((file) => !file.includes('/node_modules/') && /\.\w+$/u.test(file))
  expect(own.length).toBeGreaterThan(20)
  const told = own.flatMap((file) => tells(inArchive(file)).map((text) => `${file}: ${text}`))
  for (const file of readdirSync(path.join(resources(), 'parts')))
    told.push(...tells(readFileSync(path.join(resources(), 'parts', file))).map((text) => `${file}: ${text}`))
  expect(told).toEqual([])
})

/** Files and folders of the archive. */
function archived(): readonly string[] {
  return listPackage(path.join(resources(), 'app.asar'), { isPack: false }).map((file) => file.replaceAll('\\', '/'))
}

function inArchive(file: string): Buffer {
  return extractFile(path.join(resources(), 'app.asar'), path.normalize(file.slice(1)))
}

/** As Electron's own distribution says. */
function packedElectron(): string {
  return readFileSync(path.join(path.dirname(executable), 'version'), 'utf8')
    .trim()
    .replace(/^v/u, '')
}

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
