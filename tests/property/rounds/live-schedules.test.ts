import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { toHex } from '../../../crypto'
import { type Fault, PowerCut, withChaos } from '../../support/rounds/chaos'
import { LIVE_ROUND as T, inRound, measureUntil, roundOf } from '../../support/rounds/live-interval'
import { schedules } from '../../support/rounds/schedules'
import { type Neighbourhood, createNeighbourhood, directTransport } from '../../support/rounds/test-neighbourhood'

const MEMBERS = 11

const fault = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after', 'twice') }
)

const schedule = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  messages: fc.infiniteStream(fault),
  writes: fc.infiniteStream(
    fc.oneof(
      { weight: 30, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after', 'twice') }
    )
  ),
  /** Who acts, and how many seconds pass before. */
  turns: fc.array(fc.tuple(fc.nat({ max: MEMBERS - 1 }), fc.nat({ max: 40 })), { minLength: 30, maxLength: 60 }),
  /** Whose box is off from the first attempt on, if any. */
  gone: fc.option(fc.nat({ max: MEMBERS - 1 }))
})

describe('a live interval in any order, with lost and repeated messages, power cuts and a box that goes off', () => {
  it('ends with one SUBMIT of each at most, and whoever has a sum has the right one', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ seed, messages, writes, turns, gone }) => {
        const seen = new Map<string, Set<string>>()
        const storm = { on: false }
        const all: Neighbourhood = createNeighbourhood({
          ...{ seed: `live schedule ${String(seed)}`, mode: 'live', households: MEMBERS },
          keepsDatabaseOpen: true,
          connect: (collector) => () => watched(directTransport(collector), seen),
          wrap: withChaos({
            onMessage: () => (storm.on ? (messages.next().value as Fault) : 'none'),
            onWrite: () => (storm.on ? (writes.next().value as Fault) : 'none')
          })
        })
        await all.join()
        await all.stepAll(inRound(T, -600))
        storm.on = true
        await play(all, turns, inRound(T, 1), gone)
        const values = measureUntil(all, T)
        await play(all, turns, inRound(T + 1, 1), gone)
        storm.on = false
        // Within the time for SUBMIT everything works again, so that what was armed is sent.
        await all.stepAll(inRound(T + 1, 290))
        await all.stepAll(inRound(T + 1, 400))
        expectTruth(all, seen, values)
      }),
      { numRuns: schedules(10) }
    )
  }, 36_000_000)
})

/** Time only goes on as long as it stays within what the turns are about. */
async function play(
  all: Neighbourhood,
  turns: readonly (readonly [number, number])[],
  start: number,
  gone: number | null
): Promise<void> {
  let now = start
  for (const [index, seconds] of turns) {
    now = Math.min(now + seconds, start + (start < inRound(T + 1, 0) ? 700 : 280))
    all.clock.set(now)
    await all.collector.step()
    if (index === gone) continue
    const household = all.households[index]!
    try {
      await household.rounds.step()
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      household.restart()
    }
  }
}

function expectTruth(
  all: Neighbourhood,
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  values: readonly bigint[]
): void {
  for (const submits of seen.values()) expect(submits.size).toBe(1)
  for (const household of all.households) {
    const round = roundOf(household, T)
    expect(household.rounds.evidence()).toEqual([])
    if (round?.phase !== 'summed') continue
    const members = all.board.submits(round.rho).map(({ memberId }) => toHex(memberId))
    const sum = all.households.reduce(
      (total, { store }, index) =>
        members.includes(toHex(store.groups()[0]!.memberId)) ? total + values[index]! : total,
      0n
    )
    expect(round).toMatchObject({ outcome: 'verified', value: sum, members: members.length })
  }
  expect(all.board.rosters(T).flatMap(({ rho }) => all.collector.findings(rho))).toEqual([])
}

function watched(transport: RoundTransport, seen: Map<string, Set<string>>): RoundTransport {
  return {
    ...transport,
    submit: (epoch, wire) => {
      const name = toHex(decodeSubmit(wire, 1).submit.memberId)
      seen.set(name, (seen.get(name) ?? new Set()).add(toHex(wire)))
      return transport.submit(epoch, wire)
    }
  }
}
