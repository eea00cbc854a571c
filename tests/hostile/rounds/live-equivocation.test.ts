/**
 * R4, R28 and R30 in live mode, mounted: homes speak over HTTP to a collector that tells each of them something else, has
 * four homes that work for it, and keeps everything. What it learnt is computed from the bytes that it got.
 */

import { describe, expect, it, vi } from 'vitest'
import { signedSeeds } from '../../../app/rounds/mask-day'
import { sumOfPads, toHex } from '../../../crypto'
import {
  type Equivocator,
  type Plan,
  createEquivocator,
  membersUnder,
  randomPlan
} from '../../support/rounds/equivocator'
import { type HttpNeighbourhood, createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { LIVE_ROUND, idOf, inRound, measureUntil, phasesIn, roundOf } from '../../support/rounds/live-interval'
import { type Player, type ShownRoster, type Sighting, granted, learnt } from '../../support/rounds/rank'
import type { TestHousehold } from '../../support/rounds/test-household'
import { primitives } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'

const WHOLE = process.env['WATTVEIL_FULL'] === '1'

vi.setConfig({ testTimeout: WHOLE ? 3_600_000 : 120_000 })

const HOMES = 14
const COLLUDERS = 4
const MIN_ROSTER = 10
const INTERVALS = WHOLE ? 100 : 2
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

type Seen = {
  readonly known: readonly bigint[][]
  readonly sightings: readonly Sighting[]
  readonly cast: readonly Player[]
}

const honestOnes = ({ households }: HttpNeighbourhood): TestHousehold[] => households.slice(COLLUDERS)

/** One interval under these plans, and what the collector can compute after it. */
async function livedUnder(
  all: HttpNeighbourhood,
  liar: Equivocator,
  t: number,
  plansFor: () => readonly Plan[]
): Promise<Seen> {
  const stepHonest = async (now: number): Promise<void> => {
    all.clock.set(now)
    for (const household of honestOnes(all)) {
      liar.asking = idOf(household)
      await household.rounds.step()
    }
  }
  liar.plans = []
  all.clock.set(inRound(t, -600))
  for (const { rounds } of all.households) await rounds.step()
  // The keys of those who work for the collector are its own.
  const keys = all.households.map((household) => roundOf(household, t)!.exchange!.slice())
  liar.colluders = all.households.slice(0, COLLUDERS).map((household, index) => {
    const { memberId, identity } = household.store.groups()[0]!
    return { memberId, identity, exchange: keys[index]! }
  })
  liar.plans = plansFor()
  const first = liar.submits.length
  for (let attempt = 0; attempt < liar.plans.length; attempt++) {
    await stepHonest(inRound(t, 240 * attempt + 5))
    await stepHonest(inRound(t, 240 * attempt + 60))
  }
  measureUntil(all, t)
  await stepHonest(inRound(t + 1, 10))
  const cast = all.households.map((household, index): Player => {
    const { memberId } = household.store.groups()[0]!
    const exchangeKey = primitives.x25519.publicKey(keys[index]!)
    const member = { memberId, meterKey: household.meter.key, exchangeKey }
    return { exchange: keys[index]!, honest: index >= COLLUDERS, member }
  })
  const sightings = sightingsOf(all, liar, first, cast)
  for (const sighting of sightings) expectEquation(all, liar, t, sighting)
  return { known: learnt(sightings, cast), sightings, cast }
}

/** Who submitted under which roster, from the bytes that came in. */
function sightingsOf(all: HttpNeighbourhood, liar: Equivocator, first: number, cast: readonly Player[]): Sighting[] {
  const rosters = new Map<string, ShownRoster>()
  const byId = (id: Uint8Array): Player => cast.find(({ member }) => toHex(member.memberId) === toHex(id))!
  return liar.submits.slice(first).map(({ submit: { rho, memberId } }) => {
    const name = toHex(rho)
    const known = rosters.get(name)
    const roster = known ?? { rho, players: membersUnder(all, rho).map((member) => byId(member.memberId)) }
    rosters.set(name, roster)
    return { roster, player: byId(memberId) }
  })
}

/** The equation that the algebra stands on holds for the very number that arrived: m = v + a. */
function expectEquation(all: HttpNeighbourhood, liar: Equivocator, t: number, { roster, player }: Sighting): void {
  const { memberId } = player.member
  const { submit } = liar.submits.filter((one) => toHex(one.submit.memberId) === toHex(memberId)).at(-1)!
  const home = all.households.find((household) => idOf(household) === toHex(memberId))!
  const start = inRound(t, 0) as Parameters<typeof home.chains.entriesBetween>[1]
  const [entry] = home.chains.entriesBetween(home.meter.id, start, (start + 1) as typeof start)
  const members = roster.players.map(({ member }) => member)
  const seeds = signedSeeds(primitives, { members }, roster.rho, memberId, player.exchange)
  const pads = sumOfPads(primitives, seeds, roster.rho, t)
  const masked = submit.coordinates[0]!.masked.value
  expect((masked - pads.value - entry!.opening!.value + 2n * ORDER) % ORDER).toBe(0n)
}

async function neighbourhood(seed: string): Promise<{ all: HttpNeighbourhood; liar: Equivocator }> {
  const liar = createEquivocator()
  const all = await createHttpNeighbourhood({
    ...{ seed, mode: 'live', households: HOMES, minRoster: MIN_ROSTER },
    replace: liar.wrap
  })
  await all.join()
  return { all, liar }
}

const everybodyIn = (ids: readonly string[], list: number): Map<string, number> => new Map(ids.map((id) => [id, list]))

describe('a live collector that tells each home something else and keeps everything', () => {
  it(`learns sums over all honest homes of a list and nothing else (${String(INTERVALS)} random equivocations)`, async () => {
    const { all, liar } = await neighbourhood('live equivocation')
    const random = seededRandom('live equivocation, what is shown')
    const ids = all.households.map(idOf)
    const learntOf = { sums: 0, masked: 0 }
    for (let index = 0; index < INTERVALS; index++) {
      const { known, sightings, cast } = await livedUnder(all, liar, LIVE_ROUND + index, () =>
        [1, 2, 3].map(() => randomPlan(random, ids.slice(COLLUDERS), ids.slice(0, COLLUDERS), MIN_ROSTER))
      )
      expect(known).toEqual(granted(sightings, cast))
      expect(new Set(sightings.map(({ player }) => player)).size).toBe(sightings.length)
      // A list has ten members, four work for K: no sum is over fewer than six homes.
      for (const row of known) expect(row.filter((entry) => entry !== 0n).length).toBeGreaterThanOrEqual(6)
      learntOf.sums += known.length
      learntOf.masked += sightings.length
    }
    if (WHOLE) expect(learntOf.sums).toBeGreaterThan(5)
    if (WHOLE) process.stdout.write(`live equivocations: ${JSON.stringify(learntOf)}\n`)
  })

  it('splits an interval in two and gets one sum; whom it kept ENDORSEs from is in no second one', async () => {
    const { all, liar } = await neighbourhood('split')
    const ids = all.households.map(idOf)
    const honest = ids.slice(COLLUDERS)
    const [early, late] = [honest.slice(0, 4), honest.slice(4)]
    const { known, sightings, cast } = await livedUnder(all, liar, LIVE_ROUND, () => [
      // All agree to one list, but only four are told so; they arm.
      { lists: [new Set(ids)], shownTo: everybodyIn(honest, 0), keptFrom: new Set(late) },
      // The other six and the four that work for K are a list of ten.
      {
        lists: [new Set([...ids.slice(0, COLLUDERS), ...late]), new Set(ids.slice(1))],
        shownTo: new Map([...everybodyIn(late, 0), ...everybodyIn(early, 1)]),
        keptFrom: new Set()
      }
    ])
    expect(phasesIn(all, LIVE_ROUND).slice(COLLUDERS)).toEqual(honest.map(() => 'submitted'))
    expect(known).toEqual([cast.map(({ member }) => (late.includes(toHex(member.memberId)) ? 1n : 0n))])
    expect(known).toEqual(granted(sightings, cast))
    expect(sightings).toHaveLength(10)
  })
})
