/**
 * The Debian package on this very system: installed with apt, started, used, removed. It changes the machine, so it runs only
 * where somebody asks for it (WATTVEIL_FULL=1), as root.
 */

import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { packDeb } from '../../../scripts/dist-deb.mjs'
import { launchPacked } from '../support/launch-packed'

const NAME = 'wattveil'
const NOBODY = 65_534
const LONG_MS = 900_000
/** Where packages put things. */
const PLACES = ['/etc', '/opt', '/usr', '/var']

const obstacle = ((): string | null => {
  if (process.env['WATTVEIL_FULL'] !== '1') return 'changes the machine: only with WATTVEIL_FULL=1'
  if (process.getuid?.() !== 0) return 'installs a package: needs root'
  return succeeds('apt-get', '--version') && succeeds('dpkg-deb', '--version') ? null : 'needs apt and dpkg'
})()

test.skip(obstacle !== null, obstacle ?? '')
test.describe.configure({ mode: 'serial', timeout: LONG_MS })

let deb = ''
let home = ''
let before: readonly string[] = []

test.beforeAll(async () => {
  test.setTimeout(LONG_MS)
  if (succeeds('dpkg', '-s', NAME)) throw new Error(`${NAME} is installed here: a person's own, so nothing is touched`)
  deb = await packDeb({ quick: true, apart: 'deb' })
  home = mkdtempSync(path.join(os.tmpdir(), 'wattveil-deb-'))
  chownSync(home, NOBODY, NOBODY)
  before = foundOnSystem()
})
test.afterAll(() => {
  if (obstacle !== null) return
  spawnSync('apt-get', ['purge', '-y', NAME], { stdio: 'ignore' })
  rmSync(home, { recursive: true, force: true })
})

test('is installed with apt and without a network', () => {
  // Whatever apt wanted to fetch would have to come through here.
  const nowhere = ['http', 'https'].flatMap((scheme) => ['-o', `Acquire::${scheme}::Proxy=http://127.0.0.1:9/`])
  apt('install', '-y', ...nowhere, deb)
  expect(statSync(`/opt/Wattveil/${NAME}`).isFile()).toBe(true)
  expect(statSync('/opt/Wattveil/chrome-sandbox').mode & 0o7777).toBe(0o4755)
  expect(spawnSync('dpkg', ['--verify', NAME], { encoding: 'utf8' }).stdout).toBe('')
})

test('makes its documents known to the system', () => {
  const file = path.join(home, 'bill.wattveil')
  writeFileSync(file, '{}')
  expect(output('xdg-mime', 'query', 'filetype', file)).toBe('application/vnd.wattveil+json')
  expect(output('xdg-mime', 'query', 'default', 'application/vnd.wattveil+json')).toBe(`${NAME}.desktop`)
})

test('starts for an ordinary account in its sandbox, is used, and keeps what was set', async () => {
  for (const expected of ['en', 'de'] as const) {
    const { page, close } = await launchPacked(`/usr/bin/${NAME}`, NOBODY, home)
    try {
      const state = await page.evaluate(() =>
        (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['program.state']({})
      )
      expect(state).toMatchObject({ ok: true, value: { firstStart: true, settings: { language: expected } } })
      await page.locator('h1').waitFor()
      const changed = await page.evaluate(() =>
        (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['settings.change']({
          language: 'de'
        })
      )
      expect(changed).toMatchObject({ ok: true })
      await page.locator('html[lang="de"]').waitFor()
      await page.getByRole('button', { name: 'Ich habe eine Sicherung' }).click()
      await page.getByRole('dialog').waitFor()
    } finally {
      await close()
    }
  }
})

test('is removed, and leaves nothing but what the person has', () => {
  const installed = output('dpkg', '-L', NAME).split('\n')
  expect(installed.length).toBeGreaterThan(20)
  apt('remove', '-y', NAME)
  expect(existsSync('/opt/Wattveil')).toBe(false)
  apt('purge', '-y', NAME)
  expect(installed.filter((file) => /wattveil/iu.test(file) && existsSync(file))).toEqual([])
  expect(foundOnSystem()).toEqual(before)
  expect(succeeds('dpkg', '-s', NAME)).toBe(false)
  expect(output('xdg-mime', 'query', 'default', 'application/vnd.wattveil+json')).toBe('')
  expect(readdirSync(path.join(home, 'data'))).toContain('household.db')
})

function apt(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  })
  expect(status, `${stdout}\n${stderr}`).toBe(0)
}

/** Everything that bears the name, but the package manager's diaries. */
function foundOnSystem(): readonly string[] {
  const { stdout } = spawnSync('find', [...PLACES, '-xdev', '-iname', `*${NAME}*`], { encoding: 'utf8' })
  return stdout.split('\n').filter((file) => file !== '' && !file.startsWith('/var/log/'))
}

function output(file: string, ...args: readonly string[]): string {
  return spawnSync(file, args, { encoding: 'utf8', env: { ...process.env, XDG_CURRENT_DESKTOP: '' } }).stdout.trim()
}

function succeeds(file: string, ...args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0
}
