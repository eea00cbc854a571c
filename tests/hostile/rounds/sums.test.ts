import { describe, expect, it, vi } from 'vitest'
import { type Submit, decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { type Scalar, addScalars, equalBytes, toHex, toScalar } from '../../../crypto'
import { takingAnything, withRound } from '../../support/rounds/lying-collector'
import type { TestHousehold } from '../../support/rounds/test-household'
import {
  FIRST_DAY,
  type Neighbourhood,
  type NeighbourhoodOptions,
  createNeighbourhood
} from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { dayOf, phasesOf } from '../../support/rounds/views'
import { vectorWork } from '../../support/rounds/vector-cast'
import { live, liveWithLiar, cheating, maskedWith, shownSums, milli } from '../../support/rounds/lived-day'
import { firstRoundOf } from '../../../app/rounds/epoch'

vi.setConfig({ testTimeout: 120_000 })

const ROUNDS = 4

describe('R12 and R40: a disruptor in batch mode', () => {
  it.each([
    ['adds 5 Wh to one round', [2]],
    ['sends a wrong blinding in one round', [2]],
    ['sends random numbers in every round', [0, 1, 2, 3]]
  ])('%s: those rounds have no sum, the others stand, the collector is not accused', async (what, lost) => {
    const { all, sums } = await live((self) => ({
      connect: cheating(self, (submit) =>
        maskedWith(submit, ({ value, blinding }, round) => {
          if (!lost.includes(round)) return { value, blinding }
          if (what.includes('5 Wh')) return { value: addScalars(value, 5n as Scalar), blinding }
          if (what.includes('blinding')) return { value, blinding: addScalars(blinding, 1n as Scalar) }
          return { value: toScalar(value * 7n + 3n), blinding }
        })
      )
    }))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['partly-verified']))
    const expected = milli(sums).map((sum, round) => (lost.includes(round) ? null : sum))
    for (const household of all.households) {
      expect(await shownSums(household)).toEqual(expected)
      const kinds = household.rounds.evidence().map(({ kind }) => kind)
      expect(new Set(['submit-against-dlist', ...kinds])).toEqual(new Set(['submit-against-dlist']))
    }
  })

  it('keeps its keys until a DLIST can no longer be asked for, then they are gone', async () => {
    const { all } = await live((self) => ({
      connect: cheating(self, (submit) =>
        maskedWith(submit, ({ value, blinding }) => ({ value: addScalars(value, 1n as Scalar), blinding }))
      )
    }))
    const exchangeOf = ({ store }: TestHousehold): Uint8Array | null => {
      const day = store.day(store.groups()[0]!.gid, FIRST_DAY)
      return day && 'exchange' in day ? day.exchange : null
    }
    expect(all.households.map(exchangeOf).every((exchange) => exchange?.length === 32)).toBe(true)
    await all.stepAll(timeOf(FIRST_DAY + 16) - 1)
    expect(all.households.map(exchangeOf).every((exchange) => exchange?.length === 32)).toBe(true)
    await all.stepAll(timeOf(FIRST_DAY + 16))
    expect(all.households.map(exchangeOf)).toEqual(all.households.map(() => null))
  })
})

