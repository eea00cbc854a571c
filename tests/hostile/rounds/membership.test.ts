import { describe, expect, it, vi } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type SignedEnd, decodeEnd, encodeEnd, encodeEndBody } from '../../../app/rounds/messages/end'
import { type Enrol, decodeEnrol, encodeEnrol } from '../../../app/rounds/messages/enrol'
import { encodeKeys, signKeys } from '../../../app/rounds/messages/keys'
import { decodeRoster } from '../../../app/rounds/messages/roster'
import { lpList } from '../../../crypto'
import { showingRosters } from '../../support/rounds/lying-collector'
import type { TestHousehold } from '../../support/rounds/test-household'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { createTestMeter, primitives, timeOf } from '../../support/rounds/test-meter'
import { signedEnrol } from '../../support/rounds/vector-cast'
import { groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const enrolOf = ({ store }: TestHousehold): Enrol => decodeEnrol(store.groups()[0]!.enrolWire).enrol
const identityOf = ({ store }: TestHousehold): Uint8Array => store.groups()[0]!.identity

/** An END of this household, signed by whoever has the seed. */
function endOf(household: TestHousehold, from: number, seed: Uint8Array): Uint8Array {
  const { body } = decodeEnrol(household.store.groups()[0]!.enrolWire)
  const endBody = encodeEndBody({ enrolHash: primitives.sha256(body), from: toUtcSeconds(from) })
  return encodeEnd({ body: endBody, signature: primitives.ed25519.sign(seed, endBody) })
}

describe('R39: enrolments', () => {
  it('of a foreign id are not taken: the id has to sign', async () => {
    const all = createNeighbourhood({ seed: 'foreign id' })
    await all.join()
    const [victim] = all.households
    const meter = all.households[1]!.meter
    const enrol = { ...enrolOf(victim!), meterId: meter.id.meterId, meterKey: meter.key }
    const stranger = all.random.bytes(32)
    expect(all.collector.enrol(encodeEnrol(signedEnrol(enrol, meter, stranger)))).toBe('forbidden')
  })

  it('for another group, or expired, are not taken', async () => {
    const all = createNeighbourhood({ seed: 'other group' })
    await all.join()
    const [one] = all.households
    const fresh = { ...enrolOf(one!), validFrom: timeOf(FIRST_DAY, 1) }
    const sign = (enrol: Enrol): Uint8Array => encodeEnrol(signedEnrol(enrol, one!.meter, identityOf(one!)))
    expect(all.collector.enrol(sign({ ...fresh, gid: new Uint8Array(32) }))).toBe('forbidden')
    all.clock.set(fresh.validTo)
    expect(all.collector.enrol(sign(fresh))).toBe('late')
  })

  it('without a label are malformed, as are KEYS (K12)', async () => {
    const all = createNeighbourhood({ seed: 'no label' })
    await all.join()
    const [one] = all.households
    const { gid, memberId } = one!.store.groups()[0]!
    const signature = new Uint8Array(64)
    expect(all.collector.enrol(lpList(lpList(gid, memberId), signature, signature))).toBe('malformed')
    expect(all.collector.keys(memberId, lpList(lpList(gid, memberId), signature))).toBe('malformed')
  })

  it('after a move-out count no more: the collector leaves the member out', async () => {
    const all = createNeighbourhood({ seed: 'moved out', households: 11 })
    await all.join()
    const leaver = all.households[10]!
    expect(all.collector.end(endOf(leaver, timeOf(FIRST_DAY + 1), all.random.bytes(32)))).toBe('forbidden')
    expect(all.collector.end(endOf(leaver, timeOf(FIRST_DAY + 1), identityOf(leaver)))).toBe('taken')
    all.measure()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const posted = [FIRST_DAY, FIRST_DAY + 1].map((day) => decodeRoster(all.board.rosters(day)[0]!.wire))
    // All of the first day lies before the end, nothing of the second does.
    expect(posted.map(({ roster }) => roster.members.length)).toEqual([11, 10])
    expect(
      posted.map(({ ends }) => ends.length),
      'every list tells the others of it'
    ).toEqual([1, 1])
  })

  it('and every other member refuses a roster with it, even if the collector shows the END only once', async () => {
    const shown: { end: SignedEnd | null } = { end: null }
    const all = createNeighbourhood({
      seed: 'shown once',
      households: 11,
      // The END is never on this collector's board: it tells of it with the first day and then pretends not to know.
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed) => [
          { ...signed, ends: shown.end && signed.roster.utcDay === FIRST_DAY ? [shown.end] : [] }
        ])
    })
    await all.join()
    const leaver = all.households[10]!
    shown.end = decodeEnd(endOf(leaver, timeOf(FIRST_DAY + 1), identityOf(leaver)))
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['submitted']))
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    expect(decodeRoster(all.board.rosters(FIRST_DAY + 1)[0]!.wire).roster.members).toHaveLength(11)
    expect(new Set(await phasesOf(all.households, FIRST_DAY + 1))).toEqual(new Set(['refused: enrol-ended']))
  })

  it('end from the earliest END, whichever came last', async () => {
    const all = createNeighbourhood({ seed: 'two ends', households: 11 })
    await all.join()
    const leaver = all.households[10]!
    for (const day of [FIRST_DAY + 2, FIRST_DAY, FIRST_DAY + 3]) {
      expect(all.collector.end(endOf(leaver, timeOf(day), identityOf(leaver)))).toBe('taken')
    }
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(decodeRoster(all.board.rosters(FIRST_DAY)[0]!.wire).roster.members).toHaveLength(10)
  })

  it('keep a meter for one home until they are ended or have run out, and no longer', async () => {
    const all = createNeighbourhood({ seed: 'sold with its meter' })
    await all.join()
    const [seller, other] = all.households
    const first = enrolOf(seller!)
    const buyer = all.random.bytes(32)
    /** The meter of the first home, or one that has its number or its key alone, enrolled by the second. */
    const bought = (validFrom: number, meterOf = seller!, meterId = first.meterId): Uint8Array => {
      const { meter } = meterOf
      const enrol = { ...first, meterId, meterKey: meter.key, memberId: primitives.ed25519.publicKey(buyer) }
      const lasting = { validFrom: toUtcSeconds(validFrom), validTo: toUtcSeconds(validFrom + 86_400) }
      return encodeEnrol(signedEnrol({ ...enrol, ...lasting }, meter, buyer))
    }
    const day = timeOf(FIRST_DAY + 1)
    expect(all.collector.end(endOf(seller!, day, identityOf(seller!)))).toBe('taken')
    all.clock.set(day - 1)
    expect(all.collector.enrol(bought(day)), 'not yet ended').toBe('conflict')
    const stranger = createTestMeter({ ...{ random: all.random, seconds: 21_600, start: day }, meterId: first.meterId })
    expect(all.collector.enrol(bought(day, { ...seller!, meter: stranger })), 'the number alone').toBe('conflict')
    const unknown = enrolOf(other!).meterId.replace(/.$/u, 'X') as Enrol['meterId']
    expect(all.collector.enrol(bought(day, seller!, unknown)), 'the key alone').toBe('conflict')
    all.clock.set(day)
    expect(all.collector.enrol(bought(day)), 'ended').toBe('taken')
    const { meterId, validTo } = enrolOf(other!)
    all.clock.set(validTo - 1)
    expect(all.collector.enrol(bought(validTo - 1, other, meterId)), 'its last second').toBe('conflict')
    expect(all.collector.enrol(bought(validTo, other, meterId)), 'run out').toBe('taken')
  })

  it('that do not cover all of a day let nobody take part in it', async () => {
    const all = createNeighbourhood({ seed: 'a day too early' })
    await all.join()
    const one = all.households[0]!
    const exchange = primitives.x25519.publicKey(all.random.bytes(32))
    const keysFor = (utcDay: number): string => {
      const keys = signKeys(primitives, { gid: all.gid, utcDay, exchangeKey: exchange }, identityOf(one))
      return all.collector.keys(enrolOf(one).memberId, encodeKeys(keys))
    }
    all.clock.set(timeOf(FIRST_DAY, 600))
    expect(keysFor(FIRST_DAY - 1), 'the day before it begins').toBe('unknown')
    all.clock.set(timeOf(FIRST_DAY + 1, 600))
    expect(keysFor(FIRST_DAY)).toBe('taken')
  })

  it('are renewed in time, with the old one lasting meanwhile', async () => {
    const all = createNeighbourhood({ seed: 'renewed' })
    await all.join()
    const [one] = all.households
    const before = enrolOf(one!)
    all.clock.set(before.validTo - 29 * 86_400)
    await one!.rounds.step()
    const after = enrolOf(one!)
    expect(after.validTo).toBeGreaterThan(before.validTo)
    expect(after.memberId).toEqual(before.memberId)
    expect(one!.store.groups()[0]!.enrolState).toBe('accepted')
    expect(all.board.enrolments(before.memberId)).toHaveLength(2)
  })

  it('that the meter does not renew say so for as long as it does not', async () => {
    const meter = { signs: true }
    const all = createNeighbourhood({
      seed: 'not renewed',
      wrap: (deps) => {
        const { signEnrolment } = deps.meterLink
        const sign: typeof signEnrolment = (...asked) =>
          meter.signs ? signEnrolment(...asked) : Promise.resolve(new Uint8Array(64))
        return { ...deps, meterLink: { ...deps.meterLink, signEnrolment: sign } }
      }
    })
    await all.join()
    const [one] = all.households
    meter.signs = false
    all.clock.set(enrolOf(one!).validTo - 29 * 86_400)
    for (let step = 0; step < 2; step++) {
      await one!.rounds.step()
      expect(await groupOf(one!)).toMatchObject({ trouble: 'meter-did-not-sign', enrolment: 'accepted' })
    }
    meter.signs = true
    await one!.rounds.step()
    expect(await groupOf(one!)).toMatchObject({ trouble: null, enrolment: 'accepted' })
  })
})

