import { describe, expect, it } from 'vitest'
import { FIRST_DAY, SECONDS, createNeighbourhood, plainSums } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

describe('a batch day among ten households', () => {
  it('ends with the right sum at every household', async () => {
    const all = createNeighbourhood({ seed: 'batch day' })
    await all.join()
    const values = all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    const [posted] = all.board.rosters(FIRST_DAY)
    for (const { ledger, meter } of all.households) {
      const spent = [-1, 0, 1, 2, 3, 4].map((round) => ledger.rhoOf(meter.id, timeOf(FIRST_DAY, round * SECONDS)))
      expect(spent).toEqual([null, ...Array.from({ length: 4 }, () => posted!.rho), null])
    }
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const sums = plainSums(values)
    for (const { rounds } of all.households) {
      const day = await rounds.procedures['rounds.day']({ utcDay: FIRST_DAY })
      expect(day.summary).toMatchObject({ phase: 'verified', verified: 4, members: 10, reason: null })
      expect(day.intervals.map(({ sum }) => sum)).toEqual(sums.map((sum) => Number(sum) * 1000))
    }
  })
})
