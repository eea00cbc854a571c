/**
 * A member's own check of what the collector published (docs/protocol/rounds.md 3.1): first every chain and head and
 * the own commitments, only then the sums. Without this order K swaps one C and passes with any sum.
 */

import { type Primitives, concatBytes, equalBytes } from '../../crypto'
import type { CommitmentWork } from '../ports'
import { verifyMemberDay } from './member-day'
import { type MemberDay, decodeData } from './messages/data'
import type { Enrol } from './messages/enrol'
import type { GroupParameters } from './messages/group-parameters'
import { splitPublishedDay } from './messages/published-day'
import { type RoundSum, type Sum, decodeSumBody, isSumUnder, verifySum } from './messages/sum'
import { unlessMalformed } from './messages/unless-malformed'
import { selectCommitments } from './select-commitments'
import { roundsPerEpoch } from './epoch'

/** Why a day signed by the collector is untrue as a whole; what it signed is the evidence. */
export const DAY_FAULTS = [
  'sum-malformed',
  'data-malformed',
  'other-meter',
  'head-signature',
  'own-data-changed'
] as const

export type DayFault = (typeof DAY_FAULTS)[number]

/** One round of a published day. */
export type RoundFinding =
  /** The sum fits the meters. */
  | { readonly state: 'verified'; readonly value: bigint }
  /** K itself says that the submissions do not fit the meters. */
  | { readonly state: 'withheld' }
  /** K signed a sum that does not fit the meters, or that so many meters cannot have. */
  | { readonly state: 'false' }

export type DayFinding =
  /** Not K's statement about this roster: ask again. */
  | { readonly kind: 'not-a-statement' }
  /** `member`: index in the roster, where it is about one. */
  | { readonly kind: 'false-data'; readonly fault: DayFault; readonly member: number | null }
  | { readonly kind: 'rounds'; readonly rounds: readonly RoundFinding[] }

export type PublishedContext = {
  readonly group: GroupParameters
  readonly utcDay: number
  readonly rho: Uint8Array
  /** ENROLs of the roster, in its order, as judged. */
  readonly enrols: readonly { readonly enrol: Pick<Enrol, 'meterId' | 'meterKey'> }[]
  /** Index of the household in the roster; -1 for who is not in it. */
  readonly ownIndex: number
  /** What it submitted; null for who is not in it. */
  readonly ownDay: MemberDay | null
}

type Tools = { readonly primitives: Primitives; readonly work: Pick<CommitmentWork, 'badSums'> }

/** Checks a published day. Never throws for what came from outside; throws what `work` throws. */
export async function verifyPublishedDay(
  { primitives, work }: Tools,
  context: PublishedContext,
  wire: Uint8Array
): Promise<DayFinding> {
  const rounds = roundsPerEpoch(context.group)
  const members = context.enrols.length
  const parts = unlessMalformed(() => splitPublishedDay(wire, members, rounds))
  // K signs lists, questions and boards with the same key: whoever passes one of them off as a SUM shows nothing by it.
  if (!parts || !isSumUnder(context.rho, parts.body)) return NOT_A_STATEMENT
  if (!verifySum(primitives, { ...parts, sum: NO_SUM }, context.group.collectorKey)) return NOT_A_STATEMENT
  const sum = unlessMalformed(() => decodeSumBody(parts.body, rounds))
  if (!sum) return falseData('sum-malformed')
  // Bytes that were changed on the way are no statement of K's; bytes whose hash it signed are.
  if (!equalBytes(primitives.sha256(parts.data), sum.dataHash)) return NOT_A_STATEMENT
  const days = unlessMalformed(() => decodeData(parts.data, members, rounds))
  if (!days) return falseData('data-malformed')
  return (
    faultOfDays(primitives, context, days) ?? { kind: 'rounds', rounds: await checkRounds(work, context, days, sum) }
  )
}

const NOT_A_STATEMENT: DayFinding = { kind: 'not-a-statement' }
const NO_SUM: Sum = { rho: new Uint8Array(0), dataHash: new Uint8Array(0), rounds: [] }

function faultOfDays(primitives: Primitives, context: PublishedContext, days: readonly MemberDay[]): DayFinding | null {
  for (const [index, day] of days.entries()) {
    const enrol = context.enrols[index]?.enrol
    if (enrol?.meterId !== day.meterId) return falseData('other-meter', index)
    if (index === context.ownIndex && context.ownDay && !sameDay(day, context.ownDay))
      return falseData('own-data-changed', index)
    if (!verifyMemberDay(primitives, context.group, context.utcDay, day, enrol.meterKey)) {
      return falseData('head-signature', index)
    }
  }
  return null
}

async function checkRounds(
  work: Tools['work'],
  { group, enrols }: PublishedContext,
  days: readonly MemberDay[],
  sum: Sum
): Promise<RoundFinding[]> {
  const limit = BigInt(enrols.length) * group.maxValue
  const claimed = sum.rounds.flatMap((round, index) => (round.ok && round.value <= limit ? [{ ...round, index }] : []))
  const bad = await work.badSums({
    commitments: concatBytes(...days.map((day) => selectCommitments(day.commitments, claimed))),
    members: enrols.length,
    sums: claimed
  })
  const untrue = new Set(bad.map((position) => claimed[position]?.index))
  return sum.rounds.map((round, index) => findingOf(round, limit, untrue.has(index)))
}

function findingOf(round: RoundSum, limit: bigint, untrue: boolean): RoundFinding {
  if (!round.ok) return { state: 'withheld' }
  return untrue || round.value > limit ? { state: 'false' } : { state: 'verified', value: round.value }
}

function sameDay(a: MemberDay, b: MemberDay): boolean {
  return (
    a.firstCounter === b.firstCounter &&
    equalBytes(a.previousHash, b.previousHash) &&
    equalBytes(a.commitments, b.commitments)
  )
}

function falseData(fault: DayFault, member: number | null = null): DayFinding {
  return { kind: 'false-data', fault, member }
}
