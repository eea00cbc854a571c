import { describe, expect, it, vi } from 'vitest'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { compareBytes, equalBytes, toHex } from '../../../crypto'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { resignRoster, showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { dayOf, groupOf, phasesOf } from '../../support/rounds/views'
import { KEYS_TIME, ROSTER_TIME, dayUnder, expectNothingSubmitted } from '../../support/rounds/roster-day'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

vi.setConfig({ testTimeout: 120_000 })

describe('R1: rosters that are too small', () => {
  it.each([1, 2, 9])('a roster of %i is refused by whoever is in it', async (size) => {
    const all = await dayUnder({
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          // The household itself and the next ones.
          return [thinnedRoster(parts, signed, (index) => (index - own + 10) % 10 < size)]
        })
    })
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['refused: roster-too-small']))
    expectNothingSubmitted(all)
  })

  it.each([0, -1, 9, 201])('a group with n_min = %i is not joined', async (minRoster) => {
    const all = createNeighbourhood({ seed: 'n_min' })
    const invitation = { ...all.invitation, group: { ...all.invitation.group, minRoster } }
    await expect(all.households[0]!.rounds.join(invitation)).rejects.toMatchObject({ code: 'invitation-malformed' })
  })
})

describe('R2: rosters of the wrong people', () => {
  it('a roster without me is not mine: nothing is sent, the day stays open', async () => {
    const all = await dayUnder({
      households: 11,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => [
          thinnedRoster(parts, signed, (index) => !equalBytes(signed.roster.members[index]!.memberId, memberId))
        ])
    })
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['keys-sent: roster-not-for-us']))
    expectNothingSubmitted(all)
  })

  it('a roster with me twice, or out of order, is refused', async () => {
    const [twice, unsorted] = [1, 2].map((kind) =>
      dayUnder({
        replace: (honest, parts) =>
          showingRosters(honest, parts, (signed) => {
            const change = <Item>(list: readonly Item[]): Item[] =>
              kind === 1 ? [list[0]!, list[0]!, ...list.slice(2)] : [list[1]!, list[0]!, ...list.slice(2)]
            const { members } = signed.roster
            return [
              resignRoster(
                parts,
                signed,
                { members: change(members) },
                { enrols: change(signed.enrols), keys: change(signed.keys) }
              )
            ]
          })
      })
    )
    for (const all of [await twice!, await unsorted!]) {
      const phases = await phasesOf(all.households, FIRST_DAY)
      expect(phases.filter((phase) => phase === 'refused: roster-order').length).toBeGreaterThanOrEqual(9)
      expectNothingSubmitted(all)
    }
  })

  it('a roster of a million is not read to its end', async () => {
    const all = await createHttpNeighbourhood({
      seed: 'a million',
      replace: (honest) => ({ ...honest, rosters: () => [new Uint8Array(108_000_000)] })
    })
    await all.join()
    all.measure()
    await all.stepAll(KEYS_TIME)
    all.clock.set(ROSTER_TIME)
    const before = process.memoryUsage().arrayBuffers
    await all.households[0]!.rounds.step()
    // The server's own copies of it live in this process too; the client adds less than its limit.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400_000_000)
    expect((await dayOf(all.households[0]!, FIRST_DAY)).summary).toMatchObject({
      phase: 'keys-sent',
      reason: 'collector-too-large'
    })
  })
})

describe('R4: equivocation', () => {
  it('two rosters for one attempt: neither is taken, both are kept', async () => {
    const all = await dayUnder({
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const other = signed.roster.members.findIndex((member) => !equalBytes(member.memberId, memberId))
          return [signed, thinnedRoster(parts, signed, (index) => index !== other)]
        })
    })
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['refused: two-rosters']))
    expectNothingSubmitted(all)
    for (const { rounds } of all.households) {
      expect(rounds.evidence()).toHaveLength(1)
      expect(rounds.evidence()[0]).toMatchObject({ kind: 'two-rosters', utcDay: FIRST_DAY })
    }
  })

  it('a second roster after the submission: the fixed one goes on, both are kept, the sum still counts', async () => {
    const later = { on: false }
    const all = await dayUnder({
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const other = signed.roster.members.findIndex((member) => !equalBytes(member.memberId, memberId))
          return later.on ? [signed, thinnedRoster(parts, signed, (index) => index !== other)] : [signed]
        })
    })
    later.on = true
    const [first] = all.households
    // No sum yet for this household: it looks at the rosters again.
    const published = all.collector.published
    Object.assign(all.collector, { published: () => null })
    await all.stepAll(ROSTER_TIME + 60)
    expect(first!.rounds.evidence()).toHaveLength(1)
    expect((await dayOf(first!, FIRST_DAY)).summary.phase).toBe('submitted')
    Object.assign(all.collector, { published })
    await all.stepAll(ROSTER_TIME + 120)
    expect((await dayOf(first!, FIRST_DAY)).summary.phase).toBe('verified')
    expect(first!.rounds.evidence()).toHaveLength(1)
  })
})

