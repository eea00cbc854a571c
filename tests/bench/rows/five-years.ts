/** The window with five years of quarter hours: how long it is ever busy at a stretch, and how much memory all of it takes. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { launch } from '../../e2e/support/launch'
import english from '../../../renderer/locales/en.json'
import type { BenchRow, Measurement } from '../bench-row'
import { launchEmptyWindow } from '../stand/launch-empty-window'
import { openCore } from '../stand/open-core'
import { YEAR_INTERVALS, writeReadings } from '../stand/readings-file'

const YEARS = 5
const PAGES = ['overview', 'readings', 'group', 'bills', 'settings']
/** A page is at rest after it: its data are there, its charts drawn. */
const REST_MS = 1500
const TASK_LIMIT_MS = 50
const MEMORY_LIMIT_MB = 350

type Walk = { readonly window: number; readonly main: number; readonly megabytes: number }

export const fiveYears: BenchRow = {
  name: 'five-years',
  measure: async (stand) => {
    await stand.screen()
    const home = stand.folder()
    const data = path.join(home, 'data')
    mkdirSync(data, { mode: 0o700 })
    await importYears(data, path.join(stand.folder(), 'years.csv'))
    const walk = await walkThrough(home)
    const empty = await walkThrough(stand.folder())
    const nothing = await launchEmptyWindow(stand.folder())
    const leastMemory = await settledMemory(nothing).finally(() => nothing.close())
    const task = { unit: 'ms', limit: TASK_LIMIT_MS } as const
    const against = 'the same walk without readings'
    return [
      {
        id: 'five-years.window',
        what: 'longest task of the window on any page',
        value: walk.window,
        ...task,
        baseline: empty.window,
        against
      },
      {
        id: 'five-years.main',
        what: 'longest task of the main process meanwhile',
        value: walk.main,
        ...task,
        baseline: empty.main,
        against
      },
      {
        ...{ id: 'five-years.memory', what: 'memory of all processes afterwards', value: walk.megabytes, unit: 'MB' },
        ...{ limit: MEMORY_LIMIT_MB, baseline: leastMemory, against: 'an empty window of the same Electron' }
      }
    ] satisfies Measurement[]
  }
}

async function importYears(folder: string, file: string): Promise<void> {
  writeReadings(file, YEARS * YEAR_INTERVALS)
  const core = openCore(folder)
  try {
    await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
  } finally {
    await core.close()
  }
}

/** Every page, and on the readings every period as chart and as table. */
async function walkThrough(home: string): Promise<Walk> {
  const { app, page, close } = await launch({ home })
  try {
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(REST_MS)
    await watchMain(app)
    await watchWindow(page)
    for (const name of PAGES) {
      await page.evaluate((hash) => {
        location.hash = hash
      }, `#/${name}`)
      await page.waitForTimeout(REST_MS)
      if (name === 'readings') await chooseEverything(page)
    }
    return {
      window: await page.evaluate(() => (globalThis as { longestTask?: number }).longestTask ?? 0),
      main: await app.evaluate(() => (globalThis as { longestTask?: number }).longestTask ?? 0),
      megabytes: await memoryOf(app)
    }
  } finally {
    await close()
  }
}

async function chooseEverything(page: Page): Promise<void> {
  for (const label of [english.readings.period, english.readings.display]) {
    const choices = page.getByRole('radiogroup', { name: label }).getByRole('radio')
    for (const choice of await choices.all()) {
      await choice.check({ force: true })
      await page.waitForTimeout(REST_MS)
    }
  }
}

/** A task of more than 50 ms is all that Chromium tells of; 0 where there was none. */
function watchWindow(page: Page): Promise<void> {
  return page.evaluate(() => {
    const held = globalThis as { longestTask?: number }
    held.longestTask = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) held.longestTask = Math.max(held.longestTask ?? 0, duration)
    }).observe({ entryTypes: ['longtask'] })
  })
}

/** How much later than asked a timer comes is how long something else was done. */
function watchMain(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    const held = globalThis as { longestTask?: number }
    held.longestTask = 0
    const every = 5
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      held.longestTask = Math.max(held.longestTask ?? 0, now - last - every)
      last = now
    }, every)
  })
}

async function settledMemory(app: ElectronApplication): Promise<number> {
  await (await app.firstWindow()).waitForTimeout(REST_MS)
  return memoryOf(app)
}

/** What is shared between processes is counted once where the system tells it (Linux), else once for each. */
async function memoryOf(app: ElectronApplication): Promise<number> {
  const processes = await app.evaluate(({ app: program }) =>
    program.getAppMetrics().map(({ pid, memory }) => ({ pid, kilobytes: memory.workingSetSize }))
  )
  return processes.reduce((sum, { pid, kilobytes }) => sum + (proportional(pid) ?? kilobytes), 0) / 1024
}

function proportional(pid: number): number | null {
  const file = `/proc/${pid}/smaps_rollup`
  if (!existsSync(file)) return null
  const found = /^Pss:\s+(\d+) kB$/mu.exec(readFileSync(file, 'utf8'))
  return found ? Number(found[1]) : null
}
