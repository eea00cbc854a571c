import { describe, expect, it, vi } from 'vitest'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { compareHistory } from '../../../app/rounds/history-code'
import { decodeBoard, encodeBoard, signBoard } from '../../../app/rounds/messages/board'
import { startOfUtcDay } from '../../../app/domain/interval'
import { toHex } from '../../../crypto'
import { LIVE_ROUND as T, everybody, inRound, liveThrough, phasesIn } from '../../support/rounds/live-interval'
import { digestsOf, pageOf, withBoard } from '../../support/rounds/lying-board'
import type { TestHousehold } from '../../support/rounds/test-household'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

type Lie = (digests: readonly Uint8Array[], household: number) => readonly Uint8Array[] | null

/** Ten homes whose collector may tell each of them another board. */
async function neighbourhood(
  seed: string,
  lie: { told: Lie },
  mode: 'batch' | 'live' = 'batch'
): Promise<Neighbourhood> {
  let made = 0
  const all: Neighbourhood = createNeighbourhood({
    ...{ seed, mode },
    connect: (collector) => () => {
      const household = made++
      return directTransport(withBoard(collector, all, (digests) => lie.told(digests, household)))
    }
  })
  await all.join()
  return all
}

const TRUTH: Lie = () => null

async function liveDays(all: Neighbourhood, from: number, to: number): Promise<void> {
  for (let day = from; day <= to; day++) {
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + day, 600))
  }
}

/** What the household kept, checked as `wattveil evidence` checks it. */
async function provenKinds({ rounds }: TestHousehold): Promise<string[]> {
  const kinds: string[] = []
  for (const { bytes } of rounds.evidence()) {
    const { proven, kind, accused } = await verifyEvidence({ primitives, work: vectorWork }, bytes)
    if (proven && accused.party === 'collector') kinds.push(kind)
  }
  return kinds
}

const changedAt = (digests: readonly Uint8Array[], index: number): Uint8Array[] =>
  digests.map((digest, at) => (at === index ? primitives.sha256(digest) : digest))

