import { describe, expect, it, vi } from 'vitest'
import { makeDlist } from '../../../app/rounds/answer-ask'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { encodeDlist } from '../../../app/rounds/messages/dlist'
import { decodeEndorse, encodeEndorse, signEndorse } from '../../../app/rounds/messages/endorse'
import { decodeRoster } from '../../../app/rounds/messages/roster'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { commit, toHex, toScalar } from '../../../crypto'
import {
  LIVE_ROUND as T,
  everybody,
  idOf,
  spent,
  withLastOne,
  inRound,
  liveNeighbourhood,
  liveThrough,
  measureUntil,
  phasesIn,
  roundOf
} from '../../support/rounds/live-interval'
import { type Neighbourhood, FIRST_DAY, directTransport } from '../../support/rounds/test-neighbourhood'
import type { TestHousehold } from '../../support/rounds/test-household'
import { primitives } from '../../support/rounds/test-meter'
import { dayOf, groupOf } from '../../support/rounds/views'
import { vectorWork } from '../../support/rounds/vector-cast'

vi.setConfig({ testTimeout: 120_000 })

const tools = { primitives, work: vectorWork }
const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)

describe('a live interval', () => {
  it('gives everybody the sum of exactly this interval, and the next one follows', async () => {
    const all = await liveNeighbourhood()
    const values = await liveThrough(all, T)
    expect(phasesIn(all, T)).toEqual(everybody('verified'))
    for (const household of all.households) {
      expect(roundOf(household, T)).toMatchObject({ value: sumOf(values), exchange: null, members: 10 })
    }
    const view = await dayOf(all.households[0]!, FIRST_DAY)
    expect(view).toMatchObject({ summary: { phase: 'verified', verified: 1, intervals: 4, members: 10 } })
    expect(view.intervals.map(({ sum }) => sum)).toEqual([null, 1000 * Number(sumOf(values)), null, null])
    expect(await groupOf(all.households[0]!)).toMatchObject({ mode: 'live', submitted: 1, withoutSum: 0 })
    const next = await liveThrough(all, T + 1)
    expect(phasesIn(all, T + 1)).toEqual(everybody('verified'))
    expect(roundOf(all.households[0]!, T + 1)).toMatchObject({ value: sumOf(next) })
  })

  it('repeats whatever was interrupted with the same bytes, after a restart at every moment', async () => {
    const all = await liveNeighbourhood()
    const seen = new Set<string>()
    for (const seconds of [-600, 5, 60]) {
      await all.stepAll(inRound(T, seconds))
      for (const household of all.households) household.restart()
      await all.stepAll(inRound(T, seconds + 1))
    }
    const values = measureUntil(all, T)
    for (const seconds of [10, 11, 30]) {
      await all.stepAll(inRound(T + 1, seconds))
      for (const household of all.households) household.restart()
      const [posted] = all.board.rosters(T)
      for (const { wire } of all.board.submits(posted!.rho)) seen.add(toHex(wire))
    }
    expect(seen.size).toBe(10)
    expect(phasesIn(all, T)).toEqual(everybody('verified'))
    expect(roundOf(all.households[3]!, T)).toMatchObject({ value: sumOf(values) })
  })

  it('is made again without a member that did not endorse: a second attempt of those who did', async () => {
    const all = await withLastOne(() => ({ endorse: () => Promise.resolve('accepted' as const) }), { households: 11 })
    await liveThrough(all, T, 2)
    expect(phasesIn(all, T)).toEqual([...everybody('verified'), 'ended: endorsements-missing'])
    expect(all.board.rosters(T).map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it('erases the keys ten minutes after its end, whatever happened', async () => {
    const all = await withLastOne(() => ({ submit: () => Promise.resolve('accepted' as const) }))
    await liveThrough(all, T)
    expect(phasesIn(all, T)).toEqual(everybody('submitted'))
    expect(all.households.every((household) => roundOf(household, T)?.exchange?.length === 32)).toBe(true)
    await all.stepAll(inRound(T + 1, 600))
    expect(all.households.map((household) => roundOf(household, T)?.exchange)).toEqual(everybody('').map(() => null))
    await all.stepAll(inRound(T + 1, 86_400))
    expect(phasesIn(all, T)).toEqual(everybody('ended: no-sum'))
  })
})

describe('R3 and R28: endorsements', () => {
  it.each([
    ['one is missing', () => ({ endorse: () => Promise.resolve('accepted' as const) })],
    [
      'one is of another roster',
      (honest: RoundTransport, liar: () => TestHousehold) => ({
        endorse: (epoch: number, wire: Uint8Array) => {
          const { identity } = liar().store.groups()[0]!
          const other = { ...decodeEndorse(wire).endorse, rho: new Uint8Array(32).fill(7) }
          return honest.endorse(epoch, encodeEndorse(signEndorse(primitives, other, identity)))
        }
      })
    ]
  ])('%s: nobody starts, and nothing is masked', async (_, change) => {
    const all = await withLastOne(change)
    await liveThrough(all, T, 3)
    expect(phasesIn(all, T)).toEqual(everybody('ended: endorsements-missing'))
    expect(spent(all)).toEqual(everybody('').map(() => false))
    expect(all.board.rosters(T).flatMap(({ rho }) => all.board.submits(rho))).toEqual([])
  })

  it('the collector keeps one back from some: those do not start, and what the others sent stays masked', async () => {
    const all = await liveNeighbourhood({
      connect: (collector) => {
        let made = 0
        return () => {
          const honest = directTransport(collector)
          const index = made++
          return {
            ...honest,
            endorsements: async (t, rho) => (await honest.endorsements(t, rho)).slice(index < 3 ? 1 : 0)
          }
        }
      }
    })
    await liveThrough(all, T)
    expect(spent(all).filter(Boolean)).toHaveLength(7)
    expect(all.board.rosters(T).map(({ rho }) => all.board.published(rho))).toEqual([null])
  })

  it('a replay of another interval counts for nothing', async () => {
    const all = await liveNeighbourhood()
    await liveThrough(all, T)
    const old = all.board.endorsements(all.board.rosters(T)[0]!.rho).map(({ wire }) => wire)
    await all.stepAll(inRound(T + 1, SECONDS_BEFORE))
    await all.stepAll(inRound(T + 2, 5))
    for (const wire of old) expect(all.collector.endorse(wire)).toBe('taken')
    expect(all.board.endorsements(all.board.rosters(T + 2)[0]!.rho)).toHaveLength(10)
  })

  it('pads that do not cancel end the attempt before anything is masked, and the liar is named', async () => {
    const all = await withLastOne(
      (honest, liar) => ({
        endorse: (epoch, wire) => {
          const { identity } = liar().store.groups()[0]!
          const lie = { ...decodeEndorse(wire).endorse, padPoint: commit(5n, toScalar(9n)) }
          return honest.endorse(epoch, encodeEndorse(signEndorse(primitives, lie, identity)))
        }
      }),
      { households: 11 }
    )
    await all.stepAll(inRound(T, -600))
    await all.stepAll(inRound(T, 5))
    await all.stepAll(inRound(T, 60))
    expect(all.collector.blame(T)[0]).toMatchObject({ named: [], silent: [idOf(all.households.at(-1)!)] })
    answerFor(all, all.households.at(-1)!)
    for (const seconds of [70, 245, 300]) await all.stepAll(inRound(T, seconds))
    const liar = idOf(all.households.at(-1)!)
    expect(all.collector.blame(T)[0]).toMatchObject({ named: [liar], pairs: [] })
    expect(spent(all)).toEqual(everybody('', 11).map(() => false))
    const [piece] = all.households[0]!.rounds.evidence()
    expect(await verifyEvidence(tools, piece!.bytes)).toMatchObject({
      kind: 'endorse-against-dlist',
      proven: true,
      accused: { ids: [liar] }
    })
    // The second attempt is made without it.
    measureUntil(all, T)
    await all.stepAll(inRound(T + 1, 10))
    await all.stepAll(inRound(T + 1, 30))
    expect(phasesIn(all, T).slice(0, 10)).toEqual(everybody('verified'))
  })
})

/** The liar takes its own story for true and sees no reason to answer; here it does. */
function answerFor(all: Neighbourhood, liar: TestHousehold): void {
  const { identity } = liar.store.groups()[0]!
  const round = roundOf(liar, T)!
  const { rho, wire } = all.board.rosters(T)[0]!
  if (!round.exchange) throw new Error('no key')
  const { roster } = decodeRoster(wire)
  const dlist = makeDlist(primitives, roster, rho, T, { identity, exchange: round.exchange })
  expect(all.collector.dlist(encodeDlist(dlist))).toBe('taken')
}

const SECONDS_BEFORE = 21_600 - 600
