/** A walk through all that the window can show of a home; of an empty one, through its pages. */

import type { Locator, Page } from '@playwright/test'
import english from '../../../renderer/locales/en.json'

/** One step of the walk, traced by whoever has it done. */
export type DoStep = (name: string, act: () => Promise<unknown>) => Promise<void>

const FIRST_DAY = '2021-01-01'
/** So many bills and days are looked at one after the other. */
const LOOKS = 3

export async function walkPages(page: Page, step: DoStep): Promise<void> {
  const goTo = (name: string) =>
    step(name, () =>
      page.evaluate((hash) => {
        location.hash = hash
      }, `#/${name}`)
    )
  await goTo('readings')
  await walkReadings(page, step)
  await goTo('group')
  await walkGroup(page, step)
  await goTo('bills')
  await walkBills(page, step)
  await goTo('settings')
  await walkSettings(page, step)
  await goTo('overview')
}

async function walkReadings(page: Page, step: DoStep): Promise<void> {
  const { kinds, chart, table, before } = english.readings
  const choice = (name: string) => page.getByRole('radio', { name, exact: true })
  if ((await choice(kinds.range).count()) === 0) return
  await choice(kinds.range).check({ force: true })
  await page.getByRole('button', { name: /jump to another date/u }).click()
  await page.getByLabel(english.readings.jump.range).fill(FIRST_DAY)
  await step('all years', () => page.keyboard.press('Enter'))
  for (const kind of ['day', 'week', 'month', 'year', 'range'] as const) {
    await step(`${kind}, chart`, () => choice(kinds[kind]).check({ force: true }))
    await step(`${kind}, table`, () => choice(table).check({ force: true }))
    if (kind !== 'range') {
      await step(`${kind} before, table`, () => page.getByRole('button', { name: before[kind], exact: true }).click())
    }
    await step(`${kind}, chart again`, () => choice(chart).check({ force: true }))
  }
}

async function walkGroup(page: Page, step: DoStep): Promise<void> {
  const history = page.getByRole('slider', { name: english.group.history.label })
  if ((await history.count()) === 0) return
  await history.focus()
  await step('oldest day of the group', () => page.keyboard.press('Home'))
  await step('newest day of the group', () => page.keyboard.press('End'))
  for (let day = 1; day <= LOOKS; day++) {
    await step(`${day} days before in the group`, () => page.keyboard.press('ArrowLeft'))
  }
  await step('all of a day in the group', () => unfold(page))
}

async function walkBills(page: Page, step: DoStep): Promise<void> {
  const list = page.getByRole('navigation', { name: english.frame.pages.bills, exact: true }).last()
  const bills = list.getByRole('link')
  const count = await bills.count()
  if (count === 0) return
  const looked = [...Array.from({ length: LOOKS }, (_, index) => index), Math.floor(count / 2) + 1, count - 1]
  for (const [turn, index] of looked.entries()) {
    await step(`bill ${turn + 1} of the list`, () => bills.nth(index).click())
    await walkMap(page, step, `bill ${turn + 1}`)
    await walkDialog(page, step, `checks of bill ${turn + 1}`, page.getByRole('button', { name: /^All \d+ checks$/u }))
  }
  await step('the first bill again', () => bills.first().click())
}

/** Interval by interval, as the arrow keys go. */
async function walkMap(page: Page, step: DoStep, name: string): Promise<void> {
  const map = page.getByRole('application').first()
  if ((await map.count()) === 0) return
  await map.focus()
  for (const key of ['ArrowRight', 'ArrowDown', 'End'])
    await step(`${name}, map: ${key}`, () => page.keyboard.press(key))
  await step(`${name}, an interval`, () => page.keyboard.press('Enter'))
}

async function walkSettings(page: Page, step: DoStep): Promise<void> {
  const { log, tariffs } = english.settings
  const older = page.getByRole('button', { name: log.older, exact: true })
  if ((await older.count()) === 0) return
  for (let turn = 0; turn < LOOKS; turn++) await step('older messages', () => older.click())
  await step('newer messages', () => page.getByRole('button', { name: log.newer, exact: true }).click())
  const change = page.getByRole('button', { name: new RegExp(`^${tariffs.change}`, 'u') })
  const count = await change.count()
  for (let index = 0; index < count; index++) await walkDialog(page, step, `tariff ${index + 1}`, change.nth(index))
  const prices = page.getByRole('button', { name: new RegExp(`^${tariffs.prices.open}`, 'u') })
  await walkDialog(page, step, 'exchange prices', prices.first())
}

async function walkDialog(page: Page, step: DoStep, name: string, button: Locator): Promise<void> {
  if ((await button.count()) === 0) return
  await step(name, () => button.click())
  await step(`${name}, unfolded`, () => unfold(page))
  await step(`${name}, closed`, () => page.keyboard.press('Escape'))
}

/** What is folded away is built when it is opened. */
function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
}
