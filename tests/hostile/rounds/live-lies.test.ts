import { describe, expect, it, vi } from 'vitest'
import { forgetIdentity, signOff } from '../../../adapters/backup/hand-over'
import { toUtcSeconds } from '../../../app/domain/interval'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { decodeDlist, encodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { encodeEndorse, signEndorse } from '../../../app/rounds/messages/endorse'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { addScalars, commit, equalBytes, toScalar } from '../../../crypto'
import {
  LIVE_ROUND as T,
  everybody,
  idOf,
  spent,
  withLastOne,
  inRound,
  liveNeighbourhood,
  liveThrough,
  phasesIn,
  roundOf
} from '../../support/rounds/live-interval'
import { publishing, showingRosters, thinnedRoster, withRound } from '../../support/rounds/lying-collector'
import type { TestHousehold } from '../../support/rounds/test-household'
import { primitives } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { groupOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const tools = { primitives, work: vectorWork }

describe('R12 and R16: a disruptor in live mode', () => {
  const sending =
    (change: (submit: ReturnType<typeof decodeSubmit>['submit']) => object) =>
    (honest: RoundTransport, liar: () => TestHousehold): Partial<RoundTransport> => ({
      submit: (epoch, wire) => {
        const { identity } = liar().store.groups()[0]!
        const { submit } = decodeSubmit(wire, 1)
        return honest.submit(
          epoch,
          encodeSubmit(signSubmit(primitives, { ...submit, ...change(submit) }, epoch, identity))
        )
      }
    })

  it('5 Wh too much are refused on arrival, and the member is named by its own two statements', async () => {
    const all = await withLastOne(
      sending(({ coordinates }) => ({
        coordinates: coordinates.map(({ commitment, masked }) => ({
          commitment,
          masked: { ...masked, value: addScalars(masked.value, toScalar(5n)) }
        }))
      }))
    )
    await liveThrough(all, T)
    const [posted] = all.board.rosters(T)
    expect(all.board.submits(posted!.rho)).toHaveLength(9)
    const [wire] = all.collector.findings(posted!.rho)
    expect(await verifyEvidence(tools, wire!)).toMatchObject({
      kind: 'submit-against-endorse',
      proven: true,
      accused: { ids: [idOf(all.households.at(-1)!)] }
    })
    expect(phasesIn(all, T)).toEqual(everybody('submitted'))
    await all.stepAll(inRound(T + 1, 310))
    for (const { rounds } of all.households) {
      expect(rounds.evidence().map(({ kind }) => kind)).toEqual(['submit-against-endorse'])
    }
  })

  it('the record of another interval is refused: the head does not fit', async () => {
    const all = await withLastOne(sending(({ firstCounter }) => ({ firstCounter: firstCounter - 1 })))
    await liveThrough(all, T)
    expect(all.board.submits(all.board.rosters(T)[0]!.rho)).toHaveLength(9)
  })
})

describe('R4, R5, R7, R8 and R18 in live mode', () => {
  it('two rosters for one attempt: neither is endorsed, and both are evidence', async () => {
    const all = await liveNeighbourhood({
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => [
          thinnedRoster(
            parts,
            signed,
            (index) => index > 0 || equalBytes(signed.roster.members[0]!.memberId, memberId)
          ),
          thinnedRoster(
            parts,
            signed,
            (index) => index < 11 || equalBytes(signed.roster.members[11]!.memberId, memberId)
          )
        ])
    })
    await liveThrough(all, T)
    const told = all.households.filter(({ rounds }) => rounds.evidence().some(({ kind }) => kind === 'two-rosters'))
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(spent(all)).toEqual(everybody('', 12).map(() => false))
    expect(await verifyEvidence(tools, told[0]!.rounds.evidence()[0]!.bytes)).toMatchObject({
      kind: 'two-rosters',
      proven: true
    })
  })

  it('nothing is sent or taken outside its time', async () => {
    const all = await liveNeighbourhood()
    await all.stepAll(inRound(T, -3601))
    expect(phasesIn(all, T)).toEqual(everybody('none'))
    await all.stepAll(inRound(T, -600))
    const keys = all.board.keys(T)
    expect(keys).toHaveLength(10)
    all.clock.set(inRound(T, 0))
    expect(all.collector.keys(new Uint8Array(32), keys[0]!.wire)).toBe('late')
    // Between the times of two attempts no roster is taken.
    all.clock.set(inRound(T, 5))
    await all.collector.step()
    all.clock.set(inRound(T, 200))
    for (const { rounds } of all.households) await rounds.step()
    expect(phasesIn(all, T)).toEqual(everybody('offered'))
    expect(all.board.endorsements(all.board.rosters(T)[0]!.rho)).toEqual([])
  })

  it('a SUBMIT before the end of the interval or five minutes after it is not taken', async () => {
    const kept: Uint8Array[] = []
    const all = await withLastOne(() => ({
      submit: (_, wire) => {
        kept.push(wire)
        return Promise.resolve('rejected' as const)
      }
    }))
    await liveThrough(all, T)
    all.clock.set(inRound(T + 1, -1))
    expect(all.collector.submit(kept[0]!)).toBe('early')
    all.clock.set(inRound(T + 1, 300))
    expect(all.collector.submit(kept[0]!)).toBe('late')
  })

  it('a meter whose clock is 31 s off: no part in the interval', async () => {
    const all = await liveNeighbourhood({
      wrap: (deps) => ({
        ...deps,
        meterLink: {
          ...deps.meterLink,
          describe: async (meter) => {
            const description = await deps.meterLink.describe(meter)
            return { ...description, now: toUtcSeconds(description.now + 31) }
          }
        }
      })
    })
    await liveThrough(all, T)
    expect(phasesIn(all, T)).toEqual(everybody('ended: clock-apart'))
    expect(all.board.keys(T)).toEqual([])
  })

  it('a collector that publishes another sum is found out by everybody, and no further interval is offered', async () => {
    const all = await liveNeighbourhood({
      replace: (honest, parts) =>
        publishing(honest, parts, ({ sum }) => ({
          sum: withRound(sum, 0, (old) => ({ ...old, value: old.value + 1n }))
        }))
    })
    await liveThrough(all, T)
    expect(phasesIn(all, T)).toEqual(everybody('false-sum'))
    const [piece] = all.households[0]!.rounds.evidence()
    expect(await verifyEvidence(tools, piece!.bytes)).toMatchObject({
      kind: 'false-sum',
      proven: true,
      accused: { party: 'collector' }
    })
    await all.stepAll(inRound(T + 2, -600))
    expect(phasesIn(all, T + 2)).toEqual(everybody('ended: paused-after-false-sum'))
  })

  it('an interval that was masked before is not masked under another roster (R32)', async () => {
    const all = await liveNeighbourhood()
    for (const { ledger, meter } of all.households.slice(0, 1)) {
      ledger.reserve(meter.id, new Uint8Array(32).fill(9), [toUtcSeconds(inRound(T, 0))], () => undefined)
    }
    await liveThrough(all, T)
    expect(phasesIn(all, T)).toEqual(['ended: interval-spent', ...everybody('submitted', 9)])
  })
})

describe('R14 in live mode: two ENDORSEs for one roster', () => {
  it('are evidence against who signed them', async () => {
    const all = await liveNeighbourhood()
    await all.stepAll(inRound(T, -600))
    await all.stepAll(inRound(T, 5))
    const [posted] = all.board.rosters(T)
    const liar = all.households[4]!
    const { identity, memberId } = liar.store.groups()[0]!
    const second = signEndorse(primitives, { rho: posted!.rho, memberId, padPoint: commit(1n, toScalar(2n)) }, identity)
    expect(all.collector.endorse(encodeEndorse(second))).toBe('conflict')
    const [wire] = all.collector.findings(posted!.rho)
    expect(await verifyEvidence(tools, wire!)).toMatchObject({
      kind: 'two-statements',
      proven: true,
      accused: { ids: [idOf(liar)] }
    })
  })

  it('a DLIST that nobody asked for is not taken', async () => {
    const all = await liveNeighbourhood()
    await liveThrough(all, T)
    const [posted] = all.board.rosters(T)
    const { identity, memberId } = all.households[0]!.store.groups()[0]!
    const padCommitments = Array.from({ length: 9 }, () => commit(1n, toScalar(2n)))
    const wire = encodeDlist(signDlist(primitives, { rho: posted!.rho, memberId, t: T, padCommitments }, identity))
    expect(decodeDlist(wire).dlist.t).toBe(T)
    expect(all.collector.dlist(wire)).toBe('unknown')
  })
})

describe('a group without sums', () => {
  it('is not left by a home that has moved to another PC', async () => {
    const all = await liveNeighbourhood({ seed: 'moved and without sums' })
    await liveThrough(all, T)
    const moved = all.households[0]!
    const model = roundOf(moved, T)!
    if (model.phase !== 'summed') throw new Error('no sum')
    for (let ago = 1; ago <= 100; ago++) {
      moved.store.saveRound(all.gid, { ...model, t: T - ago, outcome: 'partly-verified' })
    }
    signOff(moved.database, all.clock.now())
    forgetIdentity(moved.database)
    await moved.rounds.step()
    expect(moved.store.groups()[0]!.departure).toBeNull()
    expect(await groupOf(moved)).toMatchObject({ moved: { unfinished: false } })
  })

  it('is left above a fifth of a week or what the person said, and not before a day has been sent', async () => {
    const all = await liveNeighbourhood()
    await liveThrough(all, T)
    const { store, rounds } = all.households[0]!
    const { gid } = store.groups()[0]!
    const model = roundOf(all.households[0]!, T)!
    if (model.phase !== 'summed') throw new Error('no sum')
    const write = (count: number, outcome: 'verified' | 'partly-verified', from: number): void => {
      for (let index = 0; index < count; index++) store.saveRound(gid, { ...model, t: T - 10 - from - index, outcome })
    }
    write(75, 'verified', 0)
    write(19, 'partly-verified', 75)
    await rounds.step()
    expect(store.groups()[0]!.departure).toBeNull()
    expect(await groupOf(all.households[0]!)).toMatchObject({ leaveAbove: 20 })
    // 95 intervals, 19 of them without a sum: too few to judge by.
    await rounds.procedures['rounds.leave-above']({ percent: 19 })
    await rounds.step()
    expect(store.groups()[0]!.departure).toBeNull()
    // 100 intervals, 24 of them without a sum: no more than that is not above it.
    write(5, 'partly-verified', 94)
    await rounds.procedures['rounds.leave-above']({ percent: 24 })
    expect(await groupOf(all.households[0]!)).toMatchObject({ leaveAbove: 24 })
    await rounds.step()
    expect(store.groups()[0]!.departure).toBeNull()
    await rounds.procedures['rounds.leave-above']({ percent: 20 })
    expect(await rounds.procedures['rounds.left']({})).toBeNull()
    await rounds.step()
    expect(store.groups()[0]!.departure).not.toBeNull()
    expect(await rounds.procedures['rounds.group']({})).toBeNull()
    const byItself = { percent: 20, submitted: 100, withoutSum: 24 }
    expect(await rounds.procedures['rounds.left']({})).toEqual({
      ...{ name: 'Lindenhof', at: all.clock.now(), told: false, byItself }
    })
  })
})
