import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { toHex } from '../../../crypto'
import { type Dice, createDice } from '../../support/rounds/dice'
import { expectErased } from '../../support/rounds/expect-erased'
import { LIVE_ROUND as T, idOf, inRound, measureUntil, roundOf } from '../../support/rounds/live-interval'
import {
  type PreparedGroup,
  type Village,
  type VillageOptions,
  prepareGroup
} from '../../support/rounds/memory/prepared-group'
import { schedules, schedulesOnDisk } from '../../support/rounds/schedules'
import { type Storm, createStorm, watched } from '../../support/rounds/storm'
import { SECONDS, createNeighbourhood, directTransport } from '../../support/rounds/test-neighbourhood'

const HOMES = 11
const TURNS = 14
const MOST_SECONDS = 60
const WEATHER = { messages: 0.08, writes: 0.04, board: 0.02 }

/** Where a schedule begins: seconds after the start of T, or of T + 1 where its record is there. */
type Beginning = { readonly group: PreparedGroup; readonly at: number; readonly isMeasured: boolean }

type LiveVillage = Village & { measure(): void }

const story = fc.record({
  seed: fc.nat({ max: 2 ** 32 - 1 }),
  beginning: fc.nat({ max: 3 }),
  /** Whose box is off from the beginning on, if any. */
  gone: fc.option(fc.nat({ max: HOMES - 1 }))
})

describe('a live interval in any order, with lost, late and repeated messages, power cuts and a box that goes off', () => {
  it('ends with one SUBMIT of each at most, whoever has a sum has the right one, and calm intervals have sums', async () => {
    const beginnings = await beginningsOf('live a')
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, beginning, gone }) => {
        const { group, ...begins } = beginnings[beginning]!
        const dice = createDice(seed)
        const village = await liveThrough(dice, begins, gone, (options) => group.fork(options))
        expectErased(village)
        if (dice.chance(0.1)) await expectSumWhereAllIsWell(village)
      }),
      { numRuns: schedules(600) }
    )
  }, 36_000_000)

  it('does so on encrypted databases too', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, gone }) => {
        const begins = { at: 1, isMeasured: false }
        await liveThrough(createDice(seed), begins, gone, (options) => joinedOnDisk(`live ${String(seed)}`, options))
      }),
      { numRuns: schedulesOnDisk(4) }
    )
  }, 36_000_000)
})

/** With KEYS sent, with the first roster endorsed by some, with all pads agreed upon, with some SUBMITs sent. */
async function beginningsOf(seed: string): Promise<readonly Beginning[]> {
  const options = { seed, households: HOMES, mode: 'live', seconds: SECONDS, runs: [2, 7] } as const
  const offered = await (await prepareGroup(options)).after(({ stepAll }) => stepAll(inRound(T, -600)))
  const endorsing = await offered.after(({ clock, collector, households }) =>
    stepSome(clock, collector, households.slice(0, 6), inRound(T, 5))
  )
  const armed = await endorsing.after(async ({ measure, stepAll }) => {
    await stepAll(inRound(T, 30))
    await stepAll(inRound(T, 60))
    measure()
  })
  const submitting = await armed.after(({ clock, collector, households }) =>
    stepSome(clock, collector, households.slice(4), inRound(T + 1, 5))
  )
  return [
    { group: offered, at: 1, isMeasured: false },
    { group: endorsing, at: 8, isMeasured: false },
    { group: armed, at: 1, isMeasured: true },
    { group: submitting, at: 8, isMeasured: true }
  ]
}

async function stepSome(
  clock: Village['clock'],
  collector: Village['collector'],
  households: Village['households'],
  now: number
): Promise<void> {
  clock.set(now)
  await collector.step()
  for (const { rounds } of households) await rounds.step()
}

