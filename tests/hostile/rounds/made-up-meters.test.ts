/** R45: whoever has the invitation enrols made-up meters without end. The board takes so many and no more. */

import { describe, expect, it, vi } from 'vitest'
import { createCollectorConnection } from '../../../adapters/http/round-transport'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../../app/domain/interval'
import { encodeEnd, encodeEndBody } from '../../../app/rounds/messages/end'
import {
  type Enrol,
  MAX_ENROL_SECONDS,
  decodeEnrol,
  encodeEnrol,
  encodeEnrolBody
} from '../../../app/rounds/messages/enrol'
import { encodeKeys, signKeys } from '../../../app/rounds/messages/keys'
import { troubleSentence } from '../../../cli/group/trouble-sentences'
import { createCollector } from '../../../services/collector/collector'
import { MOST_ENDS_OF_ONE, MOST_ENROLS_OF_ONE, MOST_MEMBERS } from '../../../services/collector/enrolments'
import { type HttpNeighbourhood, createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { type CollectorParts, FIRST_DAY, SECONDS, meterName } from '../../support/rounds/test-neighbourhood'
import { type TestMeter, createTestMeter, primitives, timeOf } from '../../support/rounds/test-meter'
import { signedEnrol, vectorWork } from '../../support/rounds/vector-cast'

vi.setConfig({ testTimeout: 60_000 })

type MadeUp = {
  readonly enrol: Enrol
  readonly meter: TestMeter
  readonly identity: Uint8Array
  readonly wire: Uint8Array
}

/** A meter that nobody has, enrolled as if somebody had. */
function madeUp({ random, gid, clock }: HttpNeighbourhood, index: number, lasts = MAX_ENROL_SECONDS): MadeUp {
  const meter = createTestMeter({
    ...{ random, meterId: meterName(100_000 + index), seconds: SECONDS, start: timeOf(FIRST_DAY) }
  })
  const identity = random.bytes(32)
  const enrol: Enrol = {
    ...{ gid, memberId: primitives.ed25519.publicKey(identity), meterId: meter.id.meterId, meterKey: meter.key },
    ...{ level: 2, validFrom: clock.now(), validTo: toUtcSeconds(clock.now() + lasts) }
  }
  return { enrol, meter, identity, wire: encodeEnrol(signedEnrol(enrol, meter, identity)) }
}

/** The board after a flood: rows as the collector writes them, without the cost of two signatures each. */
function fill({ board, random, gid, clock }: HttpNeighbourhood, members: number): void {
  const signature = new Uint8Array(64)
  for (let index = 0; index < members; index++) {
    const body = encodeEnrolBody({
      ...{ gid, memberId: random.bytes(32), meterId: meterName(index + 1000) as Enrol['meterId'] },
      ...{ meterKey: random.bytes(32), level: 2, validFrom: clock.now() },
      validTo: toUtcSeconds(clock.now() + MAX_ENROL_SECONDS)
    })
    const wire = encodeEnrol({ body, meterSignature: signature, memberSignature: signature })
    board.addEnrolment(primitives.sha256(body), decodeEnrol(wire).enrol.memberId, wire, clock.now())
  }
}

function collectorOf({ address }: HttpNeighbourhood) {
  const connect = createCollectorConnection({ beforeSend: () => undefined })
  return connect(address.now, 'Stromwerk Musterau', null, () => timeOf(FIRST_DAY))
}

describe('R45: a flood of made-up meters', () => {
  it('ends at the bound; who is in stays in and renews, and a home that comes too late is told so', async () => {
    const all = await createHttpNeighbourhood({ seed: 'made up', households: 2 })
    const [first, late] = all.households
    await first!.rounds.join(all.invitation)
    await first!.rounds.step()
    fill(all, MOST_MEMBERS - 2)
    const collector = collectorOf(all)
    const last = madeUp(all, 0)
    expect(await collector.enrol(last.wire)).toBe('accepted')
    expect(await collector.enrol(madeUp(all, 1).wire)).toBe('full')
    expect(await collector.enrol(last.wire), 'what was taken is taken').toBe('accepted')
    expect(all.board.enrolments()).toHaveLength(MOST_MEMBERS)

    await late!.rounds.join(all.invitation)
    await late!.rounds.step()
    const told = (await late!.rounds.procedures['rounds.group']({}))!
    expect(told).toMatchObject({ enrolment: 'group-full', trouble: 'group-full', submitted: 0 })
    expect(troubleSentence(told)).toMatch(
      /^Lindenhof is full: .* No reading was sent from here\. Ask Stromwerk Musterau/u
    )
    // As another program finds it, after this one has ended.
    late!.restart()
    expect(await late!.rounds.procedures['rounds.group']({})).toMatchObject({ enrolment: 'group-full' })

    all.clock.set(timeOf(FIRST_DAY) + 367 * SECONDS_PER_DAY)
    await first!.rounds.step()
    const { enrolState, memberId } = first!.store.groups()[0]!
    expect(enrolState).toBe('accepted')
    expect(all.board.enrolments(memberId), 'renewed in a full group').toHaveLength(2)

    // A year after the flood there is room again, and the home that waited gets in by itself.
    all.clock.set(timeOf(FIRST_DAY) + MAX_ENROL_SECONDS + 1)
    await late!.rounds.step()
    expect(await late!.rounds.procedures['rounds.group']({})).toMatchObject({ enrolment: 'accepted', trouble: null })
  })

  it('gets no further by leaving again, or by enrolments that have run out a second later', async () => {
    const all = await createHttpNeighbourhood({ seed: 'coming and going', households: 1 })
    fill(all, MOST_MEMBERS - 2)
    const collector = collectorOf(all)
    const leaving = madeUp(all, 0)
    const brief = madeUp(all, 1, 1)
    expect(await collector.enrol(leaving.wire)).toBe('accepted')
    expect(await collector.enrol(brief.wire)).toBe('accepted')
    expect(await collector.end(endOf(leaving, 0))).toBe('accepted')
    all.clock.set(timeOf(FIRST_DAY) + 60)
    expect(await collector.enrol(madeUp(all, 2).wire)).toBe('full')
  })

  it('gets no further as one home that enrols and leaves by turns', async () => {
    const all = await createHttpNeighbourhood({ seed: 'one home', households: 1 })
    const collector = collectorOf(all)
    const { enrol, meter, identity } = madeUp(all, 0)
    const again = (time: number): Uint8Array =>
      encodeEnrol(signedEnrol({ ...enrol, validTo: toUtcSeconds(enrol.validTo - time) }, meter, identity))
    for (let time = 0; time < MOST_ENROLS_OF_ONE; time++) expect(await collector.enrol(again(time))).toBe('accepted')
    expect(await collector.enrol(again(MOST_ENROLS_OF_ONE))).toBe('full')
    expect(all.board.enrolments()).toHaveLength(MOST_ENROLS_OF_ONE)
  })

  it('gets no further by ending one enrolment again and again', async () => {
    const all = await createHttpNeighbourhood({ seed: 'ends', households: 1 })
    const collector = collectorOf(all)
    const home = madeUp(all, 0)
    expect(await collector.enrol(home.wire)).toBe('accepted')
    for (let time = 0; time < MOST_ENDS_OF_ONE; time++) expect(await collector.end(endOf(home, time))).toBe('accepted')
    expect(await collector.end(endOf(home, MOST_ENDS_OF_ONE))).toBe('rejected')
    expect(await collector.end(endOf(home, 0)), 'what was taken is taken').toBe('accepted')
    expect(all.board.ends()).toHaveLength(MOST_ENDS_OF_ONE)
  })
})

describe('a board that was flooded', () => {
  it('is read once, and not again with every message', async () => {
    const all = await createHttpNeighbourhood({ seed: 'read once', households: 1 })
    fill(all, MOST_MEMBERS - 1)
    const read = { enrols: 0, ends: 0 }
    const board: CollectorParts['board'] = {
      ...all.board,
      enrolments: () => expect.unreachable('all of them'),
      ends: () => expect.unreachable('all of them'),
      enrolmentsAfter: (count) => {
        const wires = all.board.enrolmentsAfter(count)
        read.enrols += wires.length
        return wires
      },
      endsAfter: (count) => {
        const wires = all.board.endsAfter(count)
        read.ends += wires.length
        return wires
      }
    }
    const { seed, group, gid, clock } = all
    const collector = createCollector({ board, seed, group, gid, clock, primitives, work: vectorWork })
    const home = madeUp(all, 0)
    expect(collector.enrol(home.wire)).toBe('taken')
    for (let time = 0; time < 20; time++) expect(collector.enrol(home.wire)).toBe('taken')
    expect(collector.end(endOf(home, 5))).toBe('taken')
    for (let time = 0; time < 20; time++) expect(collector.end(endOf(home, 5))).toBe('taken')
    all.clock.set(timeOf(FIRST_DAY + 1))
    const keys = signKeys(primitives, { gid, utcDay: FIRST_DAY, exchangeKey: all.random.bytes(32) }, home.identity)
    expect(collector.keys(home.enrol.memberId, encodeKeys(keys)), 'ended').toBe('unknown')
    expect(read).toEqual({ enrols: MOST_MEMBERS, ends: 1 })
  })
})

function endOf({ wire, identity }: MadeUp, from: number): Uint8Array {
  const body = encodeEndBody({ enrolHash: primitives.sha256(decodeEnrol(wire).body), from: toUtcSeconds(from) })
  return encodeEnd({ body, signature: primitives.ed25519.sign(identity, body) })
}
