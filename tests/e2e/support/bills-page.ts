/** The Bills page as specs and benchmarks reach it: what one of them no longer finds is missed by the others too. */

import type { Locator, Page } from '@playwright/test'
import english from '../../../renderer/locales/en.json' with { type: 'json' }

/** Shows the page. Before any page stands the window does not look at its address, and the way there would be lost. */
export async function showBills(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.evaluate(() => {
    location.hash = '#/bills'
  })
  await openOne(page).waitFor()
}

/** The button of the page that takes in files. */
export function openOne(page: Page): Locator {
  return page.getByRole('button', { name: english.bills.drop.open })
}
