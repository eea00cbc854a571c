import { describe, expect, it } from 'vitest'
import { type Claim, type RosterEvidence, encodeEvidence } from '../../../app/rounds/evidence/evidence'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { signAsk } from '../../../app/rounds/messages/ask'
import { NOTHING_SEEN, signBoard } from '../../../app/rounds/messages/board'
import { signDlist } from '../../../app/rounds/messages/dlist'
import { signEndorse } from '../../../app/rounds/messages/endorse'
import { groupId } from '../../../app/rounds/messages/group-parameters'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { rosterHash } from '../../../app/rounds/messages/roster'
import { signSubmit } from '../../../app/rounds/messages/submit'
import { signSum } from '../../../app/rounds/messages/sum'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { commit, toScalar } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import { type CastMember, VECTOR_DAY, createCast, rosterOf, vectorWork } from '../../support/rounds/vector-cast'

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

/** Proofs as they are when somebody lied, each with what takes the ground from under it. */
const [liar, other] = cast.members
const by = liar!
const first = firstRoundOf(group, VECTOR_DAY)
const forged = <Signed extends { readonly signature: Uint8Array }>(signed: Signed): Signed => ({
  ...signed,
  signature: new Uint8Array(64).fill(9)
})
const dlistOf = (member: CastMember, fill: number, about: { readonly rho?: Uint8Array; readonly t?: number } = {}) =>
  signDlist(
    primitives,
    {
      ...{ rho, memberId: member.memberId, t: first, ...about },
      padCommitments: Array.from({ length: 9 }, () => new Uint8Array(32).fill(fill))
    },
    member.identity
  )
const { body, signature, submit } = cast.submits[0]!
const sent = { body, signature, t: first, coordinate: submit.coordinates[0]! }
const shorter = rosterOf(cast, cast.members.slice(1))
const proofs: readonly (readonly [Claim, readonly Claim[]])[] = [
  [
    { kind: 'pair', dlists: [dlistOf(by, 1), dlistOf(other!, 2)] },
    [
      { kind: 'pair', dlists: [forged(dlistOf(by, 1)), dlistOf(other!, 2)] },
      { kind: 'pair', dlists: [dlistOf(by, 1), forged(dlistOf(other!, 2))] },
      { kind: 'pair', dlists: [dlistOf(by, 1), dlistOf(other!, 2, { t: first + 1 })] },
      { kind: 'pair', dlists: [dlistOf(by, 1, { rho: gid }), dlistOf(other!, 2, { rho: gid })] },
      { kind: 'pair', dlists: [dlistOf(by, 1), dlistOf(by, 2)] }
    ]
  ],
  [
    { kind: 'two-statements', statements: [dlistOf(by, 1), dlistOf(by, 2)] },
    [
      { kind: 'two-statements', statements: [forged(dlistOf(by, 1)), dlistOf(by, 2)] },
      { kind: 'two-statements', statements: [dlistOf(by, 1), forged(dlistOf(by, 2))] },
      { kind: 'two-statements', statements: [dlistOf(by, 1), dlistOf(by, 2, { t: first + 1 })] },
      { kind: 'two-statements', statements: [dlistOf(by, 1), dlistOf(by, 2, { rho: gid })] },
      { kind: 'two-statements', statements: [dlistOf(by, 1, { rho: gid }), dlistOf(by, 2, { rho: gid })] },
      { kind: 'two-statements', statements: [dlistOf(by, 1), dlistOf(other!, 2)] },
      { kind: 'two-statements', statements: [dlistOf(by, 1), { body, signature }] }
    ]
  ],
  [
    { kind: 'submit-against-dlist', submit: sent, dlist: dlistOf(by, 1) },
    [
      { kind: 'submit-against-dlist', submit: forged(sent), dlist: dlistOf(by, 1) },
      { kind: 'submit-against-dlist', submit: sent, dlist: forged(dlistOf(by, 1)) },
      { kind: 'submit-against-dlist', submit: { ...sent, t: first + 1 }, dlist: dlistOf(by, 1, { t: first + 1 }) },
      { kind: 'submit-against-dlist', submit: { ...sent, t: first + 4 }, dlist: dlistOf(by, 1, { t: first + 4 }) },
      { kind: 'submit-against-dlist', submit: sent, dlist: dlistOf(by, 1, { t: first + 1 }) },
      { kind: 'submit-against-dlist', submit: sent, dlist: dlistOf(by, 1, { rho: gid }) },
      { kind: 'submit-against-dlist', submit: sent, dlist: dlistOf(other!, 1) }
    ]
  ],
  [
    { kind: 'two-rosters', other: shorter },
    [
      { kind: 'two-rosters', other: forged(shorter) },
      { kind: 'two-rosters', other: rosterOf(cast, cast.members.slice(1), 2) },
      { kind: 'two-rosters', other: rosterOf(cast, cast.members.slice(1), 1, VECTOR_DAY + 1) },
      { kind: 'two-rosters', other: rosterOf({ ...cast, gid: rho }, cast.members.slice(1)) },
      { kind: 'two-rosters', other: roster }
    ]
  ],
  [
    {
      kind: 'false-sum',
      published: encodePublishedDay(new Uint8Array(0), signSum(primitives, withheld(5), collectorSeed))
    },
    []
  ]
]

