import { describe, expect, it, vi } from 'vitest'
import { firstRoundOf } from '../../../app/rounds/member-day'
import { roundsPerDay } from '../../../app/rounds/messages/group-parameters'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { type Submit, decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { signSum } from '../../../app/rounds/messages/sum'
import {
  type Scalar,
  VALUE_BASE,
  addScalars,
  decodePoint,
  encodePoint,
  equalBytes,
  lp,
  TAGS,
  toScalar,
  u64,
  u8
} from '../../../crypto'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { type Publication, publishing, takingAnything, withRound } from '../../support/rounds/lying-collector'
import type { TestHousehold } from '../../support/rounds/test-household'
import {
  type CollectorParts,
  FIRST_DAY,
  type Neighbourhood,
  type NeighbourhoodOptions,
  createNeighbourhood,
  directTransport,
  plainSums
} from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { dayOf, groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const ROUNDS = 4

type Lived = { readonly all: Neighbourhood; readonly sums: readonly bigint[] }

/** One day from the meters to the check of its sum. */
async function live(options: (all: () => Neighbourhood) => Partial<NeighbourhoodOptions>): Promise<Lived> {
  const all: Neighbourhood = createNeighbourhood({ seed: 'hostile sums', ...options(() => all) })
  await all.join()
  const sums = plainSums(all.measure())
  for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
  return { all, sums }
}

/** The same with a collector over real HTTP that signs something else than what it summed. */
async function liveWithLiar(
  change: (publication: Publication, parts: CollectorParts) => Partial<Publication>
): Promise<Lived> {
  const all = await createHttpNeighbourhood({
    seed: 'lying over http',
    replace: (honest, parts) => publishing(honest, parts, (publication) => change(publication, parts))
  })
  await all.join()
  const sums = plainSums(all.measure())
  for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
  return { all, sums }
}

/** The last household changes its submission before it leaves, and signs it again. */
function cheating(
  all: () => Neighbourhood,
  change: (submit: Submit) => Partial<Submit>
): NonNullable<NeighbourhoodOptions['connect']> {
  return (collector) => () => {
    const honest = directTransport(collector)
    return {
      ...honest,
      submit: (utcDay, wire) => {
        const { group, households } = all()
        const { submit } = decodeSubmit(wire, roundsPerDay(group))
        const cheat = households.at(-1)!
        const { identity, memberId } = cheat.store.groups()[0]!
        if (!equalBytes(submit.memberId, memberId)) return honest.submit(utcDay, wire)
        const changed = { ...submit, ...change(submit) }
        return honest.submit(
          utcDay,
          encodeSubmit(signSubmit(primitives, changed, firstRoundOf(group, utcDay), identity))
        )
      }
    }
  }
}

function maskedWith(
  submit: Submit,
  change: (masked: { value: Scalar; blinding: Scalar }, round: number) => { value: Scalar; blinding: Scalar }
): Partial<Submit> {
  return {
    coordinates: submit.coordinates.map(({ commitment, masked }, round) => ({
      commitment,
      masked: change(masked, round)
    }))
  }
}

async function shownSums(household: TestHousehold): Promise<(number | null)[]> {
  return (await dayOf(household, FIRST_DAY)).intervals.map(({ sum }) => sum)
}

const milli = (sums: readonly bigint[]): number[] => sums.map((sum) => Number(sum) * 1000)

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
      expect(household.rounds.evidence()).toEqual([])
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
      return (address, recipient) => {
        const transport = thief(address, recipient)
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

  it("a neighbour's day under the own name is not taken by the collector", async () => {
    const { all } = await live((self) => ({ connect: thieving(self) }))
    const phases = await phasesOf(all.households, FIRST_DAY)
    expect(phases.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 'submitted'))
    expect(phases[9]).toBe('submitted: collector-rejects')
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

  it('yesterday replayed is not taken', async () => {
    const { all } = await live(() => ({}))
    const posted = all.board.rosters(FIRST_DAY)[0]!
    const [taken] = all.board.submits(posted.rho)
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 3, 700))
    expect(all.collector.submit(taken!.wire)).toBe('taken')
    const other = Uint8Array.from(taken!.wire)
    other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1
    expect(all.collector.submit(other)).toBe('conflict')
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

describe('R36 and R42: data that does not belong to the sum', () => {
  it('a neighbour C replaced and V, R fitted to it: the head signature names the collector', async () => {
    const { all } = await liveWithLiar(({ days, sum }) => {
      // C' = C + 1000 G opens the sum with V + 1000: the check of the sum alone would pass.
      const victim = days[0]!
      const moved = encodePoint(decodePoint(victim.commitments.slice(0, 32)).add(VALUE_BASE.multiply(1000n)))
      const commitments = Uint8Array.from(victim.commitments)
      commitments.set(moved)
      return {
        days: [{ ...victim, commitments }, ...days.slice(1)],
        sum: withRound(sum, 0, (old) => ({ ...old, value: old.value + 1000n }))
      }
    })
    const phases = await phasesOf(all.households, FIRST_DAY)
    expect(phases.filter((phase) => phase === 'false-sum: head-signature')).toHaveLength(9)
    expect(phases.filter((phase) => phase === 'false-sum: own-data-changed')).toHaveLength(1)
    for (const household of all.households) expect(await shownSums(household)).toEqual([null, null, null, null])
  })

  it('V and R without the commitments: no statement at all, asked for again', async () => {
    const all = createNeighbourhood({
      seed: 'no data',
      replace: (honest, parts) => ({
        ...honest,
        published: (rho) =>
          honest.published(rho) &&
          encodePublishedDay(
            new Uint8Array(0),
            signSum(
              primitives,
              { rho, dataHash: new Uint8Array(32), rounds: [0, 1, 2, 3].map(() => ({ ok: false })) },
              parts.seed
            )
          )
      })
    })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['submitted: collector-malformed']))
    expect((await groupOf(all.households[0]!)).withoutSum).toBe(1)
  })

  it('the data of another day: not shown as verified', async () => {
    const kept: Uint8Array[] = []
    const { all } = await live(() => ({
      replace: (honest) => ({
        ...honest,
        published: (rho) => {
          const wire = honest.published(rho)
          if (wire) kept.push(wire)
          return kept[0] ?? null
        }
      })
    }))
    all.measure()
    all.measure()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    for (const day of [5, 6]) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const second = await phasesOf(all.households, FIRST_DAY + 3)
    expect(new Set(second)).toEqual(new Set(['submitted: collector-malformed']))
  })

  it('R27: more or fewer rounds than the day has', async () => {
    for (const count of [3, 5]) {
      const { all } = await live(() => ({
        replace: (honest, parts) => ({
          ...honest,
          published: (rho) => {
            const wire = honest.published(rho)
            if (!wire) return null
            const flat = Array.from({ length: count }, () => [u8(0), u64(0), new Uint8Array(32)]).flat()
            const body = lp(TAGS.sum, rho, new Uint8Array(32), ...flat)
            const signature = primitives.ed25519.sign(parts.seed, body)
            return encodePublishedDay(new Uint8Array(0), { body, signature })
          }
        })
      }))
      const phases = new Set(await phasesOf(all.households, FIRST_DAY))
      // Signed by the collector, and no list of this day: its own word against it.
      expect(phases).toEqual(new Set(['false-sum: sum-malformed']))
    }
  })
})
