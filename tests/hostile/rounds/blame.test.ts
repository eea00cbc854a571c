import { describe, expect, it, vi } from 'vitest'
import { makeDlist } from '../../../app/rounds/answer-ask'
import { firstRoundOf } from '../../../app/rounds/epoch'
import {
  type RosterEvidence,
  decodeEvidence,
  encodeEvidence,
  signedRosterOf
} from '../../../app/rounds/evidence/evidence'
import { contradictsDlist, padCommitmentFor } from '../../../app/rounds/evidence/contradictions'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { encodeAsk, signAsk } from '../../../app/rounds/messages/ask'
import { type Dlist, decodeDlist, encodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { decodeRosterBody } from '../../../app/rounds/messages/roster'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { addScalars, commit, decodePoint, encodePoint, padPointOfVartime, toHex, toScalar } from '../../../crypto'
import { type Lived, cheating, live, maskedWith } from '../../support/rounds/lived-day'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import type { TestHousehold } from '../../support/rounds/test-household'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const tools = { primitives, work: vectorWork }
const idOf = ({ store }: TestHousehold): string => toHex(store.groups()[0]!.memberId)
const inTheFirstRound = (masked: { value: bigint; blinding: bigint }, round: number, by: bigint) => ({
  value: round === 0 ? toScalar(masked.value + by) : toScalar(masked.value),
  blinding: toScalar(masked.blinding)
})

/** The last household sends 5 Wh too much in the first round; `dlist` is what it answers when it is asked. */
async function livedWithLiar(
  dlist: (honest: Dlist, all: Neighbourhood) => Dlist = (honest) => honest,
  days = 5
): Promise<Lived> {
  const lived = await live((all) => ({
    connect:
      (collector) =>
      (...args) => ({
        ...cheating(all, (submit) => maskedWith(submit, (masked, round) => inTheFirstRound(masked, round, 5n)))(
          collector
        )(...args),
        dlist: lyingDlist(collector, all, dlist)
      })
  }))
  for (let day = 4; day <= days; day++) await lived.all.stepAll(timeOf(FIRST_DAY + day, 600))
  return lived
}

function lyingDlist(
  collector: Neighbourhood['collector'],
  all: () => Neighbourhood,
  change: (honest: Dlist, all: Neighbourhood) => Dlist
): RoundTransport['dlist'] {
  return (epoch, wire) => {
    const { dlist } = decodeDlist(wire)
    const liar = all().households.at(-1)!
    const isLiar = toHex(dlist.memberId) === idOf(liar)
    const { identity } = liar.store.groups()[0]!
    const sent = isLiar ? encodeDlist(signDlist(primitives, change(dlist, all()), identity)) : wire
    return directTransport(collector).dlist(epoch, sent)
  }
}

/** Replaces the D of one partner by that of pads which make up for the false reading. */
const shiftingThePadWith =
  (partner: number, by: bigint) =>
  (honest: Dlist, { households, group }: Neighbourhood): Dlist => {
    const ids = households.map(idOf).sort()
    const other = idOf(households[partner]!)
    const index = ids.filter((id) => id !== toHex(honest.memberId)).indexOf(other)
    const sign = toHex(honest.memberId) < other ? 1n : -1n
    // 5 Wh on G and nothing on H; commit() wants a blinding, so it is taken off again.
    const lie = decodePoint(commit(sign * by, toScalar(1n))).subtract(decodePoint(commit(0n, toScalar(1n))))
    expect(honest.t).toBe(firstRoundOf(group, FIRST_DAY))
    return {
      ...honest,
      padCommitments: honest.padCommitments.map((bytes, at) =>
        at === index ? encodePoint(decodePoint(bytes).add(lie)) : bytes
      )
    }
  }

describe('R12: a disruptor is found, and nobody else', () => {
  it('who sends 5 Wh too much and answers truly is named by its own two statements', async () => {
    const { all } = await livedWithLiar()
    const liar = idOf(all.households.at(-1)!)
    expect(all.collector.blame(FIRST_DAY)).toMatchObject([{ named: [liar], pairs: [], silent: [] }])
    for (const household of all.households) {
      const [piece, ...more] = household.rounds.evidence()
      expect(more).toEqual([])
      expect(await verifyEvidence(tools, piece!.bytes)).toMatchObject({
        kind: 'submit-against-dlist',
        proven: true,
        accused: { party: 'members', ids: [liar] }
      })
    }
  })

  it('who lies about a pad as well is in a pair with an honest one, both sit out once, and the others go on', async () => {
    const lived = await live((all) => ({
      households: 12,
      connect:
        (collector) =>
        (...args) => ({
          ...cheating(all, (submit) => maskedWith(submit, (masked, round) => inTheFirstRound(masked, round, 5n)))(
            collector
          )(...args),
          dlist: lyingDlist(collector, all, shiftingThePadWith(3, 5n))
        })
    }))
    const { all } = lived
    const pair = [idOf(all.households[3]!), idOf(all.households.at(-1)!)].sort()
    expect(all.collector.blame(FIRST_DAY)).toMatchObject([{ named: [], pairs: [pair], silent: [] }])
    // The next roster is made without the two; the one after that has them again.
    all.measure()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 3, 700))
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    await all.stepAll(timeOf(FIRST_DAY + 5, 600))
    const sizeOf = (day: number): number[] => all.board.rosters(day).map(({ rho }) => all.board.submits(rho).length)
    expect([FIRST_DAY, FIRST_DAY + 2, FIRST_DAY + 3].map(sizeOf)).toEqual([[12], [10], [12]])
    const [piece] = all.households[0]!.rounds.evidence()
    expect(await verifyEvidence(tools, piece!.bytes)).toMatchObject({
      kind: 'pair',
      proven: true,
      accused: { party: 'members', ids: pair }
    })
  })

  it('with a wrong blinding, or noise in all rounds: named; the other households send what they would have sent', async () => {
    const honestly = await live(() => ({ seed: 'noise' }))
    const submitsOf = ({ board }: Neighbourhood): Map<string, string> =>
      new Map(
        board
          .rosters(FIRST_DAY)
          .flatMap(({ rho }) => board.submits(rho))
          .map(({ memberId, wire }) => [toHex(memberId), toHex(wire)])
      )
    const lived = await live((all) => ({
      seed: 'noise',
      connect: cheating(all, (submit) =>
        maskedWith(submit, ({ value, blinding }, round) => ({
          value: addScalars(value, toScalar(BigInt(round) * 7n ** 80n)),
          blinding: addScalars(blinding, toScalar(11n ** 60n))
        }))
      )
    }))
    const liar = idOf(lived.all.households.at(-1)!)
    await lived.all.stepAll(timeOf(FIRST_DAY + 4, 600))
    expect(lived.all.collector.blame(FIRST_DAY)).toMatchObject([{ named: [liar], pairs: [], silent: [] }])
    const without = (submits: Map<string, string>): [string, string][] => [...submits].filter(([id]) => id !== liar)
    expect(without(submitsOf(lived.all))).toEqual(without(submitsOf(honestly.all)))
    // Three rounds are asked for and no more.
    for (const { store } of lived.all.households) {
      const day = store.day(lived.all.gid, FIRST_DAY)!
      expect(store.dlists(lived.all.gid, 'rho' in day ? day.rho : new Uint8Array())).toHaveLength(3)
    }
  })
})