describe('R44: a board with another past', () => {
  it('that forgot what was on it is not taken, proven, and waited for until the person says otherwise', async () => {
    const lie = { told: TRUTH }
    const all = await neighbourhood('rewound', lie)
    await liveDays(all, 1, 2)
    const [me] = all.households
    const before = me!.store.boardHead(all.gid)!
    expect(before.count).toBe(1)
    lie.told = () => []
    await liveDays(all, 3, 3)
    expect(me!.store.boardHead(all.gid)).toEqual(before)
    expect(await provenKinds(me!)).toEqual(['two-boards'])
    expect(await phasesOf([me!], FIRST_DAY + 1)).toEqual(['refused: roster-not-on-board'])
    expect(await me!.rounds.procedures['rounds.group']({})).toMatchObject({ paused: 'board' })
    await liveDays(all, 4, 4)
    expect(await provenKinds(me!)).toHaveLength(1)
    expect(await phasesOf([me!], FIRST_DAY + 3)).toEqual(['not-offered: paused-after-board'])
    lie.told = TRUTH
    for (const { rounds } of all.households) rounds.resume()
    await liveDays(all, 5, 6)
    await all.stepAll(timeOf(FIRST_DAY + 6, 2000))
    expect(await phasesOf(all.households, FIRST_DAY + 4)).toEqual(Array(10).fill('verified'))
  })

  it('that is shorter is not taken either where it is said to begin at what is remembered', async () => {
    const lie = { start: null as Uint8Array | null }
    const all: Neighbourhood = createNeighbourhood({
      seed: 'shorter',
      connect: (collector) => () =>
        directTransport({
          ...collector,
          board: (from, seen) => {
            const { start } = lie
            return start ? { ...pageOf(all, [], from, seen), start } : collector.board(from, seen)
          }
        })
    })
    await all.join()
    await liveDays(all, 1, 2)
    const [me] = all.households
    const before = me!.store.boardHead(all.gid)!
    lie.start = before.hash
    await liveDays(all, 3, 3)
    expect(me!.store.boardHead(all.gid)).toEqual(before)
    expect(await provenKinds(me!)).toEqual(['two-boards'])
  })

  it('rewritten in its middle and chained anew is proven by its own entries', async () => {
    const lie = { told: TRUTH }
    const all = await neighbourhood('rewritten', lie)
    await liveDays(all, 1, 3)
    lie.told = (digests) => changedAt(digests, 0)
    await liveDays(all, 4, 4)
    for (const household of all.households) expect(await provenKinds(household)).toEqual(['two-boards'])
  })

  it('told to each half of the group in another way: the codes of two neighbours differ, and one look at the other half proves it', async () => {
    const lie = { told: TRUTH }
    lie.told = (digests, household) => (household < 5 ? null : [primitives.sha256(new Uint8Array([1])), ...digests])
    const all = await neighbourhood('forked', lie)
    await liveDays(all, 1, 3)
    const code = (reader: number, partner: number) =>
      compareHistory(
        { store: all.households[reader]!.store, primitives },
        { gid: all.gid },
        FIRST_DAY,
        toHex(all.households[partner]!.store.groups()[0]!.memberId),
        '4711'
      )
    expect(code(0, 1)).toEqual(code(1, 0))
    expect(code(0, 9).withSum).toBe(code(9, 0).withSum)
    expect(code(0, 9).withBoard).toMatch(/^\d{8}$/u)
    expect(code(0, 9).withBoard).not.toBe(code(9, 0).withBoard)
    lie.told = TRUTH
    await liveDays(all, 4, 4)
    expect(await provenKinds(all.households[0]!)).toEqual([])
    expect(await provenKinds(all.households[9]!)).toEqual(['two-boards'])
  })

  it('that a list or a sum is not on makes nobody mask anything under it or take it', async () => {
    const lie = { told: TRUTH }
    const all = await neighbourhood('beside the board', lie)
    lie.told = () => []
    await liveDays(all, 1, 2)
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual(Array(10).fill('refused: roster-not-on-board'))
    const [me] = all.households
    const masked = (utcDay: number) => me!.ledger.rhoOf(me!.meter.id, startOfUtcDay(utcDay))
    expect(masked(FIRST_DAY)).toBeNull()
    lie.told = (digests) => digests.slice(0, 2)
    await liveDays(all, 3, 3)
    // Only now has everybody sent, and there is a sum to ask for.
    await all.stepAll(timeOf(FIRST_DAY + 3, 2000))
    expect(await phasesOf([me!], FIRST_DAY + 1)).toEqual(['submitted: sum-not-on-board'])
    expect(me!.store.groups()[0]!.paused).toBeNull()
    lie.told = TRUTH
    await all.stepAll(timeOf(FIRST_DAY + 3, 4000))
    expect(await phasesOf([me!], FIRST_DAY + 1)).toEqual(['verified'])
  })

  it('that the sum of an interval is not on makes nobody take that sum', async () => {
    const lie: { told: Lie } = { told: (digests) => digests.slice(0, 1) }
    const all = await neighbourhood('live beside the board', lie, 'live')
    await liveThrough(all, T)
    await all.stepAll(inRound(T + 1, 60))
    expect(all.board.published(all.board.rosters(T)[0]!.rho)).not.toBeNull()
    expect(phasesIn(all, T)).toEqual(everybody('submitted'))
    lie.told = TRUTH
    await all.stepAll(inRound(T + 1, 120))
    expect(phasesIn(all, T)).toEqual(everybody('verified'))
  })

  it('is not believed where it is unsigned, an old answer, of another group, or its entries do not lead to its head', async () => {
    const answer = { of: null as null | ((from: number, seen: Uint8Array) => ReturnType<typeof pageOf>) }
    const all: Neighbourhood = createNeighbourhood({
      seed: 'garbage',
      connect: (collector) => () =>
        directTransport({ ...collector, board: (from, seen) => (answer.of ?? collector.board)(from, seen) })
    })
    await all.join()
    const stranger = { gid: all.gid, seed: all.random.bytes(32) }
    const lies = [
      (from: number, seen: Uint8Array) => pageOf(stranger, digestsOf(all), from, seen),
      (from: number) => pageOf(all, digestsOf(all), from, new Uint8Array(32).fill(1)),
      (from: number, seen: Uint8Array) => ({ ...pageOf(all, digestsOf(all), from, seen), digests: new Uint8Array(32) }),
      () => ({ wire: new Uint8Array(9), start: all.gid, digests: new Uint8Array(0) }),
      (from: number, seen: Uint8Array) => {
        const page = pageOf(all, digestsOf(all), from, seen)
        const ofAnother = { ...decodeBoard(page.wire).board, gid: new Uint8Array(32).fill(7) }
        return { ...page, wire: encodeBoard(signBoard(primitives, ofAnother, all.seed)) }
      }
    ]
    await liveDays(all, 1, 1)
    for (const [index, lie] of lies.entries()) {
      answer.of = lie
      await all.stepAll(timeOf(FIRST_DAY + 2, 600 + index))
      const { store } = all.households[0]!
      expect(store.boardHead(all.gid)).toBeNull()
      expect(store.evidence(all.gid)).toEqual([])
      expect(await phasesOf(all.households, FIRST_DAY)).toEqual(Array(10).fill('keys-sent: collector-malformed'))
    }
    answer.of = null
    for (const now of [1000, 2000]) await all.stepAll(timeOf(FIRST_DAY + 2, now))
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual(Array(10).fill('verified'))
  })
})
