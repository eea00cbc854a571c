/**
 * Judges and keeps the rosters that the collector shows. Two for one attempt are an equivocation: neither is taken
 * any more, unless one was fixed before, and both are kept as evidence (docs/attacks.md R4).
 */

import { FormatError, compareBytes, equalBytes, toHex } from '../../crypto'
import { encodeEvidence, signedRosterOf } from './evidence/evidence'
import { followBoard } from './follow-board'
import { meetKeptNumbers } from './kept-numbers'
import { type RosterJudgement, type RosterRefusal, judgeRoster } from './judge-roster'
import { type SignedEnd, decodeEnd, encodeEnd, verifyEnd } from './messages/end'
import { decodeEnrol } from './messages/enrol'
import { type RosterMember, type SignedRoster, decodeRoster, encodeRoster, rosterHash } from './messages/roster'
import { encodeSigned } from './messages/wire'
import type { RoundRefusal } from './round-reasons'
import type { JoinedGroup, SeenRoster } from './round-store'
import { type RoundsContext, companionRule } from './rounds-context'

type PassingRoster = RosterJudgement & { readonly ok: true }
type FailingRoster = Omit<RosterJudgement & { readonly ok: false }, 'reason'> & {
  readonly reason: RosterRefusal | 'roster-not-on-board'
}

export type JudgedRoster = { readonly signed: SignedRoster; readonly judgement: PassingRoster | FailingRoster }

/** Not about this household's day, or not the collector's word: nothing to answer, nothing to keep. */
const NOT_FOR_US: readonly RoundRefusal[] = [
  'roster-signature',
  'roster-other-group',
  'roster-other-day',
  'roster-without-me'
]

/** Three attempts, each told in several ways: more evidence of the same lie would only fill the disk. */
const KEPT_PER_DAY = 12

/** The household's entry in every roster of a day. @param exchange x_i, secret. */
export function ownEntry(
  { primitives }: Pick<RoundsContext, 'primitives'>,
  { memberId, enrolWire }: Pick<JoinedGroup, 'memberId' | 'enrolWire'>,
  exchange: Uint8Array
): RosterMember {
  const { meterKey } = decodeEnrol(enrolWire).enrol
  return { memberId, meterKey, exchangeKey: primitives.x25519.publicKey(exchange) }
}

/**
 * Notes rosters that were shown for a day and not seen before. Also of use when the day has submitted: a second roster
 * is still evidence.
 * @returns those of them that pass and may be taken.
 */
export function noteRosters(
  context: RoundsContext,
  joined: JoinedGroup,
  utcDay: number,
  shown: readonly Uint8Array[],
  own: RosterMember
): readonly JudgedRoster[] {
  const { store, troubles } = context
  const fresh = decodeNew(context, joined, utcDay, shown)
  meetKeptNumbers(context, fresh)
  const judged = fresh.map((signed) => judge(context, joined, utcDay, signed, own))
  const ours = judged.filter(({ judgement }) => judgement.ok || !NOT_FOR_US.includes(judgement.reason))
  if (ours.length < judged.length) troubles.set(joined.gid, utcDay, 'roster-not-for-us')
  if (ours.length === 0) return []
  store.transaction(() => {
    for (const one of ours) keep(context, joined, one)
    refuseEquivocations(context, joined, utcDay)
  })
  return ours.filter(({ judgement }) => isOpen(store.roster(joined.gid, judgement.rho)))
}

/** Fetches the rosters of an epoch, and the board where it has to say whether a new one of them is on it. */
export async function askForRosters(
  context: RoundsContext,
  joined: JoinedGroup,
  epoch: number
): Promise<readonly Uint8Array[]> {
  const shown = await context.transportOf(joined).rosters(epoch, joined.memberId)
  if (decodeNew(context, joined, epoch, shown).length > 0) await followBoard(context, joined)
  return shown
}

/** Rosters noted before and not refused, judged again: between then and now the program may have ended. */
export function openRosters(
  context: RoundsContext,
  joined: JoinedGroup,
  utcDay: number,
  own: RosterMember
): readonly JudgedRoster[] {
  const { store } = context
  return store
    .rosters(joined.gid, utcDay)
    .filter(isOpen)
    .flatMap((seen): JudgedRoster[] => {
      const judged = seen.wire && judge(context, joined, utcDay, decodeRoster(seen.wire), own)
      if (judged?.judgement.ok) return [judged]
      if (judged && !judged.judgement.ok) store.saveRoster({ ...seen, refusal: judged.judgement.reason })
      return []
    })
}

function isOpen(roster: SeenRoster | null): boolean {
  return roster?.refusal === null
}

