import { describe, expect, it } from 'vitest'
import type { AppProcedures } from '../../../app/create-app'
import { createRest } from '../../../main/core/at-rest'

const MINUTE = 60_000

function started() {
  const clock = { now: 0 }
  const rest = createRest(() => clock.now)
  const answer = (request: unknown): Promise<unknown> => Promise.resolve(request)
  const procedures = rest.noting({ 'readings.day': answer, 'privacy.day': answer } as unknown as AppProcedures)
  return { clock, rest, ask: (name: 'readings.day' | 'privacy.day') => procedures[name]({ asked: name } as never) }
}

describe('a program that somebody looks at', () => {
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
    const rested: number[] = []
    for (; clock.now <= 21 * MINUTE; clock.now += 2000) {
      void ask('readings.day')
      if (rest.isAtRest()) rested.push(Math.floor(clock.now / MINUTE))
    }
    expect(rested).toEqual([10, 20])
  })
})
