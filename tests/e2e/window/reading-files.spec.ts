/**
 * Files of readings in and out, as a person has them: a table that nothing settles, its columns named, remembered, given to
 * others; several files by button, by drop and by a double click; every export, and each read back as the same.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Locator, type Page, expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { daysAgo, homeLoad, writeHomeFile } from '../support/home-files'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const ROWS = 192
const IMPORT_MS = 60_000
const METER = 'AT0011111111111111111111111111111'
const EXPORTS = [
  ['What you see, CSV with comma', 'de.csv', 'start;end;drawn;fed-in;quality'],
  ['What you see, CSV with point', 'en.csv', 'start,end,drawn,fed-in,quality'],
  ['What you see, Green Button (XML)', 'espi.xml', 'http://naesb.org/espi'],
  ['What you see, like a gateway (AR 2418-6, XML)', 'ar2418.xml', 'http://vde.de/AR_2418-6.xsd'],
  ['All readings, CSV with comma', 'all-de.csv', 'start;end;drawn;fed-in;quality'],
  ['All readings, CSV with point', 'all-en.csv', 'start,end,drawn,fed-in,quality'],
  ['All readings, Green Button (XML)', 'all-espi.xml', 'http://naesb.org/espi'],
  ['All readings, like a gateway (AR 2418-6, XML)', 'all-ar2418.xml', 'http://vde.de/AR_2418-6.xsd']
] as const

let program: OwnProgram
let page: Page
let folder = ''
const inFolder = (name: string): string => path.join(folder, name)

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-files-'))
  writeTable('june.csv', '2026-06-01')
  writeTable('july.csv', '2026-07-01')
  writeTable('shared.csv', '2026-06-01')
  for (const [name, back] of [
    ['one', 9],
    ['two', 7],
    ['three', 5],
    ['four', 3]
  ] as const) {
    writeHomeFile(inFolder(`${name}.csv`), {
      ...{ meterId: '1WVT0000000007', from: daysAgo(back), to: daysAgo(back - 2), drawn: homeLoad }
    })
  }
  program = await startOwnProgram()
  page = program.page
})
test.afterAll(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

/** Neither unit nor direction is said, and a customer stands above. */
function writeTable(name: string, day: string): void {
  const from = Date.parse(`${day}T00:00:00Z`)
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const [date = '', time = ''] = new Date(from + index * 900_000).toISOString().split('T')
    return `${date.split('-').reverse().join('.')} ${time.slice(0, 5)};${300 + ((index * 37) % 90)}`
  })
  writeFileSync(inFolder(name), [`Customer;Vertrag 4711;${METER}`, 'When;Value', ...lines, ''].join('\r\n'))
}

const results = (): Locator => page.getByRole('region', { name: 'Import files' })

async function nameColumns(of: Page): Promise<Locator> {
  await of.getByRole('button', { name: 'Name the columns …' }).click()
  return of.getByRole('dialog', { name: /^What do the columns of/u })
}

async function nothingNew(names: readonly string[]): Promise<void> {
  await program.openWith(names.map(inFolder))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(results().getByRole('listitem').first()).toContainText('already there', { timeout: IMPORT_MS })
  await expect(results()).not.toContainText('contradict')
  await expect(results().getByText(/^\d.* new readings?$/u)).toHaveCount(0)
  await page.getByRole('button', { name: 'Hide' }).click()
}

test('a table that nothing settles is not taken, and its columns can be named', async () => {
  await program.openWith([inFolder('june.csv')])
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await expect(page.getByText('What the columns of this file mean is not certain')).toBeVisible({ timeout: IMPORT_MS })
  const dialog = await nameColumns(page)
  await expect(dialog).toContainText('Not certain: the unit, whether drawn or fed in.')
  await expectAccessible(page)
  await dialog.getByLabel('Quantity and unit of Value').selectOption('interval:Wh')
  await expect(dialog.getByText(/^192 readings/u)).toBeVisible({ timeout: IMPORT_MS })
  await expect(dialog).toContainText('0.300 kWh')
  await takePictures(page, 'readings-columns', () => expectAccessible(page), true)
})

