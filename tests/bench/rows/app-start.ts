/** From the start of the process to the first heading on the page, and to an answer of the core. */

import type { ElectronApplication, Page } from '@playwright/test'
import { askCore } from '../../e2e/support/bridge'
import { launch } from '../../e2e/support/launch'
import type { BenchRow, Measurement } from '../bench-row'
import type { Stand } from '../stand/create-stand'
import { launchEmptyWindow } from '../stand/launch-empty-window'
import { median } from '../stopwatch'

const STARTS = 5
const LIMIT_MS = 2000
const OWN_LIMIT_MS = 1000

export const appStart: BenchRow = {
  name: 'app-start',
  measure: async (stand) => {
    await stand.screen()
    const home = await homeWithYears(stand)
    const starts: Start[] = []
    const again: Start[] = []
    const empty: number[] = []
    // In turns, so that both see the same machine.
    for (let start = 0; start < STARTS; start += 1) {
      starts.push(await startProgram())
      again.push(await startProgram(home))
      empty.push(await startEmptyWindow(stand.folder()))
    }
    const own = (paints: readonly Start[]): number => median(paints.map(({ page }) => page)) - median(empty)
    const frame = {
      unit: 'ms',
      limit: LIMIT_MS,
      baseline: median(empty),
      against: 'an empty Electron window shows its heading'
    } as const
    return [
      { id: 'app-start', what: 'first heading on the page', value: median(starts.map(({ page }) => page)), ...frame },
      {
        id: 'app-start.core',
        what: 'first answer of the core',
        value: median(starts.map(({ core }) => core)),
        ...frame
      },
      {
        id: 'app-start.own',
        what: 'own time of it: to the first heading, less what the empty window takes',
        ...{ ...frame, value: own(starts), limit: OWN_LIMIT_MS }
      },
      {
        id: 'app-start.own-years',
        what: 'the same in a home with five years of readings, bills and rounds that was open before',
        ...{ ...frame, value: own(again), limit: OWN_LIMIT_MS }
      }
    ] satisfies Measurement[]
  }
}

/** Milliseconds since the process was started. */
type Start = { readonly page: number; readonly core: number }

/** @param home a new empty one when left out */
async function startProgram(home?: string): Promise<Start> {
  const { app, page, close } = await launch(home === undefined ? {} : { home })
  try {
    const begun = await creationTime(app)
    const painted = await paintTime(page)
    if (!(await askCore(page))) throw new Error('the core does not answer')
    return { page: painted - begun, core: Date.now() - begun }
  } finally {
    await close()
  }
}

/** Opened once, so that the window knows how it looked. */
async function homeWithYears(stand: Stand): Promise<string> {
  const home = await stand.livedHome()
  await startProgram(home)
  return home
}

async function startEmptyWindow(home: string): Promise<number> {
  const app = await launchEmptyWindow(home)
  try {
    const page = await app.firstWindow()
    return (await paintTime(page)) - (await creationTime(app))
  } finally {
    await app.close()
  }
}

async function creationTime(app: ElectronApplication): Promise<number> {
  const time = await app.evaluate(() => process.getCreationTime())
  if (time === null) throw new Error('the system does not tell when a process was started')
  return time
}

async function paintTime(page: Page): Promise<number> {
  await page.locator('h1').first().waitFor()
  return page.evaluate(() => {
    const entry = performance.getEntriesByName('first-contentful-paint')[0]
    return performance.timeOrigin + (entry?.startTime ?? performance.now())
  })
}
