import { describe, expect, it, vi } from 'vitest'
import { companionsIn } from '../../../app/rounds/judge-roster'
import { equalBytes, toHex } from '../../../crypto'
import { idOf } from '../../support/rounds/live-interval'
import { showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { createCast } from '../../support/rounds/vector-cast'
import { phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

describe('R20 and R33: a roster without companions', () => {
  it('is refused, and only then the collector hears privately whom the household wants; others never do', async () => {
    const friends: string[] = []
    const all = createNeighbourhood({
      seed: 'companions',
      households: 14,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed) => {
          const isFriend = (index: number): boolean => friends.includes(toHex(signed.roster.members[index]!.memberId))
          return [thinnedRoster(parts, signed, (index) => !isFriend(index))]
        })
    })
    for (const { rounds } of all.households) {
      await rounds.join(all.invitation)
      rounds.acceptFewerCompanions(true)
    }
    const [me, ...others] = all.households
    friends.push(...others.slice(-4).map(idOf).sort())
    me!.rounds.acceptFewerCompanions(false)
    for (const identity of friends) me!.rounds.confirmMember(identity)
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect(all.board.wishes()).toEqual([])
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(await phasesOf([me!], FIRST_DAY)).toEqual(['refused: too-few-companions'])
    const wishes = all.board.wishes()
    expect(wishes.map((wish) => [toHex(wish.memberId), ...wish.with.map(toHex)])).toEqual([[idOf(me!), ...friends]])
  })

  it('three are too few, four are enough', async () => {
    const all = createNeighbourhood({ seed: 'how many' })
    for (const { rounds } of all.households) {
      await rounds.join(all.invitation)
      rounds.acceptFewerCompanions(true)
    }
    const [three, four, ...others] = all.households
    for (const [index, home] of others.slice(0, 4).entries()) {
      four!.rounds.confirmMember(idOf(home))
      if (index < 3) three!.rounds.confirmMember(idOf(home))
    }
    for (const { rounds } of [three!, four!]) rounds.acceptFewerCompanions(false)
    all.measure()
    for (let day = 1; day <= 2; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(await phasesOf([three!, four!], FIRST_DAY)).toEqual(['refused: too-few-companions', 'submitted'])
  })

  it('the home itself is not its own company, nor are those it verified who are not on this list', () => {
    const { roster, members } = createCast('company')
    const [own, friend] = members
    const verified = (...ids: readonly Uint8Array[]) => new Set([toHex(own!.memberId), ...ids.map(toHex)])
    const me = roster.roster.members.find(({ memberId }) => equalBytes(memberId, own!.memberId))!
    expect(companionsIn(roster, { own: me, confirmed: verified() })).toBe(0)
    expect(companionsIn(roster, { own: me, confirmed: verified(new Uint8Array(32).fill(1)) })).toBe(0)
    expect(companionsIn(roster, { own: me, confirmed: verified(friend!.memberId) })).toBe(1)
  })
})