test('the rules become a small file and the sample shows nothing of the home', async () => {
  const dialog = page.getByRole('dialog', { name: /^What do the columns of/u })
  await program.saveTo(inFolder('rules.json'))
  await dialog.getByRole('button', { name: 'Save rules …' }).click()
  await expect(dialog.getByText('The rules are saved.')).toBeVisible()
  expect(JSON.parse(readFileSync(inFolder('rules.json'), 'utf8'))).toMatchObject({
    ...{ format: 'wattveil-layout/1', columns: ['When', 'Value'] },
    values: [{ column: 1, register: 'drawn', kind: 'interval', unit: 'Wh' }]
  })
  await program.saveTo(inFolder('sample.csv'))
  await dialog.getByRole('button', { name: 'Sample to share …' }).click()
  await expect(dialog.getByText('The sample is saved.')).toBeVisible()
  const sample = readFileSync(inFolder('sample.csv'), 'utf8')
  expect(sample).toContain('When;Value')
  for (const secret of ['4711', METER, 'Vertrag']) expect(sample).not.toContain(secret)
  const values = (text: string): string[] => [...text.matchAll(/;(\d{3})\r?$/gmu)].map(([, value]) => value ?? '')
  const original = values(readFileSync(inFolder('june.csv'), 'utf8'))
  const same = values(sample).filter((value, index) => value === original[index])
  expect(same.length, 'digits are drawn anew').toBeLessThan(values(sample).length / 4)
})

test('as the person said it is imported, and the next file with these columns needs no word', async () => {
  const dialog = page.getByRole('dialog', { name: /^What do the columns of/u })
  await dialog.getByRole('button', { name: 'Import like this' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Readings', { timeout: IMPORT_MS })
  await expect(results()).toContainText('192 new readings')
  await page.getByRole('button', { name: 'Hide' }).click()
  await program.openWith([inFolder('july.csv')])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(results()).toContainText('192 new readings', { timeout: IMPORT_MS })
  await page.getByRole('button', { name: 'Hide' }).click()
})

test('files that the system hands over are read on the page of readings, several at once', async () => {
  await page.getByRole('link', { name: 'Settings' }).click()
  await program.app.evaluate(
    ({ app }, [one, two, dir]) => void app.emit('second-instance', {}, ['wattveil', one, two], dir),
    ['one.csv', 'two.csv', folder] as const
  )
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Readings', { timeout: IMPORT_MS })
  await expect(results().getByText('192 new readings')).toHaveCount(2, { timeout: IMPORT_MS })
  await page.getByRole('button', { name: 'Hide' }).click()
})

test('files that are dropped are read, several at once', async () => {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [inFolder('three.csv'), inFolder('four.csv')], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
  }
  await expect(results().getByText('192 new readings')).toHaveCount(2, { timeout: IMPORT_MS })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Hide' }).click()
})

for (const [item, file, word] of EXPORTS) {
  test(`"${item}" writes a file that reads back as the same`, async () => {
    await page.getByLabel('Meter', { exact: true }).selectOption('1WVT0000000007')
    await page.getByRole('radio', { name: 'Month', exact: true }).check({ force: true })
    await program.saveTo(inFolder(file))
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect(page.getByText(`readings are now in ${file}.`)).toBeVisible({ timeout: IMPORT_MS })
    expect(readFileSync(inFolder(file), 'utf8')).toContain(word)
    await nothingNew([file])
  })
}

test('the page goes to the printer from the menu', async () => {
  await page.evaluate(() => {
    window.print = () => void (document.documentElement.dataset['printed'] = 'yes')
  })
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Print …' }).click()
  await expect(page.locator('html[data-printed]')).toBeAttached()
})

test('another home takes the rules over', async () => {
  const other = await startOwnProgram()
  try {
    await other.openWith([inFolder('shared.csv')])
    await other.page.getByRole('button', { name: 'Choose a file' }).click()
    const dialog = await nameColumns(other.page)
    await other.openWith([inFolder('rules.json')])
    await dialog.getByRole('button', { name: 'Open rules …' }).click()
    await expect(dialog.getByLabel('Quantity and unit of Value')).toHaveValue('interval:Wh')
    await dialog.getByRole('button', { name: 'Import like this' }).click()
    await expect(other.page.getByText('192 new readings')).toBeVisible({ timeout: IMPORT_MS })
    expect(other.faults.take(null), 'errors of the page').toEqual([])
  } finally {
    await other.close()
  }
})
