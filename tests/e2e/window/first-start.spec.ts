/** The first minutes with an empty home: doors, refusals, a meter that does not answer, language and look. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial' })

let program: OwnProgram
let folder = ''

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-first-'))
  program = await startOwnProgram()
})
test.afterAll(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

test('three doors, in both languages, light and dark, without a finding of axe', async () => {
  const { page } = program
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(3)
  await takePictures(page, 'first-start', () => expectAccessible(page))
})

test('the language changes by keyboard alone', async () => {
  const { page } = program
  await page.getByRole('radio', { name: 'English' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Womit möchten Sie anfangen?')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where would you like to start?')
})

for (const [name, content, sentence] of [
  ['empty.csv', '', 'The file is empty. Nothing was imported.'],
  [
    'other.csv',
    'date;kWh\n2026-01-01;1,5\n',
    'Wattveil finds no table of times and readings in this file. Nothing was imported. Many grid operators'
  ],
  ['picture.csv', '\u0089PNG', 'This is a picture. Nothing was imported; choose the file with the readings.'],
  ['letter.csv', '%PDF-1.4', 'This is a PDF, not a list of readings. Nothing was imported.'],
  ['page.csv', '<!doctype html><title>x</title>', 'This is a web page and no file of readings.']
] as const) {
  test(`a file of readings that is none is refused in words: ${name}`, async () => {
    const { page } = program
    const file = path.join(folder, name)
    writeFileSync(file, content, 'latin1')
    await program.openWith([file])
    await page.getByRole('button', { name: 'Choose a file' }).click()
    const results = page.getByRole('region', { name: 'Import files' })
    await expect(results).toContainText(name)
    await expect(results).toContainText(sentence)
    await expectAccessible(page)
    await results.getByRole('button', { name: 'Hide' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where would you like to start?')
  })
}

test('a file that is no bill is refused in words', async () => {
  const { page } = program
  const file = path.join(folder, 'bill.json')
  writeFileSync(file, '{"format":"wattveil-bill/1"}')
  await program.openWith([file])
  await page.getByRole('button', { name: 'Choose a bill' }).click()
  const opened = page.getByRole('region', { name: 'Files taken in' })
  await expect(opened).toContainText('The file is damaged or not a bill. Ask your supplier for a new one.')
  await expectAccessible(page)
  await opened.getByRole('button', { name: 'Hide' }).click()
})

test('a meter that does not answer is told with the next step', async () => {
  const { page } = program
  await page.getByRole('button', { name: 'Connect a meter' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect a meter' })
  await expectAccessible(page)
  await dialog.getByLabel('Address of the meter').fill('not an address')
  await dialog.getByRole('button', { name: 'Connect the meter' }).click()
  await expect(dialog.getByRole('alert')).toContainText('This is not the address of a meter.')
  await dialog.getByLabel('Address of the meter').fill('http://127.0.0.1:9/meters/1WVL0000000001')
  await dialog.getByLabel('Password').fill('wrong')
  await dialog.getByRole('button', { name: 'Connect the meter' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The meter did not answer.', { timeout: 20_000 })
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('the sill explains itself', async () => {
  const { page } = program
  await expect(page.getByText('Nothing has left this house yet.')).toBeVisible()
  await page.getByRole('button', { name: 'What this means' }).click()
  await expect(page.getByRole('dialog', { name: 'The threshold of your house' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
})

test('the window is useful at 1024 x 700 and at 200 % zoom', async () => {
  const { page } = program
  for (const [width, height] of [
    [1024, 700],
    [720, 450]
  ] as const) {
    await page.setViewportSize({ width, height })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide, `${width} px`).toBe(0)
    await page.getByRole('button', { name: 'Start the neighbourhood' }).scrollIntoViewIfNeeded()
    await expect(page.getByRole('button', { name: 'Start the neighbourhood' })).toBeInViewport()
    await expectAccessible(page)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})
