import { describe, expect, it, vi } from 'vitest'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'

vi.setConfig({ testTimeout: 60_000 })

const HOUR = 3600
const SPREAD = 1200

describe('when something is due again', () => {
  it('is never for a household without a group, but for the hourly look', () => {
    const [one] = createNeighbourhood({ seed: 'no group' }).households
    expect(one!.rounds.dueIn()).toBe(HOUR)
  })

  it('follows the day: its end, the making of the list, then the sum', async () => {
    const all = createNeighbourhood({ seed: 'due', households: 10 })
    await all.join()
    const [one] = all.households
    // The first day ends tomorrow: nothing before, and at most an hour's look.
    all.clock.set(timeOf(FIRST_DAY, 3 * HOUR))
    expect(one!.rounds.dueIn()).toBe(HOUR)
    all.clock.set(timeOf(FIRST_DAY + 1, 200))
    const untilOver = one!.rounds.dueIn()
    expect(untilOver).toBeGreaterThanOrEqual(100)
    expect(untilOver).toBeLessThanOrEqual(100 + SPREAD)
    // Over, but the meter has not been read that far.
    all.clock.set(timeOf(FIRST_DAY + 1, 2000))
    expect(one!.rounds.dueIn()).toBe(600)
    all.measure()
    await one!.rounds.step()
    expect(one!.rounds.dueIn()).toBe(HOUR)
    all.clock.set(timeOf(FIRST_DAY + 2) - 60)
    expect(one!.rounds.dueIn()).toBeLessThanOrEqual(60 + SPREAD)
    // The list is there, the sum is waited for: often on the first day, then less.
    expect(one!.rounds.newsDueIn()).toBeNull()
    all.clock.set(timeOf(FIRST_DAY + 2, 2 * HOUR))
    expect(one!.rounds.dueIn()).toBe(600)
    // Who hears from the collector asks only for safety; the meter it still has to ask.
    expect(one!.rounds.dueIn(true)).toBe(600)
    all.measure()
    await one!.rounds.step()
    expect(one!.rounds.dueIn()).toBe(600)
    expect(one!.rounds.dueIn(true)).toBe(HOUR)
    expect(one!.rounds.newsDueIn()).toBe(30)
    all.clock.set(timeOf(FIRST_DAY + 4, 2 * HOUR))
    expect(one!.rounds.dueIn()).toBeLessThanOrEqual(HOUR)
  })

  it('spreads the homes of a group', async () => {
    const all = createNeighbourhood({ seed: 'spread', households: 12 })
    await all.join()
    all.clock.set(timeOf(FIRST_DAY + 1, 299))
    expect(new Set(all.households.map(({ rounds }) => rounds.dueIn())).size).toBeGreaterThan(8)
  })
})
