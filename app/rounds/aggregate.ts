/**
 * The collector's side of a day, without clock, store or wire: who is in a roster, whether a submission belongs to it,
 * and what the submissions add up to. It never sees a reading: only masked numbers and commitments.
 */

import { type Primitives, type Scalar, compareBytes, concatBytes, equalBytes, toScalar } from '../../crypto'
import type { CommitmentWork } from '../ports'
import { dayOfSubmit, verifyMemberDay } from './member-day'
import { encodeData } from './messages/data'
import type { SignedEnd } from './messages/end'
import type { SignedEnrol } from './messages/enrol'
import type { GroupParameters } from './messages/group-parameters'
import type { SignedKeys } from './messages/keys'
import { type SignedRoster, encodeRosterBody } from './messages/roster'
import { type SignedSubmit, type Submit, verifySubmit } from './messages/submit'
import type { RoundSum, Sum } from './messages/sum'
import { selectCommitments } from './select-commitments'
import { firstRoundOf, roundsPerEpoch } from './epoch'

/** A member that has offered the day. */
export type ReadyMember = { readonly enrol: SignedEnrol; readonly keys: SignedKeys }

/** Why a submission is not taken; `head-signature`: the commitments are not this meter's day. */
export type SubmissionFault = 'not-a-member' | 'signature' | 'head-signature'

/**
 * Signs a ROSTER of these members, ids ascending.
 * @param attempt 1 to 3. @param seed K's, 32 bytes, secret.
 */
export function signRoster(
  { ed25519 }: Primitives,
  { gid, utcDay, attempt }: { readonly gid: Uint8Array; readonly utcDay: number; readonly attempt: number },
  ready: readonly ReadyMember[],
  ends: readonly SignedEnd[],
  seed: Uint8Array
): SignedRoster {
  const sorted = [...ready].sort((a, b) => compareBytes(a.enrol.enrol.memberId, b.enrol.enrol.memberId))
  const members = sorted.map(({ enrol: { enrol }, keys: { keys } }) => ({
    memberId: enrol.memberId,
    meterKey: enrol.meterKey,
    exchangeKey: keys.exchangeKey
  }))
  const roster = { gid, utcDay, attempt, members }
  const body = encodeRosterBody(roster)
  return {
    roster,
    body,
    signature: ed25519.sign(seed, body),
    enrols: sorted.map(({ enrol }) => enrol),
    keys: sorted.map(({ keys }) => keys),
    ends
  }
}

/** Whether a submission belongs to this roster and shows the day that the member's meter signed. */
export function faultOfSubmission(
  primitives: Primitives,
  group: GroupParameters,
  { roster, enrols }: Pick<SignedRoster, 'roster' | 'enrols'>,
  signed: SignedSubmit
): SubmissionFault | null {
  const index = roster.members.findIndex(({ memberId }) => equalBytes(memberId, signed.submit.memberId))
  const enrol = enrols[index]?.enrol
  if (!enrol) return 'not-a-member'
  if (!verifySubmit(primitives, signed, firstRoundOf(group, roster.utcDay))) return 'signature'
  const day = dayOfSubmit(enrol.meterId, signed.submit)
  return verifyMemberDay(primitives, group, roster.utcDay, day, enrol.meterKey) ? null : 'head-signature'
}

/**
 * DATA and SUM of a roster whose members have all submitted. A round whose sum does not open the sum of the
 * commitments, or is larger than so many meters can have, is stated as not ok; the others stand.
 * @param submits one for each member, in roster order, each taken by `faultOfSubmission`.
 */
export async function sumSubmissions(
  { primitives, work }: { readonly primitives: Primitives; readonly work: Pick<CommitmentWork, 'badSums'> },
  group: GroupParameters,
  rho: Uint8Array,
  enrols: readonly Pick<SignedEnrol, 'enrol'>[],
  submits: readonly Submit[]
): Promise<{ readonly data: Uint8Array; readonly sum: Sum }> {
  const days = submits.map((submit, index) => {
    const enrol = enrols[index]?.enrol
    if (!enrol) throw new TypeError('sum: one submission for each member')
    return dayOfSubmit(enrol.meterId, submit)
  })
  const limit = BigInt(submits.length) * group.maxValue
  const sums = Array.from({ length: roundsPerEpoch(group) }, (_, index) => ({ ...addUp(submits, index), index }))
  const plausible = sums.filter(({ value }) => value <= limit)
  const bad = await work.badSums({
    commitments: concatBytes(...days.map((day) => selectCommitments(day.commitments, plausible))),
    members: submits.length,
    sums: plausible
  })
  const untrue = new Set(bad.map((position) => plausible[position]?.index))
  const rounds = sums.map(({ index, value, blinding }): RoundSum =>
    value > limit || untrue.has(index) ? { ok: false } : { ok: true, value, blinding }
  )
  const data = encodeData(days)
  return { data, sum: { rho, dataHash: primitives.sha256(data), rounds } }
}

/** V and R of one round, modulo l: the pads of all members cancel. */
function addUp(submits: readonly Submit[], index: number): { value: bigint; blinding: Scalar } {
  let value = 0n
  let blinding = 0n
  for (const { coordinates } of submits) {
    const masked = coordinates[index]?.masked
    if (!masked) throw new TypeError('sum: a submission has too few rounds')
    value += masked.value
    blinding += masked.blinding
  }
  return { value: toScalar(value), blinding: toScalar(blinding) }
}