function decodeNew(
  context: RoundsContext,
  joined: JoinedGroup,
  utcDay: number,
  wires: readonly Uint8Array[]
): SignedRoster[] {
  const found: SignedRoster[] = []
  if (context.store.rosters(joined.gid, utcDay).length >= KEPT_PER_DAY) return found
  for (const wire of wires) {
    const signed = decodeOrNote(context, joined, utcDay, wire)
    if (!signed || found.some(({ body }) => equalBytes(body, signed.body))) continue
    if (!context.store.roster(joined.gid, rosterHash(context.primitives, signed.body))) found.push(signed)
  }
  return found
}

function decodeOrNote(
  { troubles }: RoundsContext,
  { gid }: JoinedGroup,
  utcDay: number,
  wire: Uint8Array
): SignedRoster | null {
  try {
    return decodeRoster(wire)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    troubles.set(gid, utcDay, 'collector-malformed')
    return null
  }
}

function judge(
  context: RoundsContext,
  joined: JoinedGroup,
  utcDay: number,
  signed: SignedRoster,
  own: RosterMember
): JudgedRoster {
  const { gid, group } = joined
  const knownEnds = context.store.ends(gid).map(decodeEnd)
  const rule = companionRule(context, joined)
  const judgement = judgeRoster(context, { gid, group, utcDay, own, knownEnds, ...rule }, signed)
  return { signed, judgement: judgement.ok ? onBoard(context, gid, judgement) : judgement }
}

/** A list that the collector shows without having published it is one that it can deny or tell others otherwise. */
function onBoard({ store }: RoundsContext, gid: Uint8Array, passed: PassingRoster): JudgedRoster['judgement'] {
  if (store.boardHashAfter(gid, passed.rho)) return passed
  return { ok: false, rho: passed.rho, reason: 'roster-not-on-board', member: null }
}

function keep({ store, primitives }: RoundsContext, { gid }: JoinedGroup, { signed, judgement }: JudgedRoster): void {
  for (const end of signed.ends) if (isGenuine(primitives, end, signed)) store.addEnd(gid, encodeEnd(end))
  const kept: SeenRoster = {
    gid,
    utcDay: signed.roster.utcDay,
    attempt: signed.roster.attempt,
    rho: judgement.rho,
    wire: encodeRoster(signed),
    signed: encodeSigned(signed.body, signed.signature),
    refusal: judgement.ok ? null : judgement.reason,
    refuseDelivered: store.roster(gid, judgement.rho)?.refuseDelivered ?? false
  }
  store.saveRoster(kept)
  // Their ENROLs were verified; once the day has its sum they are not kept.
  if (judgement.ok) {
    const ids = signed.enrols.map(({ enrol }) => [toHex(enrol.memberId), enrol.meterId] as const)
    store.nameNeighbours(gid, new Map(ids))
  }
}

/** What K leaves out of a later roster still counts; only ENDs that somebody really signed are kept. */
function isGenuine(primitives: RoundsContext['primitives'], end: SignedEnd, { enrols }: SignedRoster): boolean {
  return enrols.some(
    ({ enrol, body }) => equalBytes(end.end.enrolHash, primitives.sha256(body)) && verifyEnd(primitives, end, enrol)
  )
}

/** The roster that a day has submitted under. In live mode nobody is shown a roster who has endorsed one. */
function fixedRho(store: RoundsContext['store'], gid: Uint8Array, utcDay: number): Uint8Array | null {
  const day = store.day(gid, utcDay)
  return day && 'rho' in day ? day.rho : null
}

function refuseEquivocations({ store, clock }: RoundsContext, { gid, group }: JoinedGroup, utcDay: number): void {
  const seen = store.rosters(gid, utcDay)
  const fixed = fixedRho(store, gid, utcDay)
  for (const roster of seen) {
    const other = seen.find(({ attempt, rho }) => attempt === roster.attempt && !equalBytes(rho, roster.rho))
    if (!other) continue
    const isFixed = fixed !== null && equalBytes(fixed, roster.rho)
    if (!isFixed && roster.refusal !== 'two-rosters') store.saveRoster({ ...roster, refusal: 'two-rosters' })
    const inOrder = compareBytes(roster.rho, other.rho) < 0 ? [roster, other] : [other, roster]
    const [first, second] = inOrder.map(({ signed }) => signedRosterOf(signed))
    if (!first || !second) continue
    const bytes = encodeEvidence({ group, roster: first, claim: { kind: 'two-rosters', other: second } })
    store.addEvidence({ gid, utcDay, kind: 'two-rosters', bytes, at: clock.now() })
  }
}
