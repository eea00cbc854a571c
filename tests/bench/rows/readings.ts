/** Five years of quarter hours on the Readings page: how soon each view is there, and whether it moves smoothly. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'libsql'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import english from '../../../renderer/locales/en.json'
import { createGeneratedLoad } from '../../../services/load-generator/generated-load'
import { launch } from '../../e2e/support/launch'
import type { BenchRow, Measurement } from '../bench-row'
import type { Stand } from '../stand/create-stand'
import { BERLIN, openCore } from '../stand/open-core'
import { taskTimesOf } from '../stand/task-times'
import { median } from '../stopwatch'

const START = Date.parse('2020-12-31T23:00:00Z') / 1000
const END = Date.parse('2025-12-31T23:00:00Z') / 1000
const SECONDS = 900
const METER = '1WVT0000000005'
const FIRST_DAY = '2021-01-01'
const VIEW_LIMIT_MS = 150
/** 50 frames a second. */
const FRAME_LIMIT_MS = 20
const TASK_LIMIT_MS = 50
const RUNS = 3
const MOVING_MS = 1500
const PATIENCE_MS = 30_000
const WHAT = 'five years of quarter hours, both directions'

export const readingsRow: BenchRow = {
  name: 'readings',
  measure: async (stand) => {
    const folder = await fiveYears(stand)
    await stand.screen()
    const home = stand.folder()
    const data = path.join(home, 'data')
    mkdirSync(data, { mode: 0o700 })
    for (const name of ['household.db', 'household.key']) copyFileSync(path.join(folder, name), path.join(data, name))
    const { app, page, close } = await launch({ home })
    try {
      const traced = (work: () => Promise<void>) => taskTimesOf(app, stand.folder(), work)
      return await measurePage(page, plainRead(stand.folder()), traced)
    } finally {
      await close()
    }
  }
}

type Traced = (work: () => Promise<void>) => ReturnType<typeof taskTimesOf>

async function measurePage(page: Page, plain: number, traced: Traced): Promise<Measurement[]> {
  await page.setViewportSize({ width: 1440, height: 900 })
  // Before there is a page, its address would be overwritten by the first one.
  await page.locator('h1').first().waitFor()
  await page.evaluate(() => {
    location.hash = '#/readings'
  })
  await page.getByRole('application').first().waitFor()
  await chooseAllYears(page)
  const { kinds } = english.readings
  const views = [kinds.day, kinds.week, kinds.month, kinds.year, kinds.range].map((kind) => ({
    kind,
    drawn: new Array<number>()
  }))
  for (let run = 0; run < RUNS; run++) for (const { kind, drawn } of views) drawn.push(await open(page, kind))
  const slowest = views
    .map(({ kind, drawn }) => ({ kind, drawn: median(drawn) }))
    .reduce((worst, view) => (view.drawn > worst.drawn ? view : worst))
  const rest = await move(page, false)
  const moving = await move(page, true)
  const { window } = await traced(async () => {
    await move(page, true)
  })
  return [
    {
      ...{ id: 'readings.view', what: `${WHAT}: from the click to the drawn view, slowest (${slowest.kind}, median)` },
      ...{ value: slowest.drawn, unit: 'ms', limit: VIEW_LIMIT_MS, baseline: plain },
      against: 'plain loop: all rows of a plain SQLite table read and summed by day'
    },
    {
      ...{ id: 'readings.frames', what: 'time between two frames while zooming and dragging (median)' },
      ...{ value: moving, unit: 'ms', limit: FRAME_LIMIT_MS, baseline: rest },
      against: 'the same window at rest'
    },
    {
      ...{ id: 'readings.task', what: 'longest task of the window meanwhile, in time of the processor' },
      ...{ value: window, unit: 'ms', limit: TASK_LIMIT_MS, baseline: moving },
      against: 'a frame of the above'
    }
  ]
}

async function fiveYears(stand: Stand): Promise<string> {
  const folder = stand.folder()
  const file = path.join(folder, 'five-years.csv')
  writeFileSync(file, Buffer.concat([...encodeWattveilCsv({ meterId: METER, timeZone: BERLIN, style: 'en' }, rows())]))
  const core = openCore(folder)
  try {
    await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
    // Opening the pages once prepares what a running program prepares by itself after an import.
    await core.app.procedures['readings.span']({
      ...{ meterId: METER, first: FIRST_DAY, last: '2025-12-31', by: 'day', compare: null }
    })
  } finally {
    await core.close()
  }
  return folder
}