async function liveThrough<Made extends LiveVillage>(
  dice: Dice,
  { at, isMeasured }: Omit<Beginning, 'group'>,
  gone: number | null,
  make: (options: Required<VillageOptions>) => Made | Promise<Made>
): Promise<Made> {
  const sent = new Map<string, Set<string>>()
  const note = (wire: Uint8Array): void => {
    const name = toHex(decodeSubmit(wire, 1).submit.memberId)
    sent.set(name, (sent.get(name) ?? new Set()).add(toHex(wire)))
  }
  const storm = createStorm(dice, WEATHER)
  const village = await make({ ...storm.options, reach: (transport) => watched(transport, note) })
  for (const household of village.households) {
    const round = roundOf(household, T)
    if (round?.phase === 'submitted') note(round.submitWire)
  }
  const play = { dice, storm, gone }
  if (!isMeasured) {
    await playFrom(village, play, inRound(T, at), 700)
    village.measure()
  }
  await playFrom(village, play, inRound(T + 1, isMeasured ? at : 1), 280)
  // Within the time for SUBMIT everything works again, so that what was armed is sent.
  await storm.calm()
  await village.stepAll(inRound(T + 1, 290))
  await village.stepAll(inRound(T + 1, 400))
  for (const household of village.households) {
    const round = roundOf(household, T)
    if (round?.phase === 'summed') expect(round.exchange).toBeNull()
  }
  await village.stepAll(inRound(T + 1, 700))
  for (const household of village.households) expect(roundOf(household, T)?.exchange).toBeNull()
  // A sum may still come for a day.
  await village.stepAll(inRound(T + 5, 3600))
  expectTruth(village, sent)
  return village
}

type Play = { readonly dice: Dice; readonly storm: Storm; readonly gone: number | null }

async function playFrom(village: Village, { dice, storm, gone }: Play, start: number, span: number): Promise<void> {
  storm.begin()
  for (let turn = 0, past = 0; turn < TURNS; turn++) {
    past = Math.min(past + dice.below(MOST_SECONDS), span)
    village.clock.set(start + past)
    await storm.turn(village, (index) => index === gone)
  }
}

/** Each interval has the right sum or a reason why it has none; its key is gone, and nobody is accused. */
function expectTruth(village: Village, sent: ReadonlyMap<string, ReadonlySet<string>>): void {
  const { households, board, collector, gid } = village
  for (const submits of sent.values()) expect(submits.size).toBe(1)
  const ids = households.map(idOf)
  const values = village.values()
  for (const [index, household] of households.entries()) {
    const { store, ledger, meter } = household
    expect(store.evidence(gid)).toEqual([])
    const round = roundOf(household, T)!
    expect(['summed', 'ended']).toContain(round.phase)
    const rho = ledger.rhoOf(meter.id, toUtcSeconds(T * SECONDS))
    expect(rho !== null).toBe(sent.has(ids[index]!))
    if (round.phase !== 'summed') continue
    const members = board.submits(round.rho).map(({ memberId }) => ids.indexOf(toHex(memberId)))
    const value = members.reduce((sum, member) => sum + values[member]!.at(-1)!, 0n)
    expect(round).toMatchObject({ outcome: 'verified', value, members: members.length, rho })
  }
  expect(board.rosters(T).flatMap(({ rho }) => collector.findings(rho))).toEqual([])
}

/** Whatever happened before: once the network is kind and all boxes are on, an interval has its sum. */
async function expectSumWhereAllIsWell(village: LiveVillage): Promise<void> {
  const next = T + 7
  for (const seconds of [-600, 5, 60]) await village.stepAll(inRound(next, seconds))
  village.measure()
  for (const seconds of [10, 30]) await village.stepAll(inRound(next + 1, seconds))
  const sum = village.values().reduce((total, values) => total + values.at(-1)!, 0n)
  for (const household of village.households) {
    expect(roundOf(household, next)).toMatchObject({ phase: 'summed', outcome: 'verified', value: sum })
  }
}

async function joinedOnDisk(seed: string, { wrap, reach }: Required<VillageOptions>): Promise<LiveVillage> {
  const all = createNeighbourhood({
    ...{ seed, mode: 'live', households: HOMES, wrap, keepsDatabaseOpen: true },
    connect: (collector) => () => reach(directTransport(collector))
  })
  await all.join()
  await all.stepAll(inRound(T, -600))
  let values: bigint[][] = []
  return {
    ...all,
    values: () => values,
    measure: () => {
      values = measureUntil(all, T).map((value) => [value])
    }
  }
}
