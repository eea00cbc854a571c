/** What several rows use, made when the first of them asks and removed at the end. */

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import startEverything from '../../e2e/support/start-everything'
import { makeLivedHome } from './lived-home'
import { type MonthBill, makeMonthBill } from './month-bill'
import { type YearBill, makeYearBill } from './year-bill'

export type Stand = {
  /** A new empty folder. */
  readonly folder: () => string
  /** A household with a month of readings and the bill for it. */
  readonly monthBill: () => Promise<MonthBill>
  /** A household with a year of readings and one bill for all of it. */
  readonly yearBill: () => Promise<YearBill>
  /** A new home for the window with five years of readings, bills and rounds: made once, copied for each. */
  readonly livedHome: () => Promise<string>
  /** An Electron that runs here, and a display for its windows. */
  readonly screen: () => Promise<void>
  readonly close: () => Promise<void>
}

export function createStand(): Stand {
  const folders: string[] = []
  const folder = (): string => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'wattveil-bench-'))
    folders.push(made)
    return made
  }
  let bill: Promise<MonthBill> | null = null
  let year: Promise<YearBill> | null = null
  let lived: Promise<string> | null = null
  const makeLived = async (): Promise<string> => {
    const made = folder()
    await makeLivedHome(made, folder())
    return made
  }
  let screen: Promise<() => void> | null = null
  return {
    folder,
    monthBill: () => (bill ??= makeMonthBill(folder())),
    yearBill: () => (year ??= makeYearBill(folder())),
    livedHome: async () => {
      const from = await (lived ??= makeLived())
      const home = folder()
      mkdirSync(path.join(home, 'data'), { mode: 0o700 })
      for (const name of ['household.db', 'household.key']) {
        copyFileSync(path.join(from, name), path.join(home, 'data', name))
      }
      return home
    },
    screen: async () => {
      screen ??= startEverything()
      await screen
    },
    close: async () => {
      const stop = await screen?.catch(() => undefined)
      stop?.()
      for (const made of folders) rmSync(made, { recursive: true, force: true })
    }
  }
}
