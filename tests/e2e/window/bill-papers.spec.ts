/**
 * What a person does with a bill, in the real window, with a supplier that is really there: a bill from a double click, a
 * check that is cancelled, totals that need a word, an amended contract, letter, evidence, a bill without seals.
 */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { makePdf } from '../../support/bills/make-pdf'
import { expectAccessible } from '../support/accessibility'
import { openOne } from '../support/bills-page'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { type SuppliedHome, startSuppliedHome } from '../support/start-supplied-home'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial' })

const VECTORS = path.resolve(import.meta.dirname, '../../vectors/bills')
const BILL = [
  'Stadtwerk Musterau GmbH',
  'Rechnungsnummer: RE-2025-1201',
  'Abrechnungszeitraum 01.12.2025 bis 31.12.2025',
  'Arbeitspreis 312 kWh x 30,00 ct/kWh 93,60 €',
  'Grundpreis 31 Tage 12,00 €',
  'Nettobetrag 105,60 €',
  'Umsatzsteuer 19 % 20,06 €',
  'Rechnungsbetrag 125,66 €'
]

let supplied: SuppliedHome
let program: OwnProgram
let page: Page
let folder = ''

test.beforeAll(async () => {
  test.setTimeout(120_000)
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-papers-'))
  supplied = await startSuppliedHome()
  program = await startOwnProgram(supplied.home, [supplied.bill])
  page = program.page
})
test.afterAll(async () => {
  await program.close()
  supplied.stop()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

const list = () => page.getByRole('navigation', { name: 'Bills' }).getByRole('link')
const result = () => page.getByRole('region', { name: 'Result' })
const waiting = () => page.getByRole('list', { name: 'Waits for your word' }).getByRole('listitem')
const inFolder = (name: string): string => path.join(folder, name)

/** Writes what a vector holds under `part` as a file of its own. @returns its path */
function fileOf(vector: string, part: string, name: string): string {
  const vectors = JSON.parse(readFileSync(path.join(VECTORS, `${vector}.json`), 'utf8')) as Record<string, string>
  writeFileSync(inFolder(name), vectors[part] ?? '')
  return inFolder(name)
}

/** What the system does when a file is opened while the program runs: a second start hands over its arguments. */
async function doubleClick(file: string): Promise<void> {
  await program.app.evaluate(
    ({ app }, [name, place]) => {
      app.emit('second-instance', {}, ['wattveil', name], place, {})
    },
    [file, folder] as const
  )
}

test('a double click on a bill starts the program and shows its word', async () => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bills', { timeout: 20_000 })
  await expect(result()).toContainText('is right, to the cent', { timeout: 20_000 })
  await expect(list()).toHaveCount(1)
})

test('a check that is cancelled says so, and nothing has changed', async () => {
  await program.openWith([supplied.bill])
  // Pressed in the page itself: from outside a month's check is over before the button is found.
  await page.evaluate((name) => {
    const watch = new MutationObserver(() => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name)
      if (button) watch.disconnect()
      button?.click()
    })
    watch.observe(document.body, { childList: true, subtree: true })
  }, 'Cancel the check')
  await openOne(page).click()
  await expect(page.getByRole('region', { name: 'Files taken in' })).toContainText('Check cancelled. Nothing was lost')
  await expect(list()).toHaveCount(1)
  await expect(result()).toContainText('is right, to the cent')
  await expectAccessible(page)
})

test('totals of a few days leave only with a word, after the days are named that the difference tells', async () => {
  await expect(waiting()).toHaveCount(3)
  const look = page.getByRole('button', { name: 'Look and decide' })
  await look.click()
  const dialog = page.getByRole('dialog', { name: 'May Lindenhof Strom learn these totals?' })
  await expect(dialog).toContainText(/These are (?:[7-9]|10) days only\./u)
  await expect(dialog).toContainText(/The difference tells your use: 1 to 21 \w+ \d{4}\./u)
  await expect(dialog.getByRole('button', { name: 'Do not send' })).toHaveClass(/primary/u)
  await takePictures(page, 'bill-consent', () => expectAccessible(page))
  await page.keyboard.press('Escape')
  await expect(list()).toHaveCount(1)
  await look.click()
  await dialog.getByRole('button', { name: 'Do not send' }).click()
  await expect(waiting().first()).toContainText('Lindenhof Strom does not get the totals of')
  const again = page.getByRole('button', { name: 'Look again' })
  // The supplier is told with the next exchange, which a no makes due; the window says what was sent, and when.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await again.click({ timeout: 2000 })
    await expect(dialog).toContainText('contract, period and your signature were sent, no number', { timeout: 2000 })
  }, 'the supplier is told').toPass({ timeout: 30_000 })
  await takePictures(page, 'bill-refused', () => expectAccessible(page))
  await expect(list()).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Send these totals' }).click()
  await expect(dialog).toHaveCount(0)
  // With the word the supplier can bill those days; its bill is fetched and checked.
  await expect(list()).toHaveCount(2, { timeout: 30_000 })
  await expect(waiting()).toHaveCount(2)
})