describe('R13: a proof without ground', () => {
  it.each(proofs.map(([claim, broken]) => [claim.kind, claim, broken] as const))(
    '%s: with one signature, list, round or member changed it proves nothing',
    async (_, claim, broken) => {
      const isProven = async (evidence: RosterEvidence): Promise<boolean> =>
        (await verifyEvidence(tools, encodeEvidence(evidence))).proven
      expect(await isProven({ group, roster, claim })).toBe(true)
      for (const changed of broken) expect(await isProven({ group, roster, claim: changed })).toBe(false)
      expect(await isProven({ group, roster: forged(roster), claim })).toBe(false)
      expect(await isProven({ group: { ...group, name: 'Linden Court' }, roster, claim })).toBe(false)
    }
  )

  it('two lists of one attempt that have nobody in common are two groups of a day', async () => {
    const claim = { kind: 'two-rosters', other: rosterOf(cast, cast.members.slice(5)) } as const
    const half = rosterOf(cast, cast.members.slice(0, 5))
    expect(await verifyEvidence(tools, encodeEvidence({ group, roster: half, claim }))).toMatchObject({ proven: false })
  })

  it('live: what was promised, sent and said of the pads has to be signed, of one list, and of one member', async () => {
    const live = { ...group, mode: 'live' as const }
    const list = rosterOf({ gid: groupId(primitives, live), collectorSeed }, cast.members)
    const under = { rho: rosterHash(primitives, list.body), t: VECTOR_DAY }
    const promise = (member: CastMember, listHash = under.rho) =>
      signEndorse(
        primitives,
        { rho: listHash, memberId: member.memberId, padPoint: commit(1n, toScalar(2n)) },
        member.identity
      )
    const one = signSubmit(
      primitives,
      { ...submit, rho: under.rho, coordinates: [submit.coordinates[0]!] },
      VECTOR_DAY,
      by.identity
    )
    const sentLive = { ...sent, body: one.body, signature: one.signature, t: VECTOR_DAY }
    const said = dlistOf(by, 1, under)
    const isProven = async (claim: Claim, about = live, roster: RosterEvidence['roster'] = list): Promise<boolean> =>
      (await verifyEvidence(tools, encodeEvidence({ group: about, roster, claim }))).proven
    const pads: Claim = { kind: 'endorse-against-dlist', endorse: promise(by), dlist: said }
    const number: Claim = { kind: 'submit-against-endorse', submit: sentLive, endorse: promise(by) }
    for (const claim of [pads, number]) {
      expect(await isProven(claim)).toBe(true)
      expect(await isProven(claim, live, forged(list))).toBe(false)
      for (const endorse of [forged(promise(by)), promise(by, gid), promise(other!)]) {
        expect(await isProven({ ...claim, endorse })).toBe(false)
      }
    }
    for (const dlist of [forged(said), dlistOf(by, 1, { ...under, t: VECTOR_DAY + 1 }), dlistOf(other!, 1, under)]) {
      expect(await isProven({ ...pads, dlist })).toBe(false)
    }
    expect(await isProven({ ...number, submit: forged(sentLive) })).toBe(false)
    expect(await isProven({ ...number, submit: { ...sentLive, coordinate: submit.coordinates[1]! } })).toBe(false)
  })
})
