/**
 * Readings as a person uses them: files in, every period looked at as chart and table, by key, wheel and drag, compared,
 * meters named and joined, an import taken out and put back. axe is asked in every state.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Locator, type Page, expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { dateOf, daysAgo, homeLoad, solarFeedIn, thisQuarter, writeHomeFile } from '../support/home-files'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const DAYS = 430
const NEW_METER = '1WVT0000000002'
const OLD_METER = '1WVT0000000001'
const IMPORT_MS = 60_000

let program: OwnProgram
let page: Page
let folder = ''

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-readings-'))
  const home = { drawn: homeLoad, fedIn: solarFeedIn }
  const begun = daysAgo(DAYS)
  writeHomeFile(path.join(folder, 'home.csv'), {
    ...{ ...home, meterId: NEW_METER, from: begun, to: thisQuarter() },
    quality: (index) => (index % (96 * 40) < 5 ? 'estimated' : 'measured'),
    isMissing: (index) => index >= 96 * 300 + 20 && index < 96 * 301
  })
  writeHomeFile(path.join(folder, 'old-meter.csv'), {
    ...{ ...home, meterId: OLD_METER, from: daysAgo(DAYS + 60), to: begun }
  })
  writeHomeFile(path.join(folder, 'minutes.csv'), {
    ...{ meterId: 'MINUTES', from: daysAgo(2), to: daysAgo(1), every: 60 },
    drawn: (hour, index) => homeLoad(hour, index) / 15
  })
  writeHomeFile(path.join(folder, 'days.csv'), {
    ...{ meterId: 'DAYS', from: daysAgo(40), to: daysAgo(1), every: 'day' },
    drawn: (_, index) => 7000 + (index % 5) * 500
  })
  program = await startOwnProgram()
  page = program.page
})
test.afterAll(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => expect(program.faults.take(null), 'errors of the page').toEqual([]))

const look = (): Promise<void> => expectAccessible(page)
const plot = (): Locator => page.getByRole('application').first()
const spoken = (): Locator => plot().locator('[aria-live]')
const kind = (name: string): Promise<void> => page.getByRole('radio', { name, exact: true }).check({ force: true })

async function importFiles(...names: string[]): Promise<void> {
  await program.openWith(names.map((name) => path.join(folder, name)))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const results = page.getByRole('region', { name: 'Import files' })
  await expect(results).toContainText('new readings', { timeout: IMPORT_MS })
  await page.getByRole('button', { name: 'Hide' }).click()
}

test('a file is chosen, and its newest day is there', async () => {
  await program.openWith([path.join(folder, 'home.csv')])
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Readings', { timeout: IMPORT_MS })
  await page.getByRole('button', { name: 'Hide' }).click()
  await expect(plot()).toBeVisible()
  await page.getByRole('button', { name: 'Day before', exact: true }).click()
  // 92 and 100 where the clock changed yesterday.
  await expect(page.getByText(/(?:96 of 96|92 of 92|100 of 100) measured/u)).toBeVisible()
  await takePictures(page, 'readings-own-day', look, true)
})

test('the Overview says what the month is likely to be, without prices in energy', async () => {
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(page.getByText(/By the end of the month it will probably be \d/u)).toBeVisible()
  await takePictures(page, 'overview-own', look, true)
  await page.getByRole('link', { name: 'Readings' }).first().click()
})

for (const [name, bars] of [
  ['Week', /168 bars, one per hour|16[79] bars, one per hour/u],
  ['Month', /(?:28|29|30|31) bars, one per day/u],
  ['Year', /12 bars, one per month/u],
  ['Range', /90 bars, one per day/u]
] as const) {
  test(`the ${name} is drawn, compared, spoken and set as a table`, async () => {
    await kind(name)
    await expect(plot()).toHaveAccessibleName(bars)
    // The newest week may have begun today.
    if (name === 'Week') await page.getByRole('button', { name: 'Week before', exact: true }).click()
    await expect(plot()).toHaveAccessibleName(bars)
    // A week that is on its way looks like the one before it until it is there, and then begins without a chosen bar.
    await expect(async () => {
      await plot().focus()
      await page.keyboard.press('Home')
      await expect(spoken()).toContainText(/\d/u, { timeout: 1_000 })
    }).toPass({ timeout: 20_000 })
    await expect(page.getByRole('region', { name: 'When electricity is drawn' })).toBeVisible()
    await page.keyboard.press('Escape')
    await plot().blur()
    await takePictures(page, `readings-${name.toLowerCase()}`, undefined, true)
    await look()
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await look()
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await plot().focus()
    await page.keyboard.press('t')
    await expect(page.getByRole('table').first()).toBeVisible()
    // The tables of longer periods are the same with more rows; axe would take minutes for them.
    if (name === 'Week') await look()
    await kind('Chart')
  })
}

test('a year is compared with nothing on request', async () => {
  await kind('Year')
  await expect(page.getByText('year before').first()).toBeVisible()
  await page.getByRole('button', { name: /^Compare/u }).click()
  await page.getByRole('menuitem', { name: 'nothing' }).click()
  await expect(page.getByRole('button', { name: 'Compare: nothing' })).toBeVisible()
  await expect(page.locator('.foot').getByText('year before')).toHaveCount(0)
})

test('keys, buttons and the wheel come closer, a drag goes along, one button shows all again', async () => {
  await kind('Range')
  await page.getByRole('button', { name: /jump to another date/u }).click()
  await page.getByLabel('First day').fill(dateOf(daysAgo(DAYS - 1)))
  await page.keyboard.press('Enter')
  await expect(plot()).toHaveAccessibleName(/one per month/u)
  await plot().focus()
  await page.keyboard.press('+')
  await expect(plot()).toHaveAccessibleName(/one per week/u)
  await page.getByRole('button', { name: 'Closer' }).click()
  await page.getByRole('button', { name: 'Closer' }).click()
  await expect(plot()).toHaveAccessibleName(/one per day/u)
  const box = (await plot().boundingBox())!
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(at.x, at.y)
  const seen = await spoken().textContent()
  await page.mouse.down()
  await page.mouse.move(at.x + 300, at.y, { steps: 6 })
  await page.mouse.up()
  await page.mouse.move(at.x, at.y)
  await expect(spoken()).not.toHaveText(seen ?? '')
  const before = await plot().getAttribute('aria-label')
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -120)
  await page.keyboard.up('Control')
  await expect.poll(() => plot().getAttribute('aria-label')).not.toBe(before)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(plot()).toHaveAccessibleName(/one per month/u)
})

test('a bar opens what it stands for, down to the arithmetic of a quarter hour', async () => {
  await plot().focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(plot()).toHaveAccessibleName(/one per day/u)
  await plot().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(plot()).toHaveAccessibleName(/(?:96|92|100) intervals/u)
  await plot().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: /^Chosen/u })).toContainText('kWh')
})

test('the heat map and the duration are read by keyboard', async () => {
  await kind('Month')
  const heat = page.getByRole('application', { name: /24 hours/u })
  await heat.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await expect(heat.locator('[aria-live]')).toContainText('01:00 to 02:00')
  const curve = page.getByRole('application', { name: /^Power by duration/u })
  await curve.focus()
  await page.keyboard.press('Home')
  await expect(curve.locator('[aria-live]')).toContainText('Highest power')
  await kind('Fed in')
  await expect(page.getByRole('region', { name: 'When electricity is fed in' })).toBeVisible()
  await look()
  await kind('Drawn')
})

test('minutes are drawn as what can be told apart, and closer as minutes', async () => {
  await importFiles('minutes.csv', 'days.csv', 'old-meter.csv')
  await page.getByLabel('Meter', { exact: true }).selectOption('MINUTES')
  await kind('Day')
  await expect(plot()).toHaveAccessibleName(/(?:1440|1380|1500) intervals/u)
  await plot().focus()
  await page.keyboard.press('Home')
  await expect(spoken()).toContainText('00:00 to 00:05')
  for (let step = 0; step < 3; step++) await page.keyboard.press('+')
  await page.keyboard.press('Home')
  await expect(spoken()).toContainText('00:00 to 00:01')
  await look()
})

test('a source of days says that there is no day to see', async () => {
  await page.getByLabel('Meter', { exact: true }).selectOption('DAYS')
  await kind('Day')
  await expect(page.getByText('The source does not measure more finely.')).toBeVisible()
  await look()
  await page.getByRole('button', { name: 'See the month' }).click()
  await expect(plot()).toHaveAccessibleName(/one per day/u)
})

test('a meter gets a name, and two become one at the day of their exchange', async () => {
  await page.getByRole('button', { name: 'Meters and imports' }).click()
  const dialog = page.getByRole('dialog', { name: 'Meters and imports' })
  await takePictures(page, 'meters')
  await look()
  await dialog.getByLabel('Name').first().fill('Old cellar meter')
  await dialog.getByRole('button', { name: 'Rename' }).first().click()
  await expect(dialog.getByRole('option', { name: 'Old cellar meter' })).toHaveCount(2)
  await dialog.getByLabel('Old meter').selectOption(OLD_METER)
  await dialog.getByLabel('New meter').selectOption(NEW_METER)
  await dialog.getByLabel('Exchanged on').fill(dateOf(daysAgo(DAYS)))
  await dialog.getByRole('button', { name: 'Join meters' }).click()
  await expect(dialog.getByText(`before that ${OLD_METER}`)).toBeVisible()
  await look()
  await page.keyboard.press('Escape')
  await page.getByLabel('Meter', { exact: true }).selectOption(NEW_METER)
  await expect(page.getByText(/^Meter 1WVT0000000002: readings from .*Since/u)).toBeVisible()
})

test('an import is taken out after a second word and put back as it was', async () => {
  const drawn = page.locator('.sums dd').first()
  await kind('Year')
  await expect(plot()).toHaveAccessibleName(/one per month/u)
  const before = await drawn.textContent()
  await page.getByRole('button', { name: 'Meters and imports' }).click()
  const dialog = page.getByRole('dialog', { name: 'Meters and imports' })
  await dialog.getByRole('button', { name: 'Take out home.csv' }).click()
  await look()
  await dialog.getByRole('button', { name: 'Take readings out' }).click()
  await expect(dialog.getByText(/^Taken out on/u)).toBeVisible({ timeout: IMPORT_MS })
  await look()
  await dialog.getByRole('button', { name: 'Put back home.csv' }).click()
  await expect(dialog.getByRole('status')).toContainText('readings are back', { timeout: IMPORT_MS })
  await page.keyboard.press('Escape')
  await page.getByLabel('Meter', { exact: true }).selectOption(NEW_METER)
  await expect(drawn).toHaveText(before ?? '')
})

test('at 200 % zoom the day of the Overview is there with its year', async () => {
  await page.setViewportSize({ width: 720, height: 450 })
  await page.getByRole('link', { name: 'Overview' }).first().click()
  const day = page.locator('header').getByText(/, \d+ \w+ \d{4}$/u)
  await expect(day).toBeVisible()
  expect(await day.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight])).toEqual(
    [0, 0]
  )
  await page.getByRole('link', { name: 'Readings' }).first().click()
})

test('every period fits into 1024 x 700 and at 200 % zoom', async () => {
  for (const [width, height] of [
    [1024, 700],
    [720, 450]
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const name of ['Day', 'Week', 'Month', 'Year', 'Range']) {
      await kind(name)
      await expect(plot()).toBeVisible()
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
      expect(wide, `${name} at ${width} px`).toBe(0)
      if (width < 1000) await look()
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})
