/** A group outside any simulation: joined by an invitation over TLS, taken part in without a window, left again. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { type Launched, launch } from '../support/launch'
import { type OwnGroup, startOwnGroup } from '../support/own-group'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let program: Launched
let group: OwnGroup
let page: Page
let config = ''

test.beforeAll(async () => {
  config = mkdtempSync(path.join(os.tmpdir(), 'wattveil-config-'))
  group = await startOwnGroup()
  program = await launch({ env: { XDG_CONFIG_HOME: config } })
  page = program.page
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.locator('h1').waitFor()
})
test.afterAll(async () => {
  await program.close()
  await group.close()
  rmSync(config, { recursive: true, force: true })
})

const rail = (name: string) => page.getByRole('navigation', { name: 'Main areas' }).getByRole('link', { name })
const look = (): Promise<void> => expectAccessible(page)
const chooseInvitation = async (): Promise<void> => {
  await program.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] })
  }, group.invitation)
  await page.getByRole('button', { name: 'Choose an invitation' }).click()
}

test('a meter is connected, and an invitation says what it means and who can answer', async () => {
  await page.getByRole('button', { name: 'Connect a meter' }).first().click()
  await page.getByLabel('Address of the meter').fill(group.meter.address)
  await page.getByLabel('Password').fill(group.meter.password)
  await page.getByRole('button', { name: 'Connect the meter' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 30_000 })
  await rail('Group').click()
  await expect(page.getByRole('heading', { name: 'You are in no group' })).toBeVisible()
  await takePictures(page, 'group-empty', look)
  await chooseInvitation()
  const dialog = page.getByRole('dialog', { name: 'Join Lindenhof?' })
  await expect(dialog).toContainText('only whoever holds the key in your invitation can answer')
  await dialog.getByText('Key of the collector').click()
  await takePictures(page, 'group-invitation', look)
})

test('the house joins over TLS, and is asked once whether it may take part without a window', async () => {
  await page.getByRole('dialog').getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByText('No day yet')).toBeVisible({ timeout: 30_000 })
  await takePictures(page, 'group-joined', look)
  await page.getByRole('button', { name: 'Yes, start with the system' }).click()
  await expect(page.getByText('Take part while nobody looks?')).toHaveCount(0)
  if (process.platform === 'linux') {
    const entry = path.join(config, 'autostart/wattveil.desktop')
    expect(readFileSync(entry, 'utf8')).toContain('--background')
  }
})

test('neighbours compare numbers by typing them, and the own number is refused', async () => {
  await page.getByRole('button', { name: 'Verify a neighbour' }).click()
  const dialog = page.getByRole('dialog', { name: 'Verify a neighbour' })
  const mine = await dialog.getByRole('region', { name: 'Your number' }).locator('.digits').innerText()
  await dialog.getByLabel('Type or paste the thirty digits or the ten words').fill(mine)
  await expect(dialog).toContainText('This is your own number.')
  await expect(dialog.getByRole('img', { name: 'QR code of your safety number' })).toBeVisible()
  await takePictures(page, 'group-verify', look)
  await page.keyboard.press('Escape')
})

test('the invitation is passed on as a code and as the same file', async () => {
  const target = path.join(config, 'passed-on.json')
  await program.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await page.getByRole('button', { name: 'Invite a neighbour' }).click()
  await expect(page.getByRole('img', { name: 'QR code of the invitation' })).toBeVisible()
  await page.getByRole('button', { name: 'Save as a file' }).click()
  await expect(page.getByText('The invitation is saved.')).toBeVisible()
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
  expect(read(target)).toEqual(read(group.invitation))
  await look()
  await page.keyboard.press('Escape')
})

test('closing the window does not end the part in the group; the window comes back', async () => {
  const closed = page.waitForEvent('close')
  await page.getByRole('button', { name: 'Close window' }).click()
  await closed
  // The page is gone a moment before its window is.
  await expect.poll(() => program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  const again = program.app.waitForEvent('window')
  await program.app.evaluate(({ app }) => void app.emit('activate'))
  page = await again
  await page.locator('h1').waitFor()
  await rail('Group').click()
  await expect(page.getByRole('banner').or(page.locator('header'))).toContainText('Lindenhof')
})

test('leaving is told to the collector, and the way in is there again', async () => {
  await rail('Settings').click()
  await page.getByRole('checkbox', { name: 'Start with the system and stay when the window is closed' }).uncheck()
  if (process.platform === 'linux') expect(existsSync(path.join(config, 'autostart/wattveil.desktop'))).toBe(false)
  await page.getByRole('button', { name: 'Leave the group' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave Lindenhof?' })
  await look()
  await dialog.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('cell', { name: 'leaving the group' })).toBeVisible({ timeout: 15_000 })
  await rail('Group').click()
  await expect(page.getByRole('heading', { name: 'You are in no group' })).toBeVisible()
})
