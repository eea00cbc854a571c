import { describe, expect, it } from 'vitest'
import { FIRST_DAY, createNeighbourhood, plainSums } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

describe('a batch day among ten households', () => {
  it('ends with the right sum at every household', async () => {
    const all = createNeighbourhood({ seed: 'batch day' })
    await all.join()
    const values = all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const sums = plainSums(values)
    for (const { rounds } of all.households) {
      const day = await rounds.procedures['rounds.day']({ utcDay: FIRST_DAY })
      expect(day.summary).toMatchObject({ phase: 'verified', verified: 4, members: 10, reason: null })
      expect(day.intervals.map(({ sum }) => sum)).toEqual(sums.map((sum) => Number(sum) * 1000))
    }
  })
})
