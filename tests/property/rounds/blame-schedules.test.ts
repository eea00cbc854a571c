import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { decodeDlist, encodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { firstRoundOf } from '../../../app/rounds/epoch'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { addScalars, decodePoint, encodePoint, equalBytes, toScalar } from '../../../crypto'
import { type Fault, PowerCut, withChaos } from '../../support/rounds/chaos'
import { idOf } from '../../support/rounds/live-interval'
import { schedules } from '../../support/rounds/schedules'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport,
  plainSums
} from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { dayOf } from '../../support/rounds/views'

const fault = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after', 'twice') }
)

const story = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  liar: fc.nat({ max: 9 }),
  /** Which rounds it falsifies, by how much, and whether it goes on lying when it is asked. */
  rounds: fc.uniqueArray(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }),
  by: fc.bigInt({ min: 1n, max: 2n ** 200n }),
  dlist: fc.constantFrom('true', 'partner', 'turned', 'none'),
  messages: fc.infiniteStream(fault),
  writes: fc.infiniteStream(
    fc.oneof(
      { weight: 25, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('before', 'after') }
    )
  ),
  order: fc.infiniteStream(fc.nat({ max: 9 }))
})

type Story = { readonly liar: number; readonly rounds: readonly number[]; readonly by: bigint; readonly dlist: string }

/** Changes what the liar sends; a lie is told in the same way each time. */
function lying(
  transport: RoundTransport,
  all: () => Neighbourhood,
  { liar, rounds, by, dlist }: Story
): RoundTransport {
  const own = (): { identity: Uint8Array; memberId: Uint8Array } => all().households[liar]!.store.groups()[0]!
  return {
    ...transport,
    submit: (epoch, wire) => {
      const { submit } = decodeSubmit(wire, 4)
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

describe('a liar among households in any order, with lost and repeated messages and power cuts', () => {
  it('is named alone or beside one other or is silent; no honest member is ever named alone, and the other sums stand', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ seed, messages, writes, order, ...told }) => {
        const storm = { on: false }
        const all: Neighbourhood = createNeighbourhood({
          seed: `blame ${String(seed)}`,
          keepsDatabaseOpen: true,
          connect: (collector) => () => lying(directTransport(collector), () => all, told),
          wrap: withChaos({
            onMessage: () => (storm.on ? (messages.next().value as Fault) : 'none'),
            onWrite: () => (storm.on ? (writes.next().value as Fault) : 'none')
          })
        })
        await all.join()
        const sums = plainSums(all.measure())
        for (let day = 1; day <= 4; day++) {
          all.clock.set(timeOf(FIRST_DAY + day, 600))
          await all.collector.step()
          storm.on = true
          for (let turn = 0; turn < 15; turn++) await fragileStep(all, order.next().value as number)
          storm.on = false
          await all.stepAll(timeOf(FIRST_DAY + day, 60_000))
        }
        const liar = idOf(all.households[told.liar]!)
        const [report] = all.collector.blame(FIRST_DAY)
        expect([...report!.named, ...report!.silent].every((id) => id === liar)).toBe(true)
        for (const pair of report!.pairs) expect(pair).toContain(liar)
        expect(report!.named.length + report!.silent.length + report!.pairs.length).toBeGreaterThan(0)
        for (const household of all.households) await expectTruth(household, all, liar, told, sums)
      }),
      { numRuns: schedules(8) }
    )
  }, 36_000_000)
})

async function expectTruth(
  household: Neighbourhood['households'][number],
  { gid }: Neighbourhood,
  liar: string,
  { rounds }: Story,
  sums: readonly bigint[]
): Promise<void> {
  const { summary, intervals } = await dayOf(household, FIRST_DAY)
  expect(summary.phase).toBe('partly-verified')
  expect(intervals.map(({ sum }) => sum)).toEqual(
    sums.map((sum, round) => (rounds.includes(round) ? null : 1000 * Number(sum)))
  )
  for (const { bytes } of household.store.evidence(gid)) {
    const { proven, accused } = await verifyEvidence({ primitives, work: vectorWork }, bytes)
    expect(proven).toBe(true)
    expect(accused.party === 'members' && accused.ids).toContain(liar)
  }
}

/** A step that may be cut short; then the household starts again from its disk. */
async function fragileStep({ households }: Neighbourhood, index: number): Promise<void> {
  const household = households[index]!
  try {
    await household.rounds.step()
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
    household.restart()
  }
}
