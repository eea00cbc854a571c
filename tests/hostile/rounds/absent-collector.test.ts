import { describe, expect, it, vi } from 'vitest'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY } from '../../support/rounds/test-neighbourhood'
import { phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

describe('R22: a collector that is gone for a week', () => {
  it('costs the days that had no roster meanwhile, each said to be in no sum, and none before or after', async () => {
    const all = await createHttpNeighbourhood({ seed: 'a week', timeoutMs: 1000 })
    const good = all.address.now
    await all.join()
    for (let day = 1; day <= 18; day++) {
      all.address.now = day >= 4 && day <= 10 ? 'http://127.0.0.1:1' : good
      all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
      for (const { rounds } of all.households) await rounds.step()
    }
    const days = []
    for (let day = 0; day < 18; day++) days.push([...new Set(await phasesOf(all.households, FIRST_DAY + day))].join())
    const lost = Array.from({ length: 8 }, () => 'not-in-a-sum')
    const summed = (count: number): string[] => Array.from({ length: count }, () => 'verified')
    expect(days).toEqual([...summed(2), ...lost, ...summed(7), 'keys-sent'])
  })
})
