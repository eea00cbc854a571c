/** Asks the program through the page's own bridge, as a page does. */

import type { Page } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'

export type CoreStateView = { readonly running: boolean; readonly failure: string | null }

/** @throws when the shell does not answer */
export async function coreState(page: Page): Promise<CoreStateView> {
  const answer = await page.evaluate(() =>
    (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['core.state']({})
  )
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

/** Asks the core for the program's state, as a page does first. @returns whether it answered with one */
export async function askCore(page: Page): Promise<boolean> {
  const answer = await page.evaluate(() =>
    (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['program.state']({})
  )
  return answer.ok
}
