import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Duty, createScheduler } from '../../../adapters/system/scheduler'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000

function counting(outcome: () => boolean | Error, dueIn = MINUTE): Duty & { runs: number[] } {
  const runs: number[] = []
  return {
    ...{ name: 'rounds', runs, dueIn: () => dueIn },
    run: async () => {
      runs.push(Date.now())
      const result = outcome()
      if (result instanceof Error) throw result
      return result
    }
  }
}

/** Times between runs in seconds, to the five seconds in which the clock is looked at. */
const gaps = (runs: readonly number[]): number[] =>
  runs.slice(1).map((at, index) => Math.round((at - (runs[index] ?? 0)) / 5000) * 5)

describe('the scheduler', () => {
  it('runs a duty when it says, and asks it anew each time', async () => {
    const duty = counting(() => true)
    const scheduler = createScheduler({ duties: [duty], chance: () => 0, report: () => undefined })
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(duty.runs.length).toBeGreaterThanOrEqual(4)
    expect(new Set(gaps(duty.runs))).toEqual(new Set([60]))
    await scheduler.stop()
    const { length } = duty.runs
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(duty.runs).toHaveLength(length)
  })

  it('tries again later and later while the outside cannot be reached, and at once when it can', async () => {
    let reachable = false
    const duty = counting(() => reachable)
    createScheduler({ duties: [duty], chance: () => 0, report: () => undefined })
    await vi.advanceTimersByTimeAsync(90 * MINUTE)
    const waits = gaps(duty.runs)
    expect(waits.slice(0, 6)).toEqual([30, 60, 120, 240, 480, 960])
    expect(Math.max(...waits)).toBeLessThanOrEqual(1800)
    reachable = true
    await vi.advanceTimersByTimeAsync(31 * MINUTE)
    expect(gaps(duty.runs).at(-1)).toBe(60)
  })

  it('catches up as soon as the PC is awake again', async () => {
    const duty = counting(() => true, 60 * MINUTE)
    createScheduler({ duties: [duty], report: () => undefined })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(duty.runs).toHaveLength(1)
    // Asleep: no timer fired, but the clock went on.
    vi.setSystemTime(Date.now() + 8 * 60 * MINUTE)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(duty.runs).toHaveLength(2)
  })

  it('has one run of a duty at a time, however long it takes, and waits for it at the end', async () => {
    let finish: () => void = () => undefined
    let running = 0
    let most = 0
    const slow: Duty = {
      name: 'slow',
      dueIn: () => 0,
      run: async () => {
        most = Math.max(most, (running += 1))
        await new Promise<void>((resolve) => (finish = resolve))
        running -= 1
        return true
      }
    }
    const scheduler = createScheduler({ duties: [slow], report: () => undefined })
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    scheduler.wake()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(most).toBe(1)
    const stopping = scheduler.stop()
    finish()
    await stopping
    expect(running).toBe(0)
  })

  it('does once more what was under way when there was news', async () => {
    const finish: (() => void)[] = []
    const slow: Duty = {
      name: 'slow',
      dueIn: () => 60 * MINUTE,
      run: () => new Promise((resolve) => finish.push(() => resolve(true)))
    }
    const scheduler = createScheduler({ duties: [slow], report: () => undefined })
    await vi.advanceTimersByTimeAsync(10_000)
    scheduler.wake('slow')
    finish[0]?.()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(finish).toHaveLength(2)
    finish[1]?.()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(finish).toHaveLength(2)
  })

  it('reports what nobody foresaw, and goes on', async () => {
    const seen: unknown[] = []
    const duty = counting(() => new Error('unforeseen'))
    createScheduler({ duties: [duty], chance: () => 0, report: (error) => seen.push(error) })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(seen.length).toBeGreaterThanOrEqual(2)
    expect(duty.runs.length).toBe(seen.length)
  })
})