describe('R13: a false accusation', () => {
  it('DLISTs asked for rounds that did not fail: all pass, nobody is named, and no secret is in them', async () => {
    const asked = { yes: false }
    const all = createNeighbourhood({
      seed: 'nothing failed',
      replace: (honest, { board, seed }) => ({
        ...honest,
        // Keeps the sum back, so that the keys of the day are still there, and says that a round failed.
        published: (rho) => {
          const wire = honest.published(rho)
          if (wire && !asked.yes) {
            asked.yes = true
            const t = firstRoundOf({ mode: 'batch', seconds: 21_600 }, FIRST_DAY)
            board.addAsk(
              rho,
              encodeAsk(signAsk(primitives, { rho, rounds: [t, t + 1, t + 2] }, seed)),
              timeOf(FIRST_DAY + 3)
            )
          }
          return wire
        }
      })
    })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(asked.yes).toBe(true)
    // Every round has verified: the keys are gone, and whoever asks now gets no answer at all.
    expect(all.board.rosters(FIRST_DAY).flatMap(({ rho }) => all.board.dlists(rho))).toEqual([])
    for (const household of all.households) expect(household.rounds.evidence()).toEqual([])
  })

  it('the answers of ten honest members add up for any round, also for one that was fine', async () => {
    const { all } = await livedWithLiar()
    const [posted] = all.board.rosters(FIRST_DAY)
    const roster = decodeRosterBody(signedRosterOf(all.households[0]!.store.roster(all.gid, posted!.rho)!.signed).body)
    const fine = firstRoundOf(all.group, FIRST_DAY) + 1
    const honest = all.households.slice(0, -1).map(({ store }) => {
      const { identity } = store.groups()[0]!
      const day = store.day(all.gid, FIRST_DAY)!
      if (day.phase !== 'summed' || !day.exchange) throw new Error('no key')
      const { submit } = decodeSubmit(day.submitWire, 4)
      const { commitment, masked } = submit.coordinates[1]!
      const { dlist } = makeDlist(primitives, roster, posted!.rho, fine, { identity, exchange: day.exchange })
      return { dlist, point: padPointOfVartime(masked, commitment) }
    })
    for (const { dlist, point } of honest) {
      expect(contradictsDlist(point, roster, dlist)).toBe(false)
      for (const { dlist: other } of honest) {
        if (other === dlist) continue
        expect(padCommitmentFor(roster, dlist, other.memberId)).toEqual(padCommitmentFor(roster, other, dlist.memberId))
      }
    }
  })

  it('evidence whose statements do not contradict each other proves nothing', async () => {
    const { all } = await livedWithLiar()
    const [posted] = all.board.rosters(FIRST_DAY)
    const [piece] = all.households[0]!.rounds.evidence()
    const evidence = decodeEvidence(piece!.bytes) as RosterEvidence
    const dlists = all.board.dlists(posted!.rho).map(({ wire }) => decodeDlist(wire))
    const pair = encodeEvidence({ ...evidence, claim: { kind: 'pair', dlists: [dlists[0]!, dlists[1]!] } })
    expect(await verifyEvidence(tools, pair)).toMatchObject({ proven: false })
    const same = encodeEvidence({
      ...evidence,
      claim: { kind: 'two-statements', statements: [dlists[0]!, dlists[0]!] }
    })
    expect(await verifyEvidence(tools, same)).toMatchObject({ proven: false })
    const ofTwo = encodeEvidence({
      ...evidence,
      claim: { kind: 'two-statements', statements: [dlists[0]!, dlists[1]!] }
    })
    expect(await verifyEvidence(tools, ofTwo)).toMatchObject({ proven: false })
    const sameRoster = encodeEvidence({ ...evidence, claim: { kind: 'two-rosters', other: evidence.roster } })
    expect(await verifyEvidence(tools, sameRoster)).toMatchObject({ proven: false })
    const published = all.collector.published(posted!.rho)!
    const trueSum = encodeEvidence({ ...evidence, claim: { kind: 'false-sum', published } })
    expect(await verifyEvidence(tools, trueSum)).toMatchObject({ proven: false, accused: { party: 'collector' } })
  })
})