function* rows(): Generator<ProfileRow> {
  const load = createGeneratedLoad({ seed: 'five-years', seconds: SECONDS, timeZone: BERLIN, solar: true })
  for (let time = START; time < END; time += SECONDS) {
    const start = toUtcSeconds(time)
    const { drawn, fedIn } = load.energyAt(start)
    const both = { drawn: { amount: drawn, exponent: 0 }, fedIn: { amount: fedIn, exponent: 0 } }
    yield { start, seconds: SECONDS, quality: 'measured', ...both }
  }
}

/** A free range over everything, so that the range is the longest view there is. */
async function chooseAllYears(page: Page): Promise<void> {
  await page.getByRole('radio', { name: english.readings.kinds.range, exact: true }).check({ force: true })
  await page.getByRole('button', { name: /jump to another date/u }).click()
  await page.getByLabel(english.readings.jump.range).fill(FIRST_DAY)
  await page.keyboard.press('Enter')
  await page.getByRole('application', { name: /one per month/u }).waitFor()
}

/**
 * Everything happens in the page: a question from outside would be a task of its own.
 * @returns milliseconds from the click to the drawn view
 */
function open(page: Page, kind: string): Promise<number> {
  const radio = page.getByRole('radio', { name: kind, exact: true })
  return radio.evaluate(
    (input: HTMLInputElement, { name, patience }) =>
      new Promise<number>((resolve, reject) => {
        const label = (): string => document.querySelector('[role=application]')?.getAttribute('aria-label') ?? ''
        const before = label()
        const begun = performance.now()
        input.click()
        const frame = (): void => {
          if (performance.now() - begun > patience) reject(new Error(`no view: ${name}`))
          else if (label() === before) requestAnimationFrame(frame)
          // The frame in which the bars are there has been handed over when the next one begins.
          else requestAnimationFrame(() => done(performance.now() - begun))
        }
        const done = (drawn: number): void => {
          setTimeout(() => {
            resolve(drawn)
          }, 400)
        }
        requestAnimationFrame(frame)
      }),
    { name: kind, patience: PATIENCE_MS }
  )
}

/**
 * Zooms in and out around the middle and pushes along with the wheel, once per frame; or only counts frames.
 * @returns milliseconds between two frames
 */
async function move(page: Page, isMoving: boolean): Promise<number> {
  const frames = await page
    .getByRole('application')
    .first()
    .evaluate(
      (plot, { isOn, lasting }) =>
        new Promise<number[]>((resolve) => {
          const frames: number[] = []
          const begun = performance.now()
          let last = begun
          const box = plot.getBoundingClientRect()
          const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }
          const frame = (): void => {
            const now = performance.now()
            frames.push(now - last)
            last = now
            if (now - begun > lasting) {
              resolve(frames)
              return
            }
            const phase = Math.floor(frames.length / 20) % 3
            const wheel = phase === 2 ? { deltaX: 24 } : { deltaY: phase === 0 ? -100 : 100, ctrlKey: true }
            if (isOn) plot.dispatchEvent(new WheelEvent('wheel', { ...at, ...wheel, bubbles: true, cancelable: true }))
            requestAnimationFrame(frame)
          }
          requestAnimationFrame(frame)
        }),
      { isOn: isMoving, lasting: MOVING_MS }
    )
  return median(frames.slice(1))
}

/** The least that any view of all the readings could do: read them, add them up by day. */
function plainRead(folder: string): number {
  const database = new Database(path.join(folder, 'plain.db'))
  database.exec('CREATE TABLE reading (start INTEGER PRIMARY KEY, drawn INTEGER, fed_in INTEGER)')
  const insert = database.prepare('INSERT INTO reading VALUES (?, ?, ?)')
  database.exec('BEGIN')
  for (const { start, drawn, fedIn } of rows()) insert.run(start, Number(drawn?.amount), Number(fedIn?.amount))
  database.exec('COMMIT')
  const times = Array.from({ length: RUNS }, () => {
    const begun = performance.now()
    const days = new Map<number, number>()
    for (const { start, drawn } of database.prepare('SELECT start, drawn, fed_in FROM reading').all() as Plain[]) {
      const day = Math.floor(start / 86_400)
      days.set(day, (days.get(day) ?? 0) + drawn)
    }
    return performance.now() - begun
  })
  database.close()
  return Math.min(...times)
}

type Plain = { readonly start: number; readonly drawn: number }
