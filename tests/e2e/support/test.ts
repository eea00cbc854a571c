/**
 * The `test` of all end-to-end specs. `page` is the window of a program that the tests of one worker share; a test fails
 * when the page put an error on its console or broke its security policy, unless it says that it expects that.
 */

import { test as base, expect } from '@playwright/test'
import { type Launched, launch } from './launch'
import { type PageFaults, watchPageFaults } from './page-faults'

type Options = {
  /** Console lines that belong to what the test does. */
  readonly expectedFaults: RegExp | null
}
type PerTest = { readonly faultless: undefined }
type PerWorker = { readonly program: Launched & { readonly faults: PageFaults } }

export const test = base.extend<Options & PerTest, PerWorker>({
  expectedFaults: [null, { option: true }],
  program: [
    async ({}, use) => {
      const launched = await launch()
      try {
        await use({ ...launched, faults: await watchPageFaults(launched.page) })
      } finally {
        await launched.close()
      }
    },
    { scope: 'worker', timeout: 60_000 }
  ],
  page: async ({ program }, use) => {
    await use(program.page)
  },
  faultless: [
    async ({ program, expectedFaults }, use) => {
      await use(undefined)
      // What the page has put on its console arrives before the answer to a later question.
      await program.page.evaluate(() => null)
      expect(program.faults.take(expectedFaults), 'errors of the page').toEqual([])
    },
    { auto: true }
  ]
})

export { expect } from '@playwright/test'