test('an amended contract is shown with what it changes, signed or declined', async () => {
  await page.getByRole('button', { name: 'See the changes' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Amended contract' })
  await expect(dialog).toContainText('€80.00')
  await takePictures(page, 'bill-offer', () => expectAccessible(page))
  await dialog.getByRole('button', { name: 'Accept and sign' }).click()
  await expect(waiting()).toHaveCount(1)
  await page.getByRole('button', { name: 'See the changes' }).click()
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await expect(waiting()).toHaveCount(0)
})

test('a bill without seals is typed in by keyboard, compared, and called neither right nor wrong', async () => {
  await page.getByRole('button', { name: 'Type in a bill without a seal' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('fields are missing or cannot be read')).toBeVisible()
  for (const [field, text] of [
    ['Supplier', 'Stadtwerk Musterau'],
    ['First day', '2024-02-01'],
    ['Last day', '2024-02-29'],
    ['Quantity', '100'],
    ['Price', '30'],
    ['Amount before VAT', '29.00'],
    ['To pay, €', '29.00']
  ] as const) {
    await page.getByLabel(field).first().fill(text)
  }
  await page.keyboard.press('Enter')
  await expect(result()).toContainText('Compared, not verified')
  await expect(result()).toContainText('One point differs')
  await expect(page.getByText('quantity times price gives €30.00, the bill says €29.00')).toBeVisible()
  await expect(page.locator('.detail .verdict-mark')).toHaveCount(0)
  await expectAccessible(page)
})

test('a double click while it runs opens a bill, and a second one while the first is being checked', async () => {
  await doubleClick(fileOf('bills/v03-written-again', 'file', 'changed.wattveil'))
  await doubleClick(fileOf('bills/good-time-of-use', 'file', 'bill.wattveil'))
  await expect(list()).toHaveCount(5)
  await expect(result().getByRole('heading')).toHaveText('Cannot be checked')
})

test('the request for what is missing is drafted in either language and saved as PDF and as text', async () => {
  await page.getByRole('button', { name: 'Draft a request' }).click()
  const dialog = page.getByRole('dialog', { name: 'Letter' })
  await dialog.getByLabel('Your name and address').fill('Lindenhof 3\n12345 Musterau')
  await dialog.getByText('Deutsch').click()
  await expect(dialog.getByRole('region', { name: 'This is the letter' })).toContainText(
    'Sehr geehrte Damen und Herren'
  )
  await takePictures(page, 'bill-letter', () => expectAccessible(page))
  await program.saveTo(inFolder('letter.pdf'))
  await dialog.getByRole('button', { name: 'Save as PDF' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Saved as letter.pdf.', { timeout: 20_000 })
  const pdf = readFileSync(inFolder('letter.pdf'))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(5000)
  await program.saveTo(inFolder('letter.txt'))
  await dialog.getByRole('button', { name: 'Save as text' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Saved as letter.txt.')
  expect(readFileSync(inFolder('letter.txt'), 'utf8')).toContain('12345 Musterau')
  for (const name of ['letter.pdf', 'letter.txt']) expect(statSync(inFolder(name)).mode & 0o077, name).toBe(0)
  await dialog.getByRole('button', { name: 'Copy the text' }).click()
  await expect(dialog.getByRole('status')).toHaveText('The text is in the clipboard.')
  expect(await program.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('Lindenhof 3')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('evidence says what is missing for it, and the report is kept as PDF all the same', async () => {
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  const dialog = page.getByRole('dialog', { name: 'Evidence' })
  await program.saveTo(inFolder('evidence.wattveil'))
  await dialog.getByRole('button', { name: 'Save the evidence file' }).click()
  await expect(dialog.getByRole('alert')).toContainText('missing here')
  await program.saveTo(inFolder('report.pdf'))
  await dialog.getByRole('button', { name: 'Save as PDF' }).click()
  await expect(dialog.getByText('Saved as report.pdf.')).toBeVisible({ timeout: 20_000 })
  expect(readFileSync(inFolder('report.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  await takePictures(page, 'bill-evidence', () => expectAccessible(page))
  await page.keyboard.press('Escape')
})

test('the PDF of a bill without seals is read, confirmed and compared, and never looks verified', async () => {
  writeFileSync(inFolder('rechnung.pdf'), makePdf([BILL]))
  await program.openWith([inFolder('rechnung.pdf')])
  await openOne(page).click()
  await expect(page.getByText('Read from rechnung.pdf.')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByLabel('Supplier')).toHaveValue('Stadtwerk Musterau GmbH')
  await expect(page.getByLabel('To pay, €')).toHaveValue('125.66')
  await takePictures(page, 'bill-ordinary-form', () => expectAccessible(page))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(result()).toContainText('Compared, not verified')
  await expect(page.getByText('The lines add up to €105.60.')).toBeVisible()
  await expect(page.locator('.detail .verdict-mark')).toHaveCount(0)
  await takePictures(page, 'bill-ordinary', () => expectAccessible(page))
})

test('a file that is no PDF leaves an empty form and says why', async () => {
  writeFileSync(inFolder('broken.pdf'), 'not a pdf at all')
  await program.openWith([inFolder('broken.pdf')])
  await openOne(page).click()
  await expect(page.getByText('cannot be read as a PDF')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('an ordinary bill is deleted after a question', async () => {
  await page.getByRole('link', { name: /December 2025/u }).click()
  await page.getByRole('button', { name: 'Delete the bill' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the bill' }).click()
  await expect(page.getByRole('link', { name: /December 2025/u })).toHaveCount(0)
})