describe('R14: a member signs two DLISTs for one round', () => {
  it('the two statements are evidence against it, and no honest member is named', async () => {
    const { all } = await livedWithLiar()
    const [posted] = all.board.rosters(FIRST_DAY)
    const honest = all.households[0]!
    const liar = all.households.at(-1)!
    const first = all.board.dlists(posted!.rho).find(({ memberId }) => toHex(memberId) === idOf(liar))!
    const { dlist } = decodeDlist(first.wire)
    const { identity } = liar.store.groups()[0]!
    const turned = { ...dlist, padCommitments: [...dlist.padCommitments].reverse() }
    expect(all.collector.dlist(encodeDlist(signDlist(primitives, turned, identity)))).toBe('conflict')
    expect(all.collector.blame(FIRST_DAY)).toMatchObject([{ named: [idOf(liar)], pairs: [], silent: [] }])
    await all.stepAll(timeOf(FIRST_DAY + 6, 600))
    const kinds = honest.rounds.evidence().map(({ kind }) => kind)
    expect(kinds).toEqual(['submit-against-dlist', 'two-statements'])
  })
})

describe('who does not answer', () => {
  it('is silent by the word of the collector, never a disruptor', async () => {
    const { all } = await live((neighbourhood) => ({
      connect:
        (collector) =>
        (...args) => {
          const transport = cheating(neighbourhood, (submit) =>
            maskedWith(submit, (masked, round) => inTheFirstRound(masked, round, 5n))
          )(collector)(...args)
          return {
            ...transport,
            dlist: (epoch, wire) =>
              toHex(decodeDlist(wire).dlist.memberId) === idOf(neighbourhood().households.at(-1)!)
                ? Promise.resolve('accepted')
                : transport.dlist(epoch, wire)
          }
        }
    }))
    const liar = idOf(all.households.at(-1)!)
    expect(all.collector.blame(FIRST_DAY)).toMatchObject([{ named: [], pairs: [], silent: [liar] }])
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual(Array.from({ length: 10 }, () => 'partly-verified'))
    for (const household of all.households) expect(household.rounds.evidence()).toEqual([])
  })
})
