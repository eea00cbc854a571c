/** Asks axe about the page as it is now. */

import { AxeBuilder } from '@axe-core/playwright'
import { type Page, expect } from '@playwright/test'

/** Fails with rule and element of every finding. */
export async function expectAccessible(page: Page): Promise<void> {
  // Electron cannot open the extra tab that axe otherwise uses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} (${node.target.join(' ')})`)
  )
  expect(findings, 'axe').toEqual([])
}
