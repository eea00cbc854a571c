/** A month's bill dropped on the program: how soon the word stands there, and whether the window moves all the while. */

import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { openOne, showBills } from '../../e2e/support/bills-page'
import { launch } from '../../e2e/support/launch'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { median } from '../stopwatch'
import { plainPaceOfOpenings } from '../yardsticks/plain-pace'

const RUNS = 5
const VERDICT_LIMIT_MS = 2000
const FRAME_LIMIT_MS = 100
/** The verdict's own painting belongs to it. */
const AFTERWARDS_MS = 500
const PATIENCE_MS = 60_000

type Watched = { readonly longestGap: number; readonly verdict: number }

export const windowRow: BenchRow = {
  name: 'window',
  measure: async (stand) => {
    const { folder, file } = await stand.monthBill()
    await stand.screen()
    const home = stand.folder()
    const data = path.join(home, 'data')
    mkdirSync(data, { mode: 0o700 })
    for (const name of ['household.db', 'household.key']) copyFileSync(path.join(folder, name), path.join(data, name))
    const { app, page, close } = await launch({ home })
    try {
      await openBillsPage(app, page, file)
      const runs: Watched[] = []
      for (let run = 0; run < RUNS; run += 1) runs.push(await watch(page, 'verify'))
      const rest = await watch(page, 'rest')
      return [
        {
          ...{ id: 'window.verdict', what: 'bill of 2,976 intervals: from the choice to the word in the window' },
          ...{ value: median(runs.map(({ verdict }) => verdict)), unit: 'ms', limit: VERDICT_LIMIT_MS },
          baseline: MONTH_INTERVALS * (await plainPaceOfOpenings()),
          against: `${MONTH_INTERVALS.toLocaleString('en')} openings, plain noble`
        },
        {
          ...{ id: 'window.frames', what: `longest time between two frames meanwhile (worst of ${RUNS})` },
          ...{ value: Math.max(...runs.map(({ longestGap }) => longestGap)), unit: 'ms', limit: FRAME_LIMIT_MS },
          baseline: rest.longestGap,
          against: 'the same window at rest'
        }
      ] satisfies Measurement[]
    } finally {
      await close()
    }
  }
}

async function openBillsPage(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, file)
  await showBills(page)
}

/**
 * Counts frames while the button that opens a bill is pressed and until it can be pressed again, or, at rest, as long.
 * Everything happens in the page: a question from outside would be a task of its own.
 */
function watch(page: Page, mode: 'verify' | 'rest'): Promise<Watched> {
  return openOne(page).evaluate(
    (element: HTMLButtonElement, { isVerify, afterwards, patience }) =>
      new Promise<Watched>((resolve, reject) => {
        const begun = performance.now()
        let last = begun
        let longestGap = 0
        let wasBusy = false
        let verdict: number | null = isVerify ? null : begun
        const frame = (): void => {
          const now = performance.now()
          longestGap = Math.max(longestGap, now - last)
          last = now
          if (element.disabled) wasBusy = true
          else if (wasBusy) verdict ??= now
          if (verdict !== null && now - verdict > afterwards) resolve({ longestGap, verdict: verdict - begun })
          else if (now - begun > patience) reject(new Error('no verdict'))
          else requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
        if (isVerify) element.click()
      }),
    {
      isVerify: mode === 'verify',
      afterwards: mode === 'verify' ? AFTERWARDS_MS : 3 * AFTERWARDS_MS,
      patience: PATIENCE_MS
    }
  )
}
