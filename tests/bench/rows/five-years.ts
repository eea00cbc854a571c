/** The window with five years of readings, bills and rounds: how long it is ever busy at a stretch, and how much memory all of it takes. */

import { existsSync, readFileSync } from 'node:fs'
import type { ElectronApplication } from '@playwright/test'
import { launch } from '../../e2e/support/launch'
import { processTreeOf } from '../../support/child-processes'
import type { BenchRow, Measurement } from '../bench-row'
import { launchEmptyWindow } from '../stand/launch-empty-window'
import { type TaskTimes, taskTimesOf } from '../stand/task-times'
import { type DoStep, walkPages } from '../stand/walk-pages'

/** A page is at rest after it: its data are there, its charts drawn. */
const REST_MS = 1500
const SHORT_REST_MS = 500
/** The program has tidied up after the last look (main/core/at-rest.ts). */
const LONG_REST_MS = 12_000
const TASK_LIMIT_MS = 50
const MEMORY_LIMIT_MB = 350

type Step = TaskTimes & { readonly name: string }
type Walk = { readonly window: Step; readonly main: Step }

export const fiveYears: BenchRow = {
  name: 'five-years',
  measure: async (stand) => {
    await stand.screen()
    const walk = await walkThrough(await stand.livedHome(), stand.folder())
    const empty = await walkThrough(stand.folder(), stand.folder())
    const memory = await memoryAfterWalk(await stand.livedHome())
    const nothing = await launchEmptyWindow(stand.folder())
    const leastMemory = await settledMemory(nothing).finally(() => nothing.close())
    const task = { unit: 'ms', limit: TASK_LIMIT_MS } as const
    const against = 'the same walk in an empty home'
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
        ...{
          id: 'five-years.memory',
          what: 'memory of all processes, some seconds afterwards',
          value: memory,
          unit: 'MB'
        },
        ...{ limit: MEMORY_LIMIT_MB, baseline: leastMemory, against: 'an empty window of the same Electron' }
      }
    ] satisfies Measurement[]
  }
}

/** Step by step, each traced by itself. */
async function walkThrough(home: string, traces: string): Promise<Walk> {
  const { app, page, close } = await launch({ home })
  const steps: Step[] = []
  const step: DoStep = async (name, act) => {
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
    await walkPages(page, step)
    const worst = (of: keyof TaskTimes): Step => steps.reduce((most, one) => (one[of] > most[of] ? one : most))
    return { window: worst('window'), main: worst('main') }
  } finally {
    await close()
  }
}

/** The same walk without a trace, which takes some 30 MB of all processes and is one more. */
async function memoryAfterWalk(home: string): Promise<number> {
  const { app, page, close } = await launch({ home })
  try {
    await page.locator('h1').first().waitFor()
    await walkPages(page, async (_, act) => {
      await act()
      await page.waitForTimeout(SHORT_REST_MS)
    })
    await page.waitForTimeout(LONG_REST_MS)
    return await memoryOf(app)
  } finally {
    await close()
  }
}

async function settledMemory(app: ElectronApplication): Promise<number> {
  await (await app.firstWindow()).waitForTimeout(REST_MS)
  return memoryOf(app)
}

/** On Linux of every process, what they share counted once; elsewhere of those that Electron tells of, once for each. */
async function memoryOf(app: ElectronApplication): Promise<number> {
  const root = app.process().pid
  if (root !== undefined && existsSync('/proc/self/smaps_rollup'))
    return processTreeOf(root).reduce((sum, pid) => sum + proportional(pid), 0) / 1024
  const told = await app.evaluate(({ app: program }) =>
    program.getAppMetrics().map(({ memory }) => memory.workingSetSize)
  )
  return told.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024
}

/** Zero of one that has ended meanwhile. */
function proportional(pid: number): number {
  const file = `/proc/${pid}/smaps_rollup`
  if (!existsSync(file)) return 0
  const found = /^Pss:\s+(\d+) kB$/mu.exec(readFileSync(file, 'utf8'))
  return Number(found?.[1] ?? 0)
}
