import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppProcedures } from '../../../app/create-app'
import { createRest } from '../../../main/core/at-rest'

const MINUTE = 60_000

function started() {
  const clock = { now: 0 }
  const rested = vi.fn()
  const rest = createRest(rested, () => clock.now)
  const answer = (request: unknown): Promise<unknown> => Promise.resolve(request)
  const procedures = rest.noting({ 'readings.day': answer, 'privacy.day': answer } as unknown as AppProcedures)
  return {
    clock,
    rest,
    rested,
    ask: (name: 'readings.day' | 'privacy.day') => procedures[name]({ asked: name } as never)
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a program that somebody looks at', () => {
  it('tidies up once after the last look, and not for what the window asks by itself', () => {
    const { rested, ask } = started()
    void ask('readings.day')
    vi.advanceTimersByTime(4000)
    void ask('readings.day')
    vi.advanceTimersByTime(4000)
    expect(rested).not.toHaveBeenCalled()
    void ask('privacy.day')
    vi.advanceTimersByTime(60_000)
    expect(rested).toHaveBeenCalledOnce()
  })

  it('is at rest until something is asked, and again some seconds afterwards', async () => {
    const { clock, rest, ask } = started()
    expect(rest.isAtRest()).toBe(true)
    expect(await ask('readings.day')).toEqual({ asked: 'readings.day' })
    clock.now = 4000
    expect(rest.isAtRest()).toBe(false)
    clock.now = 5001
    expect(rest.isAtRest()).toBe(true)
  })

  it('takes what the window asks by itself for no person', () => {
    const { rest, ask } = started()
    void ask('privacy.day')
    expect(rest.isAtRest()).toBe(true)
  })

  it('does not put off for ever what waits', () => {
    const { clock, rest, ask } = started()
    const times: number[] = []
    for (; clock.now <= 21 * MINUTE; clock.now += 2000) {
      void ask('readings.day')
      if (rest.isAtRest()) times.push(Math.floor(clock.now / MINUTE))
    }
    expect(times).toEqual([10, 20])
  })
})
