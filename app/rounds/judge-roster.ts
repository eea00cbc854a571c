/** Whether a roster may be taken: every reason to refuse, before any pad is made (docs/attacks.md R41). */

import { type Primitives, compareBytes, equalBytes, isAcceptableX25519Key, toHex } from '../../crypto'
import type { Period } from '../domain/interval'
import type { EnrolChecker } from './enrol-checker'
import { spanOf } from './epoch'
import { type SignedEnd, endsWithin, verifyEnd } from './messages/end'
import { type SignedEnrol, enrolCovers } from './messages/enrol'
import { type GroupParameters, MAX_ROSTER, MIN_ROSTER } from './messages/group-parameters'
import { type SignedKeys, verifyKeys } from './messages/keys'
import { type RosterMember, type SignedRoster, rosterHash } from './messages/roster'

export const MAX_ATTEMPTS = 3

/** Codes that the locales turn into sentences. */
export const ROSTER_REFUSALS = [
  'roster-signature',
  'roster-other-group',
  'roster-other-day',
  'roster-attempt',
  'roster-too-small',
  'roster-too-large',
  'roster-order',
  'roster-duplicate-meter',
  'roster-duplicate-key',
  'roster-without-me',
  'roster-own-entry',
  'enrol-mismatch',
  'enrol-signature',
  'enrol-expired',
  'enrol-ended',
  'keys-mismatch',
  'keys-signature',
  'exchange-key',
  'too-few-companions'
] as const

export type RosterRefusal = (typeof ROSTER_REFUSALS)[number]

export type RosterJudgement =
  | { readonly ok: true; readonly rho: Uint8Array; readonly companions: number }
  /** `member`: index of the member concerned, if it is about one. */
  | { readonly ok: false; readonly rho: Uint8Array; readonly reason: RosterRefusal; readonly member: number | null }

/** What the household knows by itself. */
export type RosterContext = {
  readonly gid: Uint8Array
  readonly group: GroupParameters
  /** The epoch: a UTC day; in live mode t. */
  readonly utcDay: number
  readonly own: RosterMember
  /** Ids (hex) of the members verified by me. */
  readonly confirmed: ReadonlySet<string>
  /** g_min; 0 where the person has said in words that fewer are accepted. */
  readonly companionsNeeded: number
  /** ENDs seen before: what K leaves out later still counts. */
  readonly knownEnds: readonly SignedEnd[]
}

type Tools = { readonly primitives: Primitives; readonly checkEnrol: EnrolChecker }
type Fault = { readonly reason: RosterRefusal; readonly member: number | null }

/** Judges one roster. Never throws for what came from outside. */
export function judgeRoster(tools: Tools, context: RosterContext, signed: SignedRoster): RosterJudgement {
  const rho = rosterHash(tools.primitives, signed.body)
  const fault = faultOfRoster(tools.primitives, context, signed) ?? faultOfMembers(tools, context, signed)
  if (fault) return { ok: false, rho, ...fault }
  const companions = companionsIn(signed, context)
  if (companions < context.companionsNeeded) return { ok: false, rho, reason: 'too-few-companions', member: null }
  return { ok: true, rho, companions }
}

/** Members of this very roster, beside the household itself, that the person has verified. */
export function companionsIn(
  { roster }: Pick<SignedRoster, 'roster'>,
  { own, confirmed }: Pick<RosterContext, 'own' | 'confirmed'>
): number {
  return roster.members.filter(({ memberId }) => !equalBytes(memberId, own.memberId) && confirmed.has(toHex(memberId)))
    .length
}

/**
 * The collector's signature first: nothing is spent on what it did not say. Then whether it is about this household:
 * what is not needs no answer.
 */
