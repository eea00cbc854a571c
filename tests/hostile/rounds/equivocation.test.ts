import { describe, expect, it, vi } from 'vitest'
import { decodeRoster } from '../../../app/rounds/messages/roster'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { equalBytes, toHex } from '../../../crypto'
import { showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { type Player, type ShownRoster, granted, learnt } from '../../support/rounds/rank'
import type { TestHousehold } from '../../support/rounds/test-household'
import { FIRST_DAY, type Neighbourhood, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

/** Every household as it stands in the equations: its entry and its secret of the day. */
function playersOf({ households }: Neighbourhood, honest: (index: number) => boolean): Player[] {
  return households.map(({ store, meter }, index) => {
    const { gid, memberId } = store.groups()[0]!
    const day = store.day(gid, FIRST_DAY)
    if (!day || !('exchange' in day) || !day.exchange) throw new Error('no key for this day')
    const entry = store
      .rosters(gid, FIRST_DAY)
      .flatMap(({ wire }) => (wire ? decodeRoster(wire).roster.members : []))
      .find((member) => equalBytes(member.memberId, memberId))!
    expect(entry.meterKey).toEqual(meter.key)
    return { member: entry, exchange: day.exchange, honest: honest(index) }
  })
}

/** What the collector of this neighbourhood has in its hands: real submissions under real rosters. */
function sightingsOf(all: Neighbourhood, players: readonly Player[]): { roster: ShownRoster; player: Player }[] {
  const playerOf = (id: Uint8Array): Player => players.find(({ member }) => equalBytes(member.memberId, id))!
  return all.board.rosters(FIRST_DAY).flatMap(({ rho, wire }) => {
    const roster = { rho, players: decodeRoster(wire).roster.members.map(({ memberId }) => playerOf(memberId)) }
    return all.board.submits(rho).map(({ memberId }) => ({ roster, player: playerOf(memberId) }))
  })
}

const idOf = ({ store }: TestHousehold): Uint8Array => store.groups()[0]!.memberId

describe('R30: every member is shown another roster of the same people', () => {
  it('the collector learns nothing, the day is burnt, and each household counts a sum it may not have', async () => {
    const all = createNeighbourhood({
      seed: 'everybody another',
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          // Everybody is shown all but the next one.
          return [thinnedRoster(parts, signed, (index) => index !== (own + 1) % 12)]
        })
    })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['submitted']))
    const players = playersOf(all, () => true)
    const sightings = sightingsOf(all, players)
    expect(sightings).toHaveLength(12)
    expect(learnt(sightings, players)).toEqual([])
    await all.stepAll(timeOf(FIRST_DAY + 9))
    for (const household of all.households) {
      expect(await groupOf(household)).toMatchObject({ submitted: 1, withoutSum: 1 })
    }
  })

  it('with eight colluders among twelve it learns the sum of the four honest ones at most', async () => {
    const all = createNeighbourhood({ seed: 'eight colluders', households: 12 })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.collector.step()
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    for (const { rounds } of all.households) await rounds.step()
    const players = playersOf(all, (index) => index >= 8)
    const sightings = sightingsOf(all, players)
    expect(learnt(sightings, players)).toEqual([players.map(({ honest }) => (honest ? 1n : 0n))])
    expect(learnt(sightings, players)).toEqual(granted(sightings, players))
  })

  it('a second roster for an attempt is evidence, and the one that was submitted under stays taken', async () => {
    const lie = { isTold: false }
    const all: Neighbourhood = createNeighbourhood({
      seed: 'second roster',
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed) =>
          lie.isTold ? [signed, thinnedRoster(parts, signed, (index) => index !== 11)] : [signed]
        )
    })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    for (const { rounds } of all.households.slice(0, 11)) await rounds.step()
    lie.isTold = true
    await all.stepAll(timeOf(FIRST_DAY + 2, 1200))
    lie.isTold = false
    await all.households[11]!.rounds.step()
    const [first] = all.households
    expect(first!.store.evidence(all.gid).map(({ kind }) => kind)).toEqual(['two-rosters'])
    const seen = first!.store.rosters(all.gid, FIRST_DAY).map(({ refusal }) => refusal)
    expect(seen.filter((refusal) => refusal === null)).toHaveLength(1)
  })

  it('two rosters that overlap, shown to two halves: no household is in two sums', async () => {
    const all: Neighbourhood = createNeighbourhood({
      seed: 'two halves',
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          // The first half is shown a roster without the last, the second half one without the first.
          return [thinnedRoster(parts, signed, (index) => index !== (own < 6 ? 11 : 0))]
        })
    })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    const under = new Map<string, number>()
    for (const household of all.households) {
      const { gid } = household.store.groups()[0]!
      const day = household.store.day(gid, FIRST_DAY)
      if (day?.phase !== 'submitted') throw new Error('not submitted')
      const { submit } = decodeSubmit(day.submitWire, 4)
      expect(submit.memberId).toEqual(idOf(household))
      under.set(toHex(submit.rho), (under.get(toHex(submit.rho)) ?? 0) + 1)
    }
    expect([...under.values()].sort()).toEqual([6, 6])
    const players = playersOf(all, () => true)
    expect(learnt(sightingsOf(all, players), players)).toEqual([])
  })
})