describe('R24: names', () => {
  it.each(['Linden\u202ehof', 'Linden\u0000hof', 'Linden\u200bhof', 'Lindenho\u0308f', 'Linden\nhof', ''])(
    'that are not what they look like (%j) make no invitation',
    async (name) => {
      const all = createNeighbourhood({ seed: 'names' })
      const { invitation } = all
      const inGroup = { ...invitation, group: { ...invitation.group, name } }
      const inCollector = { ...invitation, collector: { ...invitation.collector, operator: name } }
      for (const bad of [inGroup, inCollector]) {
        await expect(all.households[0]!.rounds.join(bad)).rejects.toMatchObject({ code: 'invitation-malformed' })
      }
    }
  )

  it.each(['<b onclick=alert(1)>Lindenhof</b>', '../../etc/passwd', "'; DROP TABLE round_group; --"])(
    'that look like code (%s) are text like any other',
    async (name) => {
      const all = createNeighbourhood({ seed: 'text' })
      const [one] = all.households
      await one!.rounds.join({ ...all.invitation, group: { ...all.invitation.group, name } })
      expect((await groupOf(one!)).name).toBe(name)
    }
  )

  it.each([
    ['javascript:alert(1)'],
    ['http://user:password@127.0.0.1:1'],
    ['http://127.0.0.1:1/path?query'],
    ['file:///etc/passwd'],
    ['http://127.0.0.1:1#x']
  ])('addresses that are no plain origin (%s) make no invitation', async (address) => {
    const all = createNeighbourhood({ seed: 'addresses' })
    const bad = { ...all.invitation, collector: { ...all.invitation.collector, address } }
    await expect(all.households[0]!.rounds.join(bad)).rejects.toMatchObject({ code: 'invitation-malformed' })
  })

  it('unknown fields, other profiles and other bases of commitments have no place in it (K8)', async () => {
    const all = createNeighbourhood({ seed: 'fields' })
    const { group } = all.invitation
    for (const more of [
      { valueBase: '00'.repeat(32) },
      { blindingBase: '11'.repeat(32) },
      { profile: 'R' },
      { d: 3 }
    ]) {
      const bad = { ...all.invitation, group: { ...group, ...more } }
      await expect(all.households[0]!.rounds.join(bad)).rejects.toMatchObject({ code: 'invitation-malformed' })
    }
  })
})

describe('R26 and R32: one group says another thing to some', () => {
  it('another mode, register, fuse or minimum is another gid: nothing combines', async () => {
    const all = createNeighbourhood({ seed: 'other parameters' })
    const [one, two] = all.households
    const first = await one!.rounds.join(all.invitation)
    const second = await two!.rounds.join({ ...all.invitation, group: { ...all.invitation.group, maxValue: '200001' } })
    expect(second.gid).not.toBe(first.gid)
    // The collector of the first group takes no ENROL for the second.
    expect(all.board.enrolments()).toHaveLength(1)
    const live = { ...all.invitation, group: { ...all.invitation.group, mode: 'live' as const } }
    expect((await all.households[2]!.rounds.join(live)).gid).not.toBe(first.gid)
    expect(all.board.enrolments()).toHaveLength(1)
  })
})
