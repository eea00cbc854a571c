import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { toHex } from '../../../crypto'
import { type Fault, PowerCut, withChaos } from '../../support/rounds/chaos'
import { schedules } from '../../support/rounds/schedules'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport,
  plainSums
} from '../../support/rounds/test-neighbourhood'
import type { TestHousehold } from '../../support/rounds/test-household'
import { timeOf } from '../../support/rounds/test-meter'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

const DAYS = 2

/** Every SUBMIT that reached the network, by member and interval. */
type Seen = Map<string, Set<string>>

const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after', 'twice') }
)
const schedule = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  messages: fc.infiniteStream(fault),
  writes: fc.infiniteStream(
    fc.oneof(
      { weight: 25, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after') }
    )
  ),
  /** Who steps next, while faults happen. */
  order: fc.infiniteStream(fc.nat({ max: 9 }))
})

describe('households in any order, with lost and repeated messages and power cuts', () => {
  it('end with one roster per interval and the right sums', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ seed, messages, writes, order }) => {
        const seen: Seen = new Map()
        const storm = { on: false }
        const all = createNeighbourhood({
          seed: `schedule ${String(seed)}`,
          keepsDatabaseOpen: true,
          connect: (collector) => () => watched(directTransport(collector), seen, () => all),
          wrap: withChaos({
            onMessage: () => (storm.on ? (messages.next().value as Fault) : 'none'),
            onWrite: () => (storm.on ? (writes.next().value as Fault) : 'none')
          })
        })
        await all.join()
        const sums = []
        for (let day = 0; day <= DAYS + 1; day++) {
          if (day < DAYS) sums.push(plainSums(all.measure()))
          all.clock.set(timeOf(FIRST_DAY + day + 1, 600))
          await all.collector.step()
          storm.on = true
          for (let turn = 0; turn < 25; turn++) await fragileStep(all.households[order.next().value as number]!)
          // The day is long: later in it everything works, so nobody misses the time for KEYS.
          storm.on = false
          await all.stepAll(timeOf(FIRST_DAY + day + 1, 60_000))
        }
        for (const rhos of seen.values()) expect(rhos.size).toBe(1)
        for (const { rounds } of all.households) {
          for (let day = 0; day < DAYS; day++) {
            const { summary, intervals } = await rounds.procedures['rounds.day']({ utcDay: FIRST_DAY + day })
            expect(summary).toMatchObject({ phase: 'verified', verified: 4 })
            expect(intervals.map(({ sum }) => BigInt(sum ?? -1))).toEqual(sums[day]!.map((sum) => sum * 1000n))
          }
        }
      }),
      { numRuns: schedules(10) }
    )
  }, 36_000_000)
})

/** A step that may be cut short; then the household starts again from its disk. */
async function fragileStep(household: TestHousehold): Promise<void> {
  try {
    await household.rounds.step()
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
    household.restart()
  }
}

function watched(transport: RoundTransport, seen: Seen, all: () => Neighbourhood): RoundTransport {
  return {
    ...transport,
    submit: (utcDay, wire) => {
      const { group } = all()
      const { submit } = decodeSubmit(wire, roundsPerEpoch(group))
      const name = `${toHex(submit.memberId)} ${String(utcDay)}`
      // The bytes, not only rho: sent again, a SUBMIT is the same.
      seen.set(name, (seen.get(name) ?? new Set()).add(`${toHex(submit.rho)} ${toHex(wire)}`))
      return transport.submit(utcDay, wire)
    }
  }
}
