/** The person's own tariffs in the real window: from the library and from files, edited, priced, deleted. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Locator, type Page, expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const VECTORS = path.resolve(import.meta.dirname, '../../vectors/bills')
const HOURS = 24

let program: OwnProgram
let page: Page
let folder = ''

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-tariffs-'))
  program = await startOwnProgram()
  page = program.page
  const example = path.join(folder, 'bill.json')
  writeFileSync(example, vector('bills/good-time-of-use')['file'] ?? '')
  await program.openWith([example])
  await page.getByRole('button', { name: 'Choose a bill' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
})
test.afterAll(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

function vector(name: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(VECTORS, `${name}.json`), 'utf8')) as Record<string, string>
}

const editor = (): Locator => page.getByRole('dialog', { name: 'Tariff', exact: true })
const save = (): Promise<void> => editor().getByRole('button', { name: 'Save the tariff' }).click()

async function begin(example: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a tariff' }).click()
  await page.getByRole('menuitem', { name: example, exact: true }).click()
  await expect(editor()).toBeVisible()
}

test('one is begun from the library, given seasons and holidays, and says beside a field what is wrong', async () => {
  await begin('Network fee by time (§ 14a, module 3)')
  await editor().getByLabel('Name', { exact: true }).first().fill('Mein Netz')
  await takePictures(page, 'tariff-editor')
  await editor().getByLabel('To', { exact: true }).first().fill('halb sieben')
  await save()
  await expect(editor().getByRole('alert')).toContainText('A time is not like 17:00.')
  await expect(editor().getByLabel('To', { exact: true }).first()).toBeFocused()
  await takePictures(page, 'tariff-editor-wrong')
  await expectAccessible(page)
  await editor().getByLabel('To', { exact: true }).first().fill('24:00')
  await editor().getByRole('button', { name: 'Holidays of a country' }).click()
  await page.getByRole('menuitem', { name: 'Austria' }).click()
  await expect(editor().getByRole('button', { name: /^Remove the holiday: Christtag/u })).toBeVisible()
  await save()
  await expect(editor()).toHaveCount(0)
  await expect(page.locator('b', { hasText: 'Mein Netz' })).toBeVisible()
})

test('it is changed: another price from a day on, and a part more, by keyboard', async () => {
  await page.getByRole('button', { name: /^Change\s+Mein Netz$/u }).click()
  await editor()
    .getByRole('button', { name: /^Price change\s+Grundpreis$/u })
    .click()
  await editor().getByLabel('Price, ct per day').nth(1).fill('41.5')
  await editor().getByLabel('From day').fill('2026-07-01')
  await editor().getByRole('button', { name: 'Add a part' }).focus()
  await page.keyboard.press('ArrowDown')
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Messung')
  await editor().getByLabel('Price, € per month').fill('1.67')
  await save()
  await expect(editor()).toHaveCount(0)
  await page.getByRole('button', { name: /^Change\s+Mein Netz$/u }).click()
  await expect(editor().getByLabel('Price, ct per day').nth(1)).toHaveValue('41.50')
  await expect(editor().getByLabel('Price, € per month')).toHaveValue('1.67')
  await page.keyboard.press('Escape')
})

test('an exchange price takes its prices from a file: looked at, kept, removed', async () => {
  await begin('Exchange price')
  await save()
  await page.getByRole('button', { name: /^Exchange prices/u }).click()
  const dialog = page.getByRole('dialog', { name: /^Exchange prices for/u })
  const rows = Array.from({ length: HOURS }, (_, hour) => {
    const time = `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`
    return `${time},${hour === 3 ? '-4.20' : String(60 + hour)}`
  })
  writeFileSync(path.join(folder, 'prices.csv'), ['time,price', ...rows].join('\n'))
  await program.openWith([path.join(folder, 'prices.csv')])
  await dialog.getByRole('button', { name: 'choose one' }).click()
  const preview = dialog.getByRole('region', { name: 'This is in the file' })
  await expect(preview).toContainText('24, of 60 minutes each')
  const keep = preview.getByRole('button', { name: 'Use these prices' })
  if (await keep.isDisabled()) await preview.getByLabel('Unit').selectOption({ label: '€ per MWh' })
  await expect(preview).toContainText('below nothing')
  await takePictures(page, 'tariff-prices')
  await expectAccessible(page)
  await keep.click()
  await expect(dialog.getByRole('status')).toHaveText('24 prices taken in.')
  await dialog.getByRole('button', { name: /^Remove the prices: prices.csv/u }).click()
  await expect(dialog.getByRole('heading', { name: 'Prices taken in' })).toHaveCount(0)
  writeFileSync(path.join(folder, 'prices.csv'), 'nothing,of\nthis,kind\n')
  await dialog.getByRole('button', { name: 'choose one' }).click()
  await expect(dialog.getByRole('alert')).toContainText('no table of times and prices')
  await page.keyboard.press('Escape')
})

test('a supplier’s signed tariff is a draft until it is saved', async () => {
  writeFileSync(path.join(folder, 'tariff.json'), vector('evidence/time-of-use')['tariff'] ?? '')
  await program.openWith([path.join(folder, 'tariff.json')])
  await page.getByRole('button', { name: 'Open a tariff file' }).click()
  await expect(editor()).toBeVisible()
  await editor().getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: /^Change/u })).toHaveCount(2)
})

test('one is deleted after a second word', async () => {
  await page.getByRole('button', { name: /^Delete\s+Mein Netz$/u }).click()
  await page.getByRole('button', { name: 'Really delete "Mein Netz"' }).click()
  await expect(page.locator('b', { hasText: 'Mein Netz' })).toHaveCount(0)
  await takePictures(page, 'tariffs')
  await expectAccessible(page)
})

test('the editor is usable at 1024 x 700 and at 200 %', async () => {
  await begin('Blocks of quantity')
  for (const [width, height] of [
    [1024, 700],
    [512, 350]
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({
      path: path.resolve(import.meta.dirname, `../../../test-results/pages/tariff-editor-${width}.png`)
    })
    expect(await editor().evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(1)
  }
  await expectAccessible(page)
})
