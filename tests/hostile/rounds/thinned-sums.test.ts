import { describe, expect, it, vi } from 'vitest'
import { equalBytes } from '../../../crypto'
import { showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, type Neighbourhood, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { dayOf, phasesOf } from '../../support/rounds/views'
import { readInProject } from '../../support/project-files'

vi.setConfig({ testTimeout: 120_000 })

describe('R19: two sums that differ by one household', () => {
  it('are not prevented: their difference is its load, which is said where promises are, and it sees that it was left out', async () => {
    const all: Neighbourhood = createNeighbourhood({
      seed: 'thinned',
      households: 11,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, _, utcDay) => {
          if (utcDay !== FIRST_DAY + 1) return [signed]
          const { memberId } = all.households[0]!.store.groups()[0]!
          return [
            thinnedRoster(parts, signed, (index) => !equalBytes(signed.roster.members[index]!.memberId, memberId))
          ]
        })
    })
    await all.join()
    const [victim, witness] = all.households
    const own = [700n, 20n, 1300n, 5n]
    // The others use the same on both days: what noise there is in real homes is left out, the worst case for the one.
    const same = all.households.map(() => Array.from({ length: 4 }, () => BigInt(all.random.below(3000))))
    for (let day = 1; day <= 4; day++) {
      for (const [index, household] of all.households.entries()) {
        household.chains.appendVerified(household.meter.nextDay(index === 0 ? own : same[index]!))
      }
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
      await all.stepAll(timeOf(FIRST_DAY + day, 2000))
    }
    const sums = async (utcDay: number): Promise<number[]> =>
      (await dayOf(witness!, utcDay)).intervals.map(({ sum }) => sum ?? NaN)
    const [withIt, withoutIt] = [await sums(FIRST_DAY), await sums(FIRST_DAY + 1)]
    expect(withIt.map((sum, index) => sum - withoutIt[index]!)).toEqual(own.map((value) => Number(value) * 1000))
    expect(await phasesOf([victim!], FIRST_DAY + 1)).not.toEqual(['verified'])
    expect(readInProject('docs/security.md')).toContain('Two sums that differ by one household differ by its load')
  })
})
