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
