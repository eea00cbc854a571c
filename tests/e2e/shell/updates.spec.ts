/** Newer versions, in the running program, against a real place of updates on this PC that means well or does not. */

import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import type { UpdateState } from '../../../app/contract'
import type { WindowBridge } from '../../../app/contract/bridge'
import { expectAccessible } from '../support/accessibility'
import { daysAgo, homeLoad, writeHomeFile } from '../support/home-files'
import { type Launched, launch } from '../support/launch'
import { takePictures } from '../support/pictures'
import { PROGRAM, RELEASE, type UpdateFeed, programWithFeed, releaseOf, startUpdateFeed } from '../support/update-feed'

test.skip(process.platform !== 'linux', 'installs an AppImage')
test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** A program that leaves a word where it was started from, and ends. */
const NEW_PROGRAM = Buffer.from('#!/bin/sh\necho started > "$(dirname "$0")/started"\n')

const METER = '1EMH0012345678'
/** What Chromium keeps beside the program's folder (docs/security.md). */
const CHROMIUM =
  /^(?:Cache|Code Cache|Cookies|Crashpad|Dawn|DevToolsActivePort|GPUCache|Local |Network |Preferences|Session |Shared|Trust|Transport|WebStorage|databases|blob_storage)/u

let feed: UpdateFeed
let folder = ''
let build: ReturnType<typeof programWithFeed>
let program: Launched
let page: Page

const installed = (): string => path.join(folder, 'Wattveil.AppImage')
const client = () => ({
  state: () => ask<UpdateState>('updates.state', {}),
  look: () => ask<UpdateState>('updates.look', {})
})
const section = () => page.locator('#updates')

test.beforeAll(async () => {
  feed = await startUpdateFeed()
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-updates-'))
  build = programWithFeed('1.4.0', { feed: feed.address, key: feed.key })
  writeFileSync(installed(), 'the old program')
  chmodSync(installed(), 0o755)
  await start()
})
test.afterAll(async () => {
  await program.close()
  await feed.close()
  build.remove()
  rmSync(folder, { recursive: true, force: true })
})

test('asks nobody before the person has said yes', async () => {
  expect(await client().state()).toMatchObject({ possible: true, on: false, asked: false, phase: 'idle' })
  expect(await refused('updates.look')).toBe('updates-off')
  expect(feed.asked()).toEqual([])
  expect(await logged()).toEqual([])
})

test('looks when the person says yes, and finds the newest version to be its own', async () => {
  feed.publish('1.4.0', NEW_PROGRAM)
  await section().getByRole('checkbox').check()
  await expect(section()).toContainText('This is the newest version.')
  expect(feed.asked()).toEqual([RELEASE, `${RELEASE}.sig`])
  expect(await logged()).toEqual(['update-look', 'update-look'])
})

for (const [what, spoil, failure, sentence] of spoiled()) {
  test(`refuses ${what}, and fetches nothing`, async () => {
    feed.clear()
    spoil()
    expect(await client().look()).toMatchObject({ phase: 'failed', newer: null, failure: { code: failure } })
    expect(feed.asked()).not.toContain(PROGRAM)
    await expect(section()).toContainText(sentence)
    expect(await refused('updates.download')).toBe('updates-off')
  })
}

test('offers a newer version, and fetches it only when told to', async () => {
  feed.publish('1.5.0', NEW_PROGRAM)
  expect(await client().look()).toMatchObject({ phase: 'found', newer: '1.5.0' })
  expect(feed.asked()).not.toContain(PROGRAM)
  await section().scrollIntoViewIfNeeded()
  await expectAccessible(page)
  await takePictures(page, 'settings-update-found')
})

for (const [what, bytes, failure] of [
  [
    'another file than the one signed',
    Buffer.from('#!/bin/sh\necho other  > "$(dirname "$0")/started"\n'),
    'update-damaged'
  ],
  ['a file that is longer than announced', Buffer.alloc(3_000_000), 'update-too-large'],
  ['no file at all', null, 'update-unreachable']
] as const) {
  test(`keeps nothing when there is ${what}`, async () => {
    feed.clear()
    feed.publish('1.5.0', NEW_PROGRAM)
    await client().look()
    if (bytes) feed.put(PROGRAM, bytes)
    else feed.clear()
    await section().getByRole('button', { name: 'Fetch it' }).click()
    await expect.poll(() => client().state()).toMatchObject({ phase: 'failed', failure: { code: failure } })
    expect(await refused('updates.install')).toBe('updates-off')
    expect(pending()).toEqual([])
  })
}

