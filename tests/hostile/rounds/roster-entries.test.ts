import { describe, expect, it, vi } from 'vitest'
import { decodeEnrol, encodeEnrol } from '../../../app/rounds/messages/enrol'
import { signKeys } from '../../../app/rounds/messages/keys'
import { equalBytes } from '../../../crypto'
import { resignRoster, showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { primitives } from '../../support/rounds/test-meter'
import { signedEnrol } from '../../support/rounds/vector-cast'
import { phasesOf } from '../../support/rounds/views'
import { ROSTER_TIME, dayUnder, expectNothingSubmitted } from '../../support/rounds/roster-day'

vi.setConfig({ testTimeout: 120_000 })

describe('R41, R34, K7 and K10: entries that nobody signed, keys that serve two', () => {
  it.each([
    ['an X that its member did not sign', 'keys-signature'],
    ['an X that echoes mine', 'roster-duplicate-key'],
    ['an X of yesterday', 'keys-mismatch'],
    ['a meter that is there twice', 'roster-duplicate-meter'],
    ['no signature of the collector', 'roster-not-for-us']
  ])('%s: refused before any pad is made', async (what, reason) => {
    const all = await dayUnder({
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          const other = own === 0 ? 1 : 0
          const { members } = signed.roster
          const replaceAt = <Item>(list: readonly Item[], item: Item): Item[] =>
            list.map((old, index) => (index === other ? item : old))
          const exchangeKey = what.includes('mine') ? members[own]!.exchangeKey : members[other]!.exchangeKey
          if (what.includes('signature of the collector')) return [{ ...signed, signature: new Uint8Array(64).fill(1) }]
          if (what.includes('meter')) {
            return [resignRoster(parts, signed, {}, { enrols: replaceAt(signed.enrols, signed.enrols[own]!) })]
          }
          const utcDay = what.includes('yesterday') ? FIRST_DAY - 1 : FIRST_DAY
          const keys = signKeys(primitives, { gid: parts.gid, utcDay, exchangeKey }, parts.seed)
          return [
            resignRoster(
              parts,
              signed,
              { members: replaceAt(members, { ...members[other]!, exchangeKey }) },
              { keys: replaceAt(signed.keys, keys) }
            )
          ]
        })
    })
    const phases = await phasesOf(all.households, FIRST_DAY)
    expect(new Set(phases.map((phase) => phase.split(': ')[1]))).toEqual(new Set([reason]))
    expectNothingSubmitted(all)
  })

  it('two ids under one meter, or one id under two meters, are not even enrolled', async () => {
    const all = createNeighbourhood({ seed: 'two ids' })
    const [first, second] = all.households
    await first!.rounds.join(all.invitation)
    const { enrol } = decodeEnrol(first!.store.groups()[0]!.enrolWire)
    const { identity } = first!.store.groups()[0]!
    const twin = all.random.bytes(32)
    const withTwin = { ...enrol, memberId: primitives.ed25519.publicKey(twin) }
    expect(all.collector.enrol(encodeEnrol(signedEnrol(withTwin, first!.meter, twin)))).toBe('conflict')
    const { meter } = second!
    const withOtherMeter = { ...enrol, meterId: meter.id.meterId, meterKey: meter.key }
    expect(all.collector.enrol(encodeEnrol(signedEnrol(withOtherMeter, meter, identity)))).toBe('conflict')
    // A key that two meters share is as bad as a shared name.
    const renamed = { ...withTwin, meterId: meter.id.meterId }
    expect(all.collector.enrol(encodeEnrol(signedEnrol(renamed, first!.meter, twin)))).toBe('conflict')
  })

  it('what is refused is answered once, without a reason inside', async () => {
    const refusals: number[] = []
    const all = await dayUnder({
      replace: (honest, parts) => ({
        ...showingRosters(honest, parts, (signed) => [thinnedRoster(parts, signed, (index) => index < 9)]),
        refuse: (wire) => {
          refusals.push(wire.length)
          return honest.refuse(wire)
        }
      })
    })
    await all.stepAll(ROSTER_TIME + 60)
    await all.stepAll(ROSTER_TIME + 120)
    // Nine are in it; all REFUSEs look alike.
    expect(refusals).toHaveLength(9)
    expect(new Set(refusals).size).toBe(1)
  })
})
