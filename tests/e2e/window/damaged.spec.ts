/** Data that cannot be opened: the window says so, nothing of it is lost, and there is a way on. */

import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { createLocalCopies } from '../../../adapters/backup/local-copies'
import { openDatabase } from '../../../adapters/storage/database'
import { allMigrations } from '../../../adapters/storage/migrations/all'
import { systemClock } from '../../../adapters/system/system-clock'
import type { WindowBridge } from '../../../app/contract/bridge'
import { expectAccessible } from '../support/accessibility'
import { launch } from '../support/launch'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { METER, importDay, writeBackup } from '../support/own-steps'
import { takePicture } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 150_000 })

const START = 'Where would you like to start?'

let folder = ''
let words = ''
const home = (): string => path.join(folder, 'home')
const data = (name = ''): string => path.join(home(), 'data', name)
const backupFile = (): string => path.join(folder, 'kept.wattveil-backup')
const setAside = (): string[] => readdirSync(data()).filter((name) => name.includes('-damaged-'))

test.beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-damaged-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a household with a copy and a backup', async () => {
  const first = await startOwnProgram(home())
  await importDay(first, path.join(folder, 'day.csv'))
  words = await writeBackup(first, backupFile())
  await first.close()
  // One of the day may have been made before the readings came.
  rmSync(data('copies'), { recursive: true, force: true })
  const key = readFileSync(data('household.key'), 'utf8').trim()
  const database = openDatabase({ file: data('household.db'), key, migrations: allMigrations })
  createLocalCopies(data('copies')).keepDaily(database, systemClock.now())
  database.close()
})

test('damaged data is said to be so, and a copy takes its place by the keyboard alone', async () => {
  const damaged = damage()
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data cannot be opened')
    await expect(page.getByText('is damaged, by an old disk or a power cut')).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await takePicture(page, `damaged-en-${colorScheme}`)
      await expectAccessible(page)
    }
    // Nothing has happened to the file by looking.
    expect(readFileSync(data('household.db')).equals(damaged)).toBe(true)
    const take = page.getByRole('button', { name: 'Take this copy' })
    await expect(take).toBeEnabled()
    for (let step = 0; step < 20 && !(await take.evaluate((button) => button.matches(':focus'))); step++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expectMeter(program)
  } finally {
    await program.close()
  }
  expect(setAside()).toHaveLength(1)
  expect(readFileSync(data(setAside()[0] ?? '')).equals(damaged)).toBe(true)
})

test('a damaged copy and wrong words change nothing; the backup takes its place', async () => {
  const damaged = damage()
  for (const name of readdirSync(data('copies'))) writeFileSync(data(`copies/${name}`), Buffer.alloc(20_000, 1))
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await page.getByRole('button', { name: 'Take this copy' }).click()
    await expect(page.getByText('This copy cannot be opened either.')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Restore a backup' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
    await expectAccessible(page)
    await program.openWith([backupFile()])
    await dialog.getByRole('button', { name: 'Choose the file' }).click()
    await dialog.getByLabel('The twelve words').fill(words.split(' ').slice(1).join(' '))
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await expect(dialog.getByText('There must be twelve words; here are 11.')).toBeVisible({ timeout: 30_000 })
    expect(readFileSync(data('household.db')).equals(damaged)).toBe(true)
    expect(setAside()).toHaveLength(1)
    await dialog.getByLabel('The twelve words').fill(words)
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await expectMeter(program)
  } finally {
    await program.close()
  }
  expect(setAside()).toHaveLength(2)
})

test('to begin anew takes a second word; deleting everything deletes what was set aside', async () => {
  damage()
  rmSync(data('copies'), { recursive: true })
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await expect(page.getByText('There is no copy on this computer.')).toBeVisible()
    await page.getByRole('button', { name: 'Start anew' }).click()
    const now = page.getByRole('button', { name: 'Set aside and start anew' })
    await expect(now).toBeDisabled()
    await page.getByRole('checkbox').check()
    await expectAccessible(page)
    await now.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(START, { timeout: 30_000 })
    expect(setAside()).toHaveLength(3)
    await page
      .evaluate(() =>
        (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['data.delete-all']({
          confirmed: true
        })
      )
      // The page begins anew after the answer, perhaps before it is read here.
      .catch(() => undefined)
    await expect.poll(setAside).toEqual([])
  } finally {
    await program.close()
  }
})

test('data of a newer program, and another key, are said in German too, and left alone', async () => {
  const other = path.join(folder, 'other')
  mkdirSync(path.join(other, 'data'), { recursive: true, mode: 0o700 })
  const [file, key] = [path.join(other, 'data/household.db'), path.join(other, 'data/household.key')]
  const secret = randomBytes(24).toString('base64')
  writeFileSync(key, secret, { mode: 0o600 })
  const later = { id: '9999-later', sql: 'CREATE TABLE later (a INTEGER) STRICT' }
  openDatabase({ file, key: secret, migrations: [...allMigrations, later] }).close()
  const before = readFileSync(file)
  const newer = await launch({ home: other, language: 'de' })
  let ended: number | null = null
  newer.app.process().once('exit', (code) => (ended = code))
  try {
    await expect(newer.page.getByRole('heading', { level: 1 })).toHaveText('Wattveil konnte seine Daten nicht öffnen')
    await expect(newer.page.getByRole('alert')).toContainText('Diese Daten stammen von einer neueren Version.')
    await expectAccessible(newer.page)
  } finally {
    await newer.close()
  }
  // By itself: a program that is held up is killed, and has no code then.
  expect(ended).toBe(0)
  writeFileSync(key, randomBytes(24).toString('base64'), { mode: 0o600 })
  const changed = await launch({ home: other, language: 'de' })
  try {
    await expect(changed.page.getByRole('heading', { level: 1 })).toHaveText('Ihre Daten lassen sich nicht öffnen')
    await expect(changed.page.getByText('Der Schlüssel auf diesem Computer öffnet die Datei')).toBeVisible()
    await takePicture(changed.page, 'damaged-de-light')
    await expectAccessible(changed.page)
  } finally {
    await changed.close()
  }
  expect(readFileSync(file).equals(before)).toBe(true)
})

/** In the middle, as a disk does it. @returns the bytes that are there now */
function damage(): Buffer {
  const bytes = readFileSync(data('household.db'))
  bytes.fill(0x5a, 4096 * 3, bytes.length - 1000)
  writeFileSync(data('household.db'), bytes)
  return bytes
}

async function expectMeter({ page }: OwnProgram): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview', { timeout: 30_000 })
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText(METER).first()).toBeVisible()
}