test('does not follow the place of updates to another one', async () => {
  feed.clear()
  feed.publish('1.5.0', NEW_PROGRAM)
  await client().look()
  const elsewhere = await startUpdateFeed()
  feed.redirect(PROGRAM, `${elsewhere.address}${PROGRAM}`)
  elsewhere.put(PROGRAM, NEW_PROGRAM)
  await section().getByRole('button', { name: 'Fetch it' }).click()
  await expect.poll(() => client().state()).toMatchObject({ phase: 'failed', failure: { code: 'update-unreachable' } })
  expect(elsewhere.asked()).toEqual([])
  await elsewhere.close()
})

test('fetches what was signed, notes every request, and waits for the person', async () => {
  feed.clear()
  feed.publish('1.5.0', NEW_PROGRAM)
  await client().look()
  const before = (await logged()).length
  await section().getByRole('button', { name: 'Fetch it' }).click()
  await expect(section()).toContainText('Wattveil 1.5.0 is fetched and checked.')
  expect((await logged()).slice(before)).toEqual(['update-download'])
  expect(feed.asked().at(-1)).toBe(PROGRAM)
  expect(readFileSync(installed(), 'utf8')).toBe('the old program')
  expect(readdirSync(program.home).filter((name) => name.startsWith('.updater'))).toEqual([])
})

test('does not install by itself when it ends, nor what was changed after it was checked', async () => {
  writeFileSync(path.join(cache(), 'pending', PROGRAM), 'something else')
  expect(await refused('updates.install')).toBe('update-damaged')
  await end()
  expect(readFileSync(installed(), 'utf8')).toBe('the old program')
})

test('puts the new version in the place of the old one when told to, and starts it', async () => {
  await start()
  await client().look()
  await section().getByRole('button', { name: 'Fetch it' }).click()
  const ended = new Promise((resolve) => program.app.process().once('exit', resolve))
  await section().getByRole('button', { name: 'Restart and install' }).click()
  await ended
  expect(readFileSync(installed())).toEqual(NEW_PROGRAM)
  await expect.poll(() => existsSync(path.join(folder, 'started'))).toBe(true)
})

test('remembers the newest version it has seen, and takes no older one, however well signed', async () => {
  await start()
  feed.clear()
  feed.publish('1.4.9', NEW_PROGRAM)
  expect(await client().look()).toMatchObject({ phase: 'failed', failure: { code: 'update-older' } })
})

test('asks nobody any more when the person changes their mind', async () => {
  await section().getByRole('checkbox').uncheck()
  feed.asked()
  await end()
  await start()
  expect(await client().state()).toMatchObject({ on: false, asked: true, phase: 'idle' })
  expect(feed.asked()).toEqual([])
})

test('leaves nothing of all this, nor of the readings, when the person deletes everything', async () => {
  const [autostart, keyFile] = [path.join(folder, 'config/autostart'), path.join(program.home, 'data/household.key')]
  feed.publish('1.5.0', NEW_PROGRAM)
  await ask('updates.change', { on: true })
  await section().getByRole('button', { name: 'Fetch it' }).click()
  await expect(section()).toContainText('Wattveil 1.5.0 is fetched and checked.')
  await ask('background.change', { on: true })
  const key = readFileSync(keyFile, 'utf8')
  for (const file of ['updates.json', 'background.json']) expect(readdirSync(program.home)).toContain(file)
  expect([readdirSync(autostart), pending()]).toEqual([['wattveil.desktop'], expect.arrayContaining([PROGRAM])])
  await page.getByRole('button', { name: 'Delete everything' }).click()
  const dialog = page.getByRole('dialog', { name: 'Really delete everything?' })
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where would you like to start?', {
    timeout: 30_000
  })
  expect(readFileSync(keyFile, 'utf8')).not.toBe(key)
  expect([readdirSync(autostart), existsSync(cache())]).toEqual([[], false])
  await end()
  const left = filesUnder(program.home)
  // The empty home that begins with the next reading.
  expect(left.filter((file) => !CHROMIUM.test(file))).toEqual(['data/household.db', 'data/household.key'])
  const tells = (bytes: Buffer): boolean =>
    (['utf8', 'utf16le'] as const).some((encoding) => bytes.includes(METER, 0, encoding))
  expect(left.filter((file) => tells(readFileSync(path.join(program.home, file))))).toEqual([])
})

