import { describe, expect, it, vi } from 'vitest'
import { equalBytes, toHex } from '../../../crypto'
import { idOf } from '../../support/rounds/live-interval'
import { showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { groupOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

describe('R19: rosters that differ by one household, with three fake homes exchanged at the same time', () => {
  it('are not prevented, but counted at worst: the sum with this home may lie beside the one without it', async () => {
    const without = FIRST_DAY + 1
    const left: string[] = []
    const all = createNeighbourhood({
      seed: 'r19',
      households: 14,
      // On the first day the last three fakes are out, on the second the household and three other fakes.
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId, utcDay) => {
          const out = utcDay === without ? left.slice(0, 4) : left.slice(4)
          const isIn = (id: Uint8Array): boolean => !out.includes(toHex(id))
          const thinned = thinnedRoster(parts, signed, (index) => isIn(signed.roster.members[index]!.memberId))
          return thinned.roster.members.some((member) => equalBytes(member.memberId, memberId)) ? [thinned] : []
        })
    })
    await all.join()
    const [me, ...others] = all.households
    left.push(idOf(me!), ...others.slice(-6).map(idOf))
    for (const id of left.slice(1)) me!.rounds.forgetMember(id)
    for (let day = 0; day < 4; day++) {
      if (day < 2) all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day + 1, 600))
      await all.stepAll(timeOf(FIRST_DAY + day + 1, 1200))
    }
    await all.stepAll(timeOf(FIRST_DAY + 12, 600))
    expect((await groupOf(me!)).lastDays).toMatchObject({ days: 30, sums: 1, beside: 1 })
    const [honest] = await Promise.all([groupOf(others[0]!)])
    expect(honest.lastDays).toMatchObject({ sums: 2 })
  })
})