describe('R16 and R29: records of another day, meter or register', () => {
  /** The last household sends the records of another one under its own name. */
  const thieving = (self: () => Neighbourhood): NonNullable<NeighbourhoodOptions['connect']> => {
    const seen: Submit[] = []
    return (collector) => {
      const thief = cheating(self, () => {
        const { firstCounter, previousHash, headSignature, coordinates } = seen[0]!
        return { firstCounter, previousHash, headSignature, coordinates }
      })(collector)
      return (...args) => {
        const transport = thief(...args)
        return {
          ...transport,
          submit: (utcDay, wire) => {
            seen.push(decodeSubmit(wire, ROUNDS).submit)
            return transport.submit(utcDay, wire)
          }
        }
      }
    }
  }

  it("a neighbour's day under the own name is not taken by the collector, and proven against its sender", async () => {
    const { all } = await live((self) => ({ connect: thieving(self) }))
    const phases = await phasesOf(all.households, FIRST_DAY)
    expect(phases.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 'submitted'))
    expect(phases[9]).toBe('submitted: collector-rejects')
    const thief = toHex(all.households[9]!.store.groups()[0]!.memberId)
    for (const { rounds } of all.households.slice(0, 9)) {
      const [piece, ...more] = rounds.evidence()
      expect(more).toEqual([])
      const verdict = await verifyEvidence({ primitives, work: vectorWork }, piece!.bytes)
      expect(verdict).toMatchObject({ kind: 'submit-against-meter', proven: true, accused: { ids: [thief] } })
    }
  })

  it('and where the collector takes it, every member names it by the signature that does not fit', async () => {
    const { all } = await live((self) => ({
      connect: thieving(self),
      replace: (honest, parts) => takingAnything(honest, parts)
    }))
    expect(new Set(await phasesOf(all.households.slice(0, 9), FIRST_DAY))).toEqual(
      new Set(['false-sum: head-signature'])
    )
  })

  it("yesterday's records under today's roster are not taken, and a changed SUBMIT is a conflict", async () => {
    const all = createNeighbourhood({ seed: 'yesterday' })
    await all.join()
    for (let day = 1; day <= 2; day++) {
      all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
    }
    all.clock.set(timeOf(FIRST_DAY + 3, 600))
    await all.collector.step()
    const [yesterday, today] = [FIRST_DAY, FIRST_DAY + 1].map((day) => all.board.rosters(day)[0]!)
    const [cheat] = all.households
    const { identity, memberId } = cheat!.store.groups()[0]!
    const taken = all.board.submits(yesterday!.rho).find((one) => equalBytes(one.memberId, memberId))!
    const { submit } = decodeSubmit(taken.wire, ROUNDS)
    const replayed = signSubmit(
      primitives,
      { ...submit, rho: today!.rho },
      firstRoundOf(all.group, FIRST_DAY + 1),
      identity
    )
    expect(all.collector.submit(encodeSubmit(replayed))).toBe('forbidden')
    expect(all.board.findings(today!.rho).map(({ accused }) => accused)).toEqual([[toHex(memberId)]])
    // An honest SUBMIT accuses nobody, and neither does one that somebody else has signed.
    const forged = signSubmit(
      primitives,
      { ...submit, rho: today!.rho },
      firstRoundOf(all.group, FIRST_DAY + 1),
      all.seed
    )
    expect(all.collector.submit(encodeSubmit(forged))).toBe('forbidden')
    expect(all.board.findings(today!.rho)).toHaveLength(1)
    const other = signSubmit(
      primitives,
      { ...submit, ...maskedWith(submit, ({ value }) => ({ value, blinding: 1n as Scalar })) },
      firstRoundOf(all.group, FIRST_DAY),
      identity
    )
    expect(all.collector.submit(encodeSubmit(other))).toBe('conflict')
    expect(all.collector.submit(taken.wire)).toBe('taken')
  })

  it('a household whose meter has no such register does not join', async () => {
    const all = createNeighbourhood({ seed: 'other register' })
    const { group } = all.invitation
    const fedIn = { ...all.invitation, group: { ...group, direction: 'fed-in' as const } }
    await expect(all.households[0]!.rounds.join(fedIn)).rejects.toMatchObject({ code: 'meter-not-matching' })
  })
})

describe('R18 and R17: sums that are not the sum', () => {
  it.each([
    ['one watt-hour more', (value: bigint) => value + 1n],
    ['more than all fuses let through', () => 2_000_001n],
    ['the largest number there is', () => 2n ** 64n - 1n],
    ['nothing', () => 0n]
  ])('%s: false, not displayed, kept as evidence, and the household pauses', async (_, lie) => {
    const { all, sums } = await liveWithLiar(({ sum }) => ({
      sum: withRound(sum, 1, (old) => ({ ...old, value: lie(old.value) }))
    }))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['false-sum']))
    const [first] = all.households
    expect(await shownSums(first!)).toEqual(milli(sums).map((sum, round) => (round === 1 ? null : sum)))
    expect(first!.rounds.evidence()).toMatchObject([{ kind: 'false-sum', utcDay: FIRST_DAY }])
    all.measure()
    all.measure()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    expect((await dayOf(first!, FIRST_DAY + 3)).summary).toMatchObject({
      phase: 'not-offered',
      reason: 'paused-after-false-sum'
    })
    first!.rounds.resume()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 5, 600))
    expect((await dayOf(first!, FIRST_DAY + 4)).summary.phase).toBe('keys-sent')
  })
})