function spoiled(): readonly (readonly [string, () => void, string, string])[] {
  const OTHER_KEY = 'signed by somebody else'
  return [
    ['an older version', () => feed.publish('1.3.9', NEW_PROGRAM), 'update-older', 'Version 1.3.9 is offered there'],
    [
      `a release ${OTHER_KEY}`,
      () => feed.publish('1.5.0', NEW_PROGRAM, { signature: 'a1'.repeat(64) }),
      'update-not-genuine',
      'was not signed by whoever made this Wattveil'
    ],
    [
      'a release without a signature',
      () => feed.put(RELEASE, releaseOf('1.5.0', NEW_PROGRAM)),
      'update-not-genuine',
      'was not signed'
    ],
    [
      'a release that was changed after it was signed',
      () => {
        feed.publish('1.5.0', NEW_PROGRAM)
        feed.put(RELEASE, releaseOf('1.5.1', NEW_PROGRAM))
      },
      'update-not-genuine',
      'was not signed'
    ],
    [
      'a release that is none',
      () => feed.publish('1.5.0', NEW_PROGRAM, { release: 'version: [' }),
      'update-malformed',
      'cannot be read'
    ],
    [
      'a release that names a file elsewhere',
      () =>
        feed.publish('1.5.0', NEW_PROGRAM, {
          release: releaseOf('1.5.0', NEW_PROGRAM).replaceAll(PROGRAM, `http://127.0.0.1:9/${PROGRAM}`)
        }),
      'update-malformed',
      'cannot be read'
    ],
    [
      'a release for another system',
      () =>
        feed.publish('1.5.0', NEW_PROGRAM, {
          release: releaseOf('1.5.0', NEW_PROGRAM).replaceAll(PROGRAM, 'Wattveil-Setup.exe')
        }),
      'update-not-for-this-system',
      'no new version for this system'
    ],
    ['an endless release', () => feed.put(RELEASE, Buffer.alloc(1_000_000, '#')), 'update-malformed', 'cannot be read'],
    ['a place that is gone', () => feed.clear(), 'update-unreachable', 'does not answer']
  ]
}

async function start(): Promise<void> {
  program = await launch({
    losesLog: true,
    root: build.folder,
    home: path.join(folder, 'home'),
    env: {
      ...{ APPIMAGE: installed(), XDG_CACHE_HOME: path.join(folder, 'cache') },
      XDG_CONFIG_HOME: path.join(folder, 'config')
    }
  })
  page = program.page
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.locator('h1').waitFor()
  // There are no Settings before there is anything to set.
  if ((await page.getByRole('link', { name: 'Settings' }).count()) === 0) await importDay()
  await page.getByRole('link', { name: 'Settings' }).click()
  await section().waitFor()
}

async function importDay(): Promise<void> {
  const file = path.join(folder, 'day.csv')
  writeHomeFile(file, { meterId: METER, from: daysAgo(2), to: daysAgo(1), drawn: homeLoad })
  await program.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, file)
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Readings')
}

async function end(): Promise<void> {
  await program.close()
}

function cache(): string {
  return path.join(folder, 'cache/wattveil-updater')
}

/** Paths of all files in a folder, from there, sorted. */
function filesUnder(root: string): readonly string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
}

/** What electron-updater has kept of a file that it fetched. */
function pending(): readonly string[] {
  const place = path.join(cache(), 'pending')
  return existsSync(place) ? readdirSync(place) : []
}

async function ask<Value>(name: string, request: object): Promise<Value> {
  const answer = await askRaw(name, request)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value as Value
}

async function refused(name: string): Promise<string> {
  const answer = await askRaw(name, {})
  return answer.ok ? 'answered' : answer.error.code
}

function askRaw(name: string, request: object) {
  return page.evaluate(
    ([procedure, given]) => {
      const { wattveil } = window as unknown as { readonly wattveil: WindowBridge }
      return wattveil.client[procedure as 'updates.look'](given as never)
    },
    [name, request] as const
  )
}

/** Purposes in the privacy log, oldest first. */
async function logged(): Promise<readonly string[]> {
  const entries = await ask<{ purpose: string }[]>('privacy.list', { limit: 500, before: null })
  return entries.map(({ purpose }) => purpose).reverse()
}
