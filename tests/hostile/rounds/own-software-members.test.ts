import { describe, expect, it, vi } from 'vitest'
import { faultOfSubmission, sumSubmissions } from '../../../app/rounds/aggregate'
import { encodeData } from '../../../app/rounds/messages/data'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { type RoundSum, type Sum, signSum } from '../../../app/rounds/messages/sum'
import { type RoundFinding, verifyPublishedDay } from '../../../app/rounds/verify-published-day'
import { GROUP_ORDER, commit, toScalar } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import { type Cast, VECTOR_DAY, createCast, vectorWork } from '../../support/rounds/vector-cast'

vi.setConfig({ testTimeout: 120_000 })

const tools = { primitives, work: vectorWork }

async function sumOf({ group, rho, roster, submits }: Cast): Promise<Sum> {
  for (const signed of submits) expect(faultOfSubmission(primitives, group, roster, signed)).toBeNull()
  const all = submits.map(({ submit }) => submit)
  return (await sumSubmissions(tools, group, rho, roster.enrols, all)).sum
}

/** What the member with this index finds in what the collector publishes. */
async function findingsOf(cast: Cast, sum: Sum, ownIndex: number): Promise<readonly RoundFinding[]> {
  const { group, rho, roster, members, collectorSeed } = cast
  const data = encodeData(members.map(({ day }) => day.day))
  const wire = encodePublishedDay(
    data,
    signSum(primitives, { ...sum, dataHash: primitives.sha256(data) }, collectorSeed)
  )
  const finding = await verifyPublishedDay(
    tools,
    { group, utcDay: VECTOR_DAY, rho, enrols: roster.enrols, ownIndex, ownDay: members[ownIndex]!.day.day },
    wire
  )
  if (finding.kind !== 'rounds') throw new Error(finding.kind)
  return finding.rounds
}

const oks = ({ rounds }: Sum): boolean[] => rounds.map(({ ok }) => ok)
const states = (rounds: readonly RoundFinding[]): string[] => rounds.map(({ state }) => state)
/** A collector that says that all is well. */
const claiming = (sum: Sum, value: bigint): Sum => ({
  ...sum,
  rounds: sum.rounds.map((round): RoundSum => (round.ok ? round : { ok: true, value, blinding: toScalar(1n) }))
})

describe('R35: an own-software meter with an impossible value', () => {
  it.each([
    ['10^9 Wh in a quarter of a day', 1_000_000_000n],
    ['minus 10^6 Wh, which is l - 10^6', GROUP_ORDER - 1_000_000n]
  ])('%s: that round is withheld, and a collector that claims a sum is false', async (_, value) => {
    const cast = createCast('impossible', { odd: { 4: { values: { 1: value } } } })
    const sum = await sumOf(cast)
    expect(oks(sum)).toEqual([true, false, true, true])
    expect(states(await findingsOf(cast, sum, 0))).toEqual(['verified', 'withheld', 'verified', 'verified'])
    const claimed = claiming(sum, 1_000_000_000n)
    expect(states(await findingsOf(cast, claimed, 0))).toEqual(['verified', 'false', 'verified', 'verified'])
  })

  it.each([150_000n, GROUP_ORDER - 1000n])(
    'inside the range it shifts the sum (%i), and nobody can know: the level of the sum says so',
    async (value) => {
      const cast = createCast('shifted', { odd: { 4: { values: { 1: value } } } })
      expect(oks(await sumOf(cast))).toEqual([true, true, true, true])
    }
  )
})

describe('R40: commitments that are no points', () => {
  const last = 3
  it.each([
    ['not canonical', new Uint8Array(32).fill(0xff)],
    ['the identity', new Uint8Array(32)]
  ])('%s in the last round: the other rounds are verified by everybody', async (_, commitment) => {
    const cast = createCast('no point', { odd: { 4: { commitments: { [last]: commitment } } } })
    const sum = await sumOf(cast)
    expect(oks(sum)).toEqual([true, true, true, false])
    for (const ownIndex of [0, 9]) {
      expect(states(await findingsOf(cast, sum, ownIndex))).toEqual(['verified', 'verified', 'verified', 'withheld'])
    }
    expect(states(await findingsOf(cast, claiming(sum, 5n), 0)).at(last)).toBe('false')
  })

  it('a day of 96 rounds with one wrong, or with all wrong, is judged round by round', async () => {
    const wrong = commit(7n, toScalar(5n))
    const all = Object.fromEntries(Array.from({ length: 96 }, (_, round) => [round, wrong]))
    const wrongOf = async (commitments: Record<number, Uint8Array>): Promise<number> => {
      const cast = createCast('ninety-six', { seconds: 900, odd: { 4: { commitments } } })
      const sum = await sumOf(cast)
      return oks(sum).filter((ok) => !ok).length
    }
    expect([await wrongOf({}), await wrongOf({ 95: wrong }), await wrongOf(all)]).toEqual([0, 1, 96])
  })
})