describe('R5: the same interval asked for again', () => {
  it('with another attempt: only the logged bytes', async () => {
    const sent: string[] = []
    const all = await dayUnder({
      households: 12,
      replace: (honest, parts) => {
        const submits = { count: 0 }
        return {
          ...showingRosters(honest, parts, (signed) =>
            submits.count < 12 ? [signed] : [thinnedRoster(parts, signed, (index) => index < 11, 2)]
          ),
          submit: (wire) => {
            submits.count += 1
            const { submit } = decodeSubmit(wire, roundsPerEpoch(parts.group))
            sent.push(`${toHex(submit.memberId)} ${toHex(submit.rho)}`)
            return honest.submit(wire)
          },
          published: () => null
        }
      }
    })
    for (let hour = 1; hour < 5; hour++) await all.stepAll(ROSTER_TIME + 3600 * hour)
    expect(new Set(sent).size).toBe(12)
  })

  it('with another group: the meter is taken, and the log would refuse it anyway', async () => {
    const all = await dayUnder({})
    const [first] = all.households
    const { group } = all.invitation
    await expect(
      first!.rounds.join({ ...all.invitation, group: { ...group, name: 'Linden Court' } })
    ).rejects.toMatchObject({ code: 'meter-in-another-group' })
    const stored = { called: false }
    const other = first!.ledger.reserve(first!.meter.id, new Uint8Array(32).fill(9), [timeOf(FIRST_DAY)], () => {
      stored.called = true
    })
    expect(other).toEqual({ reserved: false, intervalStart: timeOf(FIRST_DAY) })
    expect(stored.called).toBe(false)
  })
})

describe('R33 and R20: companions', () => {
  it('a collector that drops them is refused as soon as four are not left, and the view says how many there are', async () => {
    const all = createNeighbourhood({
      seed: 'companions',
      households: 14,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId, utcDay) => {
          // Each day one companion less for everybody.
          const dropped = utcDay - FIRST_DAY
          const others = signed.roster.members
            .map((member, index) => ({ member, index }))
            .filter(({ member }) => !equalBytes(member.memberId, memberId))
            .sort((a, b) => compareBytes(a.member.memberId, b.member.memberId))
            .slice(0, dropped)
            .map(({ index }) => index)
          return [thinnedRoster(parts, signed, (index) => !others.includes(index))]
        })
    })
    const members: string[] = []
    for (const { rounds } of all.households) members.push((await rounds.join(all.invitation)).identity)
    const [first] = all.households
    // The first household has verified exactly five, those that are dropped first.
    const companions = members
      .filter((id) => id !== members[0])
      .sort()
      .slice(0, 5)
    for (const id of companions) first!.rounds.confirmMember(id)
    for (const { rounds } of all.households.slice(1)) rounds.acceptFewerCompanions(true)
    const phases: string[] = []
    for (let day = 0; day < 3; day++) {
      all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day + 1, 600))
    }
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    for (let day = 0; day < 3; day++) {
      const { summary } = await dayOf(first!, FIRST_DAY + day)
      phases.push(summary.reason ?? summary.phase)
    }
    expect(phases).toEqual(['verified', 'verified', 'too-few-companions'])
    expect(await groupOf(first!)).toMatchObject({ companions: 3, companionsNeeded: 4, fewerAccepted: false })
  })

  it('are asked for in words: who accepts fewer takes part', async () => {
    const all = createNeighbourhood({ seed: 'accepted' })
    for (const { rounds } of all.households) await rounds.join(all.invitation)
    all.measure()
    await all.stepAll(KEYS_TIME)
    for (const { rounds } of all.households) {
      await rounds.procedures['rounds.accept-fewer-companions']({ confirmed: true })
    }
    await all.stepAll(ROSTER_TIME)
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['submitted']))
  })
})
