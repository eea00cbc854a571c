import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundsPerEpoch } from '../../../app/rounds/epoch'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { equalBytes, toHex } from '../../../crypto'
import { type Dice, createDice } from '../../support/rounds/dice'
import { expectErased } from '../../support/rounds/expect-erased'
import {
  type PreparedGroup,
  type Village,
  type VillageOptions,
  prepareGroup
} from '../../support/rounds/memory/prepared-group'
import { schedules, schedulesOnDisk } from '../../support/rounds/schedules'
import { createStorm, watched } from '../../support/rounds/storm'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

/** One more than a roster needs: one home may be missing. */
const HOMES = 11
const SECONDS = 43_200
/** A day's KEYS, its SUBMITs, its sum: one day later each. */
const LAST = 3
/** Days until a box that was off has caught up. */
const CATCH_UP = 2
const TURNS = 6
const WEATHER = { messages: 0.12, writes: 0.05, board: 0.03 }

/** A box that is off from one day's start to another's; most of the time there is none. */
type Away = { readonly index: number; readonly from: number; readonly until: number } | null

/** Where a schedule begins, and how many days after the measured one that is. */
type Beginning = { readonly group: PreparedGroup; readonly day: number }

const story = fc.record({ seed: fc.nat({ max: 2 ** 32 - 1 }), beginning: fc.nat({ max: 7 }) })

describe('homes in any order, with lost, late and repeated messages, power cuts everywhere and a box that is off', () => {
  it('end with one roster per interval and the right sums, in more than a thousand schedules', async () => {
    const beginnings = [...(await beginningsOf('batch a')), ...(await beginningsOf('batch b'))]
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, beginning }) => {
        const { group, day } = beginnings[beginning]!
        const village = await liveThrough(createDice(seed), day, (options) => group.fork(options))
        await village.stepAll(timeOf(FIRST_DAY + 17, 600))
        expectErased(village)
      }),
      { numRuns: schedules(1400) }
    )
  }, 36_000_000)

  it('do so on encrypted databases too', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ seed }) => {
        await liveThrough(createDice(seed), 1, (options) => joinedOnDisk(`schedule ${String(seed)}`, options))
      }),
      { numRuns: schedulesOnDisk(5) }
    )
  }, 36_000_000)
})

/** Before anything, with KEYS sent, with some SUBMITs sent, with all of them sent. */
async function beginningsOf(seed: string): Promise<readonly Beginning[]> {
  const fresh = await prepareGroup({ seed, households: HOMES, mode: 'batch', seconds: SECONDS, runs: [2] })
  const measured = await fresh.after((village) => Promise.resolve(village.measure()))
  const offered = await measured.after(({ stepAll }) => stepAll(timeOf(FIRST_DAY + 1, 600)))
  const submitting = (share: number): Promise<PreparedGroup> =>
    offered.after(async ({ clock, collector, households }) => {
      clock.set(timeOf(FIRST_DAY + 2, 300))
      await collector.step()
      for (const { rounds } of households.slice(0, share)) await rounds.step()
    })
  return [
    { group: measured, day: 1 },
    { group: offered, day: 2 },
    { group: await submitting(HOMES - 4), day: 2 },
    { group: await submitting(HOMES), day: 2 }
  ]
}

async function liveThrough<Made extends Village>(
  dice: Dice,
  first: number,
  make: (options: Required<VillageOptions>) => Made | Promise<Made>
): Promise<Made> {
  const sent = new Map<string, Set<string>>()
  const note = (memberId: Uint8Array, wire: Uint8Array): void => {
    // The bytes, not only rho: sent again, a SUBMIT is the same.
    sent.set(toHex(memberId), (sent.get(toHex(memberId)) ?? new Set()).add(toHex(wire)))
  }
  const storm = createStorm(dice, WEATHER)
  const village = await make({
    ...storm.options,
    reach: (transport) =>
      watched(transport, (wire) => {
        note(decodeSubmit(wire, roundsPerEpoch(village.group)).submit.memberId, wire)
      })
  })
  const values = village.values()
  for (const { store } of village.households) {
    const day = store.day(village.gid, FIRST_DAY)
    if (day?.phase === 'submitted') note(store.groups()[0]!.memberId, day.submitWire)
  }
  const from = 1 + dice.below(LAST - 1)
  const away: Away = dice.chance(0.3) ? { index: dice.below(HOMES), from, until: from + 1 + dice.below(2) } : null
  for (let day = first; day <= LAST + (away ? CATCH_UP : 0); day++) {
    const isOff = (index: number): boolean => index === away?.index && day >= away.from && day < away.until
    village.clock.set(timeOf(FIRST_DAY + day, 600))
    storm.begin()
    if (day <= LAST) for (let turn = 0; turn < TURNS; turn++) await storm.turn(village, isOff)
    // The day is long: later in it everything works, so nobody who is there misses the time for anything.
    await storm.calm()
    await calmly(village, timeOf(FIRST_DAY + day, 60_000), isOff)
  }
  for (const submits of sent.values()) expect(submits.size).toBe(1)
  expectTruth(village, away, values, sent)
  return village
}

async function calmly(
  { clock, collector, households }: Village,
  now: number,
  isOff: (index: number) => boolean
): Promise<void> {
  clock.set(now)
  await collector.step()
  for (const [index, { rounds }] of households.entries()) if (!isOff(index)) await rounds.step()
  await collector.step()
}

/** Whoever was there has the sum of all who are in its list, rule W's log says what was sent, and nobody is accused. */
function expectTruth(
  { households, board, collector, gid }: Village,
  away: Away,
  values: readonly (readonly bigint[])[],
  sent: ReadonlyMap<string, ReadonlySet<string>>
): void {
  const ids = households.map(({ store }) => store.groups()[0]!.memberId)
  for (const [index, { store, ledger, meter }] of households.entries()) {
    expect(store.evidence(gid)).toEqual([])
    const day = store.day(gid, FIRST_DAY)
    const wasSent = sent.has(toHex(ids[index]!))
    const rho = ledger.rhoOf(meter.id, timeOf(FIRST_DAY))
    if (day?.phase !== 'summed') {
      expect(index).toBe(away?.index)
      expect([wasSent, rho]).toEqual([false, null])
      expect([undefined, 'not-offered', 'offered']).toContain(day?.phase)
      continue
    }
    expect([wasSent, day.outcome, day.exchange, rho]).toEqual([true, 'verified', null, day.rho])
    const members = board.submits(day.rho).map(({ memberId }) => ids.findIndex((id) => equalBytes(id, memberId)))
    expect(members.length).toBeGreaterThanOrEqual(HOMES - 1)
    const sums = values[0]!.map((_, round) => members.reduce((sum, member) => sum + values[member]![round]!, 0n))
    expect(day.rounds).toEqual(sums.map((value) => ({ state: 'verified', value })))
  }
  for (const { rho } of board.rosters(FIRST_DAY)) expect(collector.findings(rho)).toEqual([])
}

async function joinedOnDisk(seed: string, { wrap, reach }: Required<VillageOptions>): Promise<Village> {
  const all: Neighbourhood = createNeighbourhood({
    ...{ seed, households: HOMES, seconds: SECONDS, wrap, keepsDatabaseOpen: true },
    connect: (collector) => () => reach(directTransport(collector))
  })
  await all.join()
  const values = all.measure()
  return { ...all, values: () => values }
}