function faultOfRoster(primitives: Primitives, context: RosterContext, signed: SignedRoster): Fault | null {
  const { group, own } = context
  const { roster, body, signature } = signed
  const { members } = roster
  if (!primitives.ed25519.verify(signature, body, group.collectorKey)) return whole('roster-signature')
  if (!equalBytes(roster.gid, context.gid)) return whole('roster-other-group')
  if (roster.utcDay !== context.utcDay) return whole('roster-other-day')
  const me = members.find(({ memberId }) => equalBytes(memberId, own.memberId))
  if (!me) return whole('roster-without-me')
  if (roster.attempt < 1 || roster.attempt > MAX_ATTEMPTS) return whole('roster-attempt')
  if (members.length < Math.max(group.minRoster, MIN_ROSTER)) return whole('roster-too-small')
  if (members.length > MAX_ROSTER) return whole('roster-too-large')
  if (!equalBytes(me.meterKey, own.meterKey) || !equalBytes(me.exchangeKey, own.exchangeKey)) {
    return whole('roster-own-entry')
  }
  return faultOfOrder(members) ?? faultOfRepetition(signed)
}

function faultOfOrder(members: readonly RosterMember[]): Fault | null {
  const index = members.findIndex((member, at) => {
    const before = members[at - 1]
    return before !== undefined && compareBytes(before.memberId, member.memberId) >= 0
  })
  return index < 0 ? null : { reason: 'roster-order', member: index }
}

/** One meter is one member, and no key serves two (docs/attacks.md K7, K10, R34). Their order tells ids apart. */
function faultOfRepetition({ roster, enrols }: SignedRoster): Fault | null {
  const { members } = roster
  return (
    repeated(
      enrols.map(({ enrol }) => enrol.meterId),
      'roster-duplicate-meter'
    ) ??
    repeated(
      members.map(({ meterKey }) => toHex(meterKey)),
      'roster-duplicate-meter'
    ) ??
    repeated(
      members.map(({ exchangeKey }) => toHex(exchangeKey)),
      'roster-duplicate-key'
    )
  )
}

function repeated(names: readonly string[], reason: RosterRefusal): Fault | null {
  const index = names.findIndex((name, at) => names.indexOf(name) !== at)
  return index < 0 ? null : { reason, member: index }
}

function faultOfMembers(tools: Tools, context: RosterContext, signed: SignedRoster): Fault | null {
  const ends = [...context.knownEnds, ...signed.ends]
  for (const [index, member] of signed.roster.members.entries()) {
    const enrol = signed.enrols[index]
    const keys = signed.keys[index]
    const reason =
      enrol && keys
        ? (enrolFault(tools, context, member, enrol, ends) ?? keysFault(tools.primitives, context, member, keys))
        : 'enrol-mismatch'
    if (reason) return { reason, member: index }
  }
  return null
}

function enrolFault(
  { primitives, checkEnrol }: Tools,
  context: RosterContext,
  member: RosterMember,
  signed: SignedEnrol,
  ends: readonly SignedEnd[]
): RosterRefusal | null {
  const { enrol } = signed
  if (!equalBytes(enrol.gid, context.gid)) return 'enrol-mismatch'
  if (!equalBytes(enrol.memberId, member.memberId)) return 'enrol-mismatch'
  if (!equalBytes(enrol.meterKey, member.meterKey)) return 'enrol-mismatch'
  if (!enrolCovers(enrol, spanOf(context.group, context.utcDay))) return 'enrol-expired'
  if (!checkEnrol(signed)) return 'enrol-signature'
  return hasEnded(primitives, signed, spanOf(context.group, context.utcDay), ends) ? 'enrol-ended' : null
}

function hasEnded(
  primitives: Primitives,
  { enrol, body }: SignedEnrol,
  epoch: Period,
  ends: readonly SignedEnd[]
): boolean {
  if (ends.length === 0) return false
  const hash = primitives.sha256(body)
  return ends.some(
    (signed) =>
      equalBytes(signed.end.enrolHash, hash) && endsWithin(signed.end, epoch) && verifyEnd(primitives, signed, enrol)
  )
}

function keysFault(
  primitives: Primitives,
  context: RosterContext,
  member: RosterMember,
  signed: SignedKeys
): RosterRefusal | null {
  const { keys } = signed
  if (!equalBytes(keys.gid, context.gid) || keys.utcDay !== context.utcDay) return 'keys-mismatch'
  if (!equalBytes(keys.exchangeKey, member.exchangeKey)) return 'keys-mismatch'
  if (!isAcceptableX25519Key(keys.exchangeKey)) return 'exchange-key'
  return verifyKeys(primitives, signed, member.memberId) ? null : 'keys-signature'
}

function whole(reason: RosterRefusal): Fault {
  return { reason, member: null }
}
