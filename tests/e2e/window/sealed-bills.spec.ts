/** Sealed bills from files, with no network and no meter: the two words that nobody may confuse, side by side. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial' })

const VECTORS = path.resolve(import.meta.dirname, '../../vectors/bills')

let program: OwnProgram
let page: Page
let folder = ''

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-sealed-'))
  program = await startOwnProgram()
  page = program.page
})
test.afterAll(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

/** Writes what a vector holds under `part` as a file of its own. @returns its path */
function fileOf(vector: string, part: string, name: string): string {
  const vectors = JSON.parse(readFileSync(path.join(VECTORS, `${vector}.json`), 'utf8')) as Record<string, string>
  const file = path.join(folder, name)
  writeFileSync(file, vectors[part] ?? '')
  return file
}

async function openBills(files: readonly string[]): Promise<void> {
  await program.openWith(files)
  await page
    .getByRole('button', { name: /^(?:Choose a bill|open one)$/u })
    .first()
    .click()
}

test('a bill without its contract cannot be checked, and it is said what to open', async () => {
  await openBills([fileOf('bills/good-time-of-use', 'file', 'bill.json')])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bills')
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result.getByRole('heading')).toHaveText('Cannot be checked')
  await expect(result).toContainText('Open the contract file, then the bill can be checked.')
  await expect(result.getByRole('button', { name: 'Open a contract or tariff' })).toBeVisible()
  await takePictures(page, 'bill-open-no-contract', () => expectAccessible(page))
})

test('with contract and tariff it cannot be checked yet: the readings are missing, and who has them', async () => {
  await openBills([
    fileOf('bills/good-time-of-use', 'file', 'bill.json'),
    fileOf('evidence/time-of-use', 'tariff', 'tariff.json'),
    fileOf('evidence/time-of-use', 'contract', 'contract.json')
  ])
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toContainText('Load them from the meter.')
  await expect(result.getByRole('heading')).toHaveText('Cannot be checked')
  await expect(result.getByRole('button', { name: 'Connect a meter' })).toBeVisible()
  await expect(page.getByText('Sender genuine')).toBeVisible()
  await expect(page.getByRole('table')).toBeVisible()
  await takePictures(page, 'bill-open', () => expectAccessible(page))
})

test('at 200 % zoom the list of bills stands whole above the bill', async () => {
  await page.setViewportSize({ width: 640, height: 400 })
  const list = page.getByRole('navigation', { name: 'Bills' })
  await expect(list.getByRole('link').first()).toBeInViewport()
  const typeIn = (await list.getByRole('button', { name: 'Type in a bill without a seal' }).boundingBox())!
  const result = (await page.getByRole('region', { name: 'Result' }).boundingBox())!
  expect(result.y).toBeGreaterThan(typeIn.y + typeIn.height)
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('one that was laid out anew is not genuine: a solid block, no table, no map', async () => {
  await openBills([fileOf('bills/v03-written-again', 'file', 'changed.json')])
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result.getByRole('heading')).toHaveText('Not genuine')
  await expect(result).toContainText('Do not pay because of this file.')
  await expect(page.getByRole('table')).toHaveCount(0)
  await expect(page.getByRole('application')).toHaveCount(0)
  await takePictures(page, 'bill-not-genuine', () => expectAccessible(page))
  await result.getByRole('button', { name: 'What exactly does not match' }).click()
  await expect(page.getByRole('dialog')).toContainText("The signature is the supplier's")
  await expectAccessible(page)
  await page.keyboard.press('Escape')
})

test('several at once: each file is told of, and every bill stands in the list', async () => {
  await openBills([
    fileOf('bills/good-dynamic', 'file', 'exchange.json'),
    fileOf('evidence/dynamic', 'contract', 'exchange-contract.json'),
    fileOf('evidence/dynamic', 'tariff', 'exchange-tariff.json'),
    fileOf('evidence/dynamic', 'index', 'exchange-prices.json'),
    fileOf('bills/good-with-gaps', 'file', 'gaps.json'),
    fileOf('bills/v01-truncated', 'file', 'half.json')
  ])
  const told = page.getByRole('region', { name: 'Files taken in' })
  for (const name of ['exchange-contract.json', 'exchange-tariff.json', 'exchange-prices.json', 'half.json']) {
    await expect(told.getByText(name)).toBeVisible()
  }
  await expect(told.getByText('Price list taken in', { exact: false })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Bills' }).getByRole('link')).toHaveCount(4)
  await takePictures(page, 'bills-several', () => expectAccessible(page))
})

test('nothing left the house for any of it', async () => {
  await expect(page.getByText('This bill has not left the computer.')).toBeVisible()
  await page.getByRole('button', { name: 'Privacy log' }).click()
  await expect(page.locator('#privacy-log')).toContainText('Nothing has left this house today.')
})
