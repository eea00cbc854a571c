/**
 * Does by itself what is due, on the PC's clock: each duty when it says, later and later while it fails, and at once when the
 * PC has slept or the network is back. Timers only look at the clock; how long a timer really took does not matter.
 */

import { randomInt } from 'node:crypto'

export type Duty = {
  readonly name: string
  /** Repeatable at any time; rejects or answers false where the outside could not be reached. */
  run(): Promise<boolean>
  /** Asked after each run that went well: milliseconds until it is due again. */
  dueIn(): number
}

export type Scheduler = {
  /**
   * Everything is due now, or what has this name: the PC woke up, the network is back, there is news. What is under way is
   * done once more after its end: it may have read what it does before the news came.
   */
  wake(name?: string): void
  /** Nothing new begins; resolves when what is under way has ended. */
  stop(): Promise<void>
}

export type SchedulerOptions = {
  readonly duties: readonly Duty[]
  /** Milliseconds on the PC's clock. */
  readonly now?: () => number
  /** 0 <= x < 1; spreads the second tries of many homes. */
  readonly chance?: () => number
  readonly report: (error: unknown) => void
  /** After each run. */
  readonly ran?: (name: string, well: boolean) => void
}

const LOOK_MS = 5000
/** Looked at later than this, the PC was asleep or the clock was set. */
const SLEPT_MS = 60_000
const FIRST_RETRY_MS = 30_000
const LAST_RETRY_MS = 30 * 60_000

type Planned = { readonly duty: Duty; at: number; failures: number; running: Promise<void> | null; woken: boolean }

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { duties, now = Date.now, chance = ofTheSystem } = options
  const planned: Planned[] = duties.map((duty) => ({ duty, at: now(), failures: 0, running: null, woken: false }))
  let lookedAt = now()
  let stopped = false
  const run = async (each: Planned): Promise<void> => {
    each.woken = false
    const well = await each.duty.run().catch((error: unknown) => {
      options.report(error)
      return false
    })
    each.failures = well ? 0 : each.failures + 1
    const dueIn = well ? Math.max(LOOK_MS, each.duty.dueIn()) : retryIn(each.failures, chance())
    each.at = now() + (each.woken ? 0 : dueIn)
    options.ran?.(each.duty.name, well)
  }
  const look = (): void => {
    const at = now()
    if (Math.abs(at - lookedAt) > SLEPT_MS) wake()
    lookedAt = at
    for (const each of planned) {
      if (stopped || each.running || at < each.at) continue
      each.running = run(each).finally(() => {
        each.running = null
      })
    }
  }
  const wake = (name?: string): void => {
    const woken = planned.filter(({ duty }) => name === undefined || duty.name === name)
    for (const each of woken) Object.assign(each, { at: now(), failures: 0, woken: true })
  }
  const timer = setInterval(look, LOOK_MS)
  return {
    wake,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await Promise.all(planned.map(({ running }) => running ?? Promise.resolve()))
    }
  }
}

function ofTheSystem(): number {
  return randomInt(1_000_000) / 1_000_000
}

/** Half a minute, a minute, two … up to half an hour, each up to half as long again. */
function retryIn(failures: number, chance: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (1 + chance / 2)
}
