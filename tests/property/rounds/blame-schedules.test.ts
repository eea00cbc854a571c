import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { decodeDlist, encodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { firstRoundOf } from '../../../app/rounds/epoch'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { addScalars, decodePoint, encodePoint, equalBytes, toScalar } from '../../../crypto'
import { type Dice, createDice } from '../../support/rounds/dice'
import { idOf } from '../../support/rounds/live-interval'
import { nameOf } from '../../support/rounds/memory/cell'
import {
  type PreparedGroup,
  type Village,
  type VillageOptions,
  prepareGroup
} from '../../support/rounds/memory/prepared-group'
import { schedules, schedulesOnDisk } from '../../support/rounds/schedules'
import { createStorm } from '../../support/rounds/storm'
import type { Home } from '../../support/rounds/test-household'
import { FIRST_DAY, createNeighbourhood, directTransport, plainSums } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'

/** As many as a roster needs. */
const HOMES = 10
const SECONDS = 43_200
const ROUNDS = 2
const TURNS = 6
const WEATHER = { messages: 0.1, writes: 0.04, board: 0.02 }

const story = fc.record({
  seed: fc.nat({ max: 2 ** 32 - 1 }),
  /** Whether the storm begins before KEYS or when they are sent. */
  beginning: fc.nat({ max: 1 }),
  liar: fc.nat({ max: HOMES - 1 }),
  /** Which rounds it falsifies, by how much, and whether it goes on lying when it is asked. */
  rounds: fc.uniqueArray(fc.nat({ max: ROUNDS - 1 }), { minLength: 1, maxLength: ROUNDS }),
  by: fc.bigInt({ min: 1n, max: 2n ** 200n }),
  dlist: fc.constantFrom('true', 'partner', 'turned', 'none')
})

type Story = { readonly liar: number; readonly rounds: readonly number[]; readonly by: bigint; readonly dlist: string }

/** Changes what the liar sends; a lie is told in the same way each time. */
function lying(transport: RoundTransport, all: () => Village, { liar, rounds, by, dlist }: Story): RoundTransport {
  const own = (): { identity: Uint8Array; memberId: Uint8Array } => all().households[liar]!.store.groups()[0]!
  return {
    ...transport,
    submit: (epoch, wire) => {
      const { submit } = decodeSubmit(wire, ROUNDS)
      if (!equalBytes(submit.memberId, own().memberId)) return transport.submit(epoch, wire)
      const coordinates = submit.coordinates.map(({ commitment, masked }, index) => ({
        commitment,
        masked: rounds.includes(index) ? { ...masked, value: addScalars(masked.value, toScalar(by)) } : masked
      }))
      const first = firstRoundOf(all().group, epoch)
      return transport.submit(
        epoch,
        encodeSubmit(signSubmit(primitives, { ...submit, coordinates }, first, own().identity))
      )
    },
    dlist: (epoch, wire) => {
      const signed = decodeDlist(wire)
      if (!equalBytes(signed.dlist.memberId, own().memberId) || dlist === 'true') return transport.dlist(epoch, wire)
      if (dlist === 'none') return Promise.resolve('accepted')
      const [first, ...rest] = signed.dlist.padCommitments
      const shifted = encodePoint(decodePoint(first!).add(decodePoint(first!)))
      const padCommitments = dlist === 'turned' ? [...signed.dlist.padCommitments].reverse() : [shifted, ...rest]
      return transport.dlist(
        epoch,
        encodeDlist(signDlist(primitives, { ...signed.dlist, padCommitments }, own().identity))
      )
    }
  }
}

describe('a liar among homes in any order, with lost, late and repeated messages and power cuts', () => {
  it('is named alone or beside one other or is silent; no honest member is ever named alone, and the other sums stand', async () => {
    const beginnings = await beginningsOf('blame a')
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, beginning, ...told }) => {
        const { group, day } = beginnings[beginning]!
        await liveThrough(createDice(seed), day, told, (options) => group.fork(options))
      }),
      { numRuns: schedules(40) }
    )
  }, 36_000_000)

  it('is so on encrypted databases too', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, ...told }) => {
        await liveThrough(createDice(seed), 1, told, (options) => joinedOnDisk(`blame ${String(seed)}`, options))
      }),
      { numRuns: schedulesOnDisk(2) }
    )
  }, 36_000_000)
})

async function beginningsOf(seed: string): Promise<readonly { readonly group: PreparedGroup; readonly day: number }[]> {
  const options = { seed, households: HOMES, mode: 'batch', seconds: SECONDS, runs: [ROUNDS] } as const
  const measured = await (await prepareGroup(options)).after((village) => Promise.resolve(village.measure()))
  const offered = await measured.after(({ stepAll }) => stepAll(timeOf(FIRST_DAY + 1, 600)))
  return [
    { group: measured, day: 1 },
    { group: offered, day: 2 }
  ]
}

async function liveThrough(
  dice: Dice,
  first: number,
  told: Story,
  make: (options: Required<VillageOptions>) => Village | Promise<Village>
): Promise<void> {
  const storm = createStorm(dice, WEATHER)
  const village: Village = await make({
    ...storm.options,
    reach: (transport) => lying(transport, () => village, told)
  })
  const sums = plainSums(village.values())
  for (let day = first; day <= 4; day++) {
    village.clock.set(timeOf(FIRST_DAY + day, 600))
    storm.begin()
    for (let turn = 0; turn < TURNS; turn++) await storm.turn(village, () => false)
    await storm.calm()
    await village.stepAll(timeOf(FIRST_DAY + day, 60_000))
  }
  const liar = idOf(village.households[told.liar]!)
  const [report] = village.collector.blame(FIRST_DAY)
  expect([...report!.named, ...report!.silent].every((id) => id === liar)).toBe(true)
  for (const pair of report!.pairs) expect(pair).toContain(liar)
  expect(report!.named.length + report!.silent.length + report!.pairs.length).toBeGreaterThan(0)
  for (const household of village.households) expectTruth(household, village, told, sums)
  // Ten homes hold the same evidence; each piece of it is looked at once.
  const held = village.households.flatMap(({ store }) => store.evidence(village.gid))
  for (const bytes of new Map(held.map((each) => [nameOf(each.bytes), each.bytes])).values()) {
    const { proven, accused } = await verifyEvidence({ primitives, work: vectorWork }, bytes)
    expect(proven).toBe(true)
    expect(accused.party === 'members' && accused.ids).toContain(liar)
  }
}

async function joinedOnDisk(seed: string, { wrap, reach }: Required<VillageOptions>): Promise<Village> {
  const all = createNeighbourhood({
    ...{ seed, households: HOMES, seconds: SECONDS, wrap, keepsDatabaseOpen: true },
    connect: (collector) => () => reach(directTransport(collector))
  })
  await all.join()
  const values = all.measure()
  return { ...all, values: () => values }
}

function expectTruth(household: Home, { gid }: Village, { rounds }: Story, sums: readonly bigint[]): void {
  const day = household.store.day(gid, FIRST_DAY)
  expect(day).toMatchObject({ phase: 'summed', outcome: 'partly-verified' })
  expect(day?.phase === 'summed' && day.rounds).toEqual(
    sums.map((value, round) => (rounds.includes(round) ? { state: 'withheld' } : { state: 'verified', value }))
  )
}
