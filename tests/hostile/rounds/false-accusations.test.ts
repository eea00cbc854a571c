import { describe, expect, it } from 'vitest'
import { encodeEvidence } from '../../../app/rounds/evidence/evidence'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { signAsk } from '../../../app/rounds/messages/ask'
import { NOTHING_SEEN, signBoard } from '../../../app/rounds/messages/board'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { signSum } from '../../../app/rounds/messages/sum'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { primitives } from '../../support/rounds/test-meter'
import { VECTOR_DAY, createCast, vectorWork } from '../../support/rounds/vector-cast'

const tools = { primitives, work: vectorWork }
const cast = createCast('false accusations')
const { group, gid, roster, rho, collectorSeed } = cast
const withheld = (rounds: number) => ({
  ...{ rho, dataHash: new Uint8Array(32) },
  rounds: Array.from({ length: rounds }, () => ({ ok: false as const }))
})

/** Whether a file that passes a statement of the collector off as a published sum proves that it lied. */
async function provesFalseSum(
  statement: { readonly body: Uint8Array; readonly signature: Uint8Array },
  data = new Uint8Array(0)
): Promise<boolean> {
  const claim = { kind: 'false-sum', published: encodePublishedDay(data, statement) } as const
  return (await verifyEvidence(tools, encodeEvidence({ group, roster, claim }))).proven
}

describe('R13: what an honest collector signed is no evidence against it', () => {
  it.each([
    ['its list of the day', roster],
    [
      'its question about a round',
      signAsk(primitives, { rho, rounds: [firstRoundOf(group, VECTOR_DAY)] }, collectorSeed)
    ],
    ['its board', signBoard(primitives, { gid, count: 1, hash: rho, seen: NOTHING_SEEN }, collectorSeed)],
    ['a sum under another list', signSum(primitives, { ...withheld(4), rho: gid }, collectorSeed)],
    ['a sum of another group with longer days', signSum(primitives, { ...withheld(96), rho: gid }, collectorSeed)]
  ])('%s is no false sum', async (_, statement) => {
    expect(await provesFalseSum(statement)).toBe(false)
  })

  it('but a sum under this very list that has a round too many is', async () => {
    expect(await provesFalseSum(signSum(primitives, withheld(5), collectorSeed))).toBe(true)
  })
})
