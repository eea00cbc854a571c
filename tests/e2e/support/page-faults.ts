/** Collects what a page must never have: errors on its console, uncaught errors, and breaches of its security policy. */

import type { Page } from '@playwright/test'

export type PageFaults = {
  /** Everything since the last call, without what `expected` matches. */
  readonly take: (expected: RegExp | null) => readonly string[]
}

const POLICY_MARK = 'securitypolicyviolation:'

/** @param anew reloads the page once, so that its whole start is seen */
export async function watchPageFaults(page: Page, anew = true): Promise<PageFaults> {
  let faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().startsWith(POLICY_MARK)) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`))
  await page.addInitScript((mark) => {
    window.addEventListener('securitypolicyviolation', (event) => {
      console.error(`${mark} ${event.effectiveDirective} ${event.blockedURI}`)
    })
  }, POLICY_MARK)
  if (anew) await page.reload()
  return {
    take: (expected) => {
      const taken = faults.filter((fault) => !expected?.test(fault))
      faults = []
      return taken
    }
  }
}
