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
import { type TaskTimes, taskTimesOf } from '../stand/task-times'

const YEARS = 5
const FIRST_DAY = '2021-01-01'
const PAGES = ['readings', 'group', 'bills', 'settings', 'overview']
/** A page is at rest after it: its data are there, its charts drawn. */
const REST_MS = 1500
const TASK_LIMIT_MS = 50
const MEMORY_LIMIT_MB = 350

type Step = TaskTimes & { readonly name: string }
type Walk = { readonly window: Step; readonly main: Step; readonly megabytes: number }

export const fiveYears: BenchRow = {
  name: 'five-years',
  measure: async (stand) => {
    await stand.screen()
    const home = stand.folder()
    const data = path.join(home, 'data')
    mkdirSync(data, { mode: 0o700 })
    await importYears(data, path.join(stand.folder(), 'years.csv'))
    const walk = await walkThrough(home, stand.folder())
    const empty = await walkThrough(stand.folder(), stand.folder())
    const nothing = await launchEmptyWindow(stand.folder())
    const leastMemory = await settledMemory(nothing).finally(() => nothing.close())
    const task = { unit: 'ms', limit: TASK_LIMIT_MS } as const
    const against = 'the same walk without readings'
    return [
      {
        id: 'five-years.window',
        what: `longest task of the window on any page (${walk.window.name})`,
        value: walk.window.window,
        ...task,
        baseline: empty.window.window,
        against
      },
      {
        id: 'five-years.main',
        what: `longest task of the main process meanwhile (${walk.main.name})`,
        value: walk.main.main,
        ...task,
        baseline: empty.main.main,
        against
      },
      {
        ...{ id: 'five-years.memory', what: 'memory of all processes afterwards', value: walk.megabytes, unit: 'MB' },
        ...{ limit: MEMORY_LIMIT_MB, baseline: leastMemory, against: 'an empty window of the same Electron' }
      }
    ] satisfies Measurement[]
  }
}

/** @param folder of the data @param file for the readings */
export async function importYears(folder: string, file: string): Promise<void> {
  writeReadings(file, YEARS * YEAR_INTERVALS)
  const core = openCore(folder)
  try {
    await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
  } finally {
    await core.close()
  }
}

/** Every page, and on the readings every period as chart and as table, all five years among them. */
async function walkThrough(home: string, traces: string): Promise<Walk> {
  const { app, page, close } = await launch({ home })
  const steps: Step[] = []
  const step = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    const times = await taskTimesOf(app, traces, async () => {
      await act()
      await page.waitForTimeout(REST_MS)
    })
    steps.push({ name, ...times })
    console.error(`  ${name}: window ${times.window.toFixed(1)} ms, main ${times.main.toFixed(1)} ms`)
  }
  try {
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(REST_MS)
    for (const name of PAGES) {
      await step(name, () => goTo(page, name))
      if (name === 'readings') await chooseEverything(page, step)
    }
    const worst = (of: keyof TaskTimes): Step => steps.reduce((most, one) => (one[of] > most[of] ? one : most))
    return { window: worst('window'), main: worst('main'), megabytes: await memoryOf(app) }
  } finally {
    await close()
  }
}

function goTo(page: Page, name: string): Promise<void> {
  return page.evaluate((hash) => {
    location.hash = hash
  }, `#/${name}`)
}

type DoStep = (name: string, act: () => Promise<unknown>) => Promise<void>

async function chooseEverything(page: Page, step: DoStep): Promise<void> {
  const { kinds, chart, table, before } = english.readings
  const choice = (name: string) => page.getByRole('radio', { name, exact: true })
  // Nothing to choose without readings.
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
