/** From the start of the process to the first heading on the page, and to an answer of the core. */

import type { WindowBridge } from '../../../app/contract/bridge'
import startEverything from '../../e2e/support/start-everything'
import { launch } from '../../e2e/support/launch'
import { type BenchRow, median } from '../bench-row'

const STARTS = 5
const LIMIT_MS = 2000

export const appStart: BenchRow = {
  name: 'app-start',
  measure: async () => {
    const stop = await startEverything()
    try {
      const times: { readonly heading: number; readonly core: number }[] = []
      for (let start = 0; start < STARTS; start += 1) times.push(await startOnce())
      return [
        {
          what: `first heading on the page (median of ${STARTS} starts)`,
          value: median(times.map(({ heading }) => heading)),
          unit: 'ms',
          limit: LIMIT_MS
        },
        {
          what: `first answer of the core (median of ${STARTS} starts)`,
          value: median(times.map(({ core }) => core)),
          unit: 'ms',
          limit: LIMIT_MS
        }
      ]
    } finally {
      stop()
    }
  }
}

async function startOnce(): Promise<{ readonly heading: number; readonly core: number }> {
  const { app, page, close } = await launch()
  try {
    const began = (await app.evaluate(() => process.getCreationTime())) ?? 0
    await page.locator('h1').first().waitFor()
    const painted = await page.evaluate(() => {
      const entry = performance.getEntriesByName('first-contentful-paint')[0]
      return performance.timeOrigin + (entry?.startTime ?? performance.now())
    })
    await page.evaluate(() =>
      (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['program.state']({})
    )
    return { heading: Math.round(painted - began), core: Math.round(Date.now() - began) }
  } finally {
    await close()
  }
}
