/**
 * Finding out who lied, without opening anything (docs/protocol/rounds.md 6): the collector asks for DLISTs of rounds
 * that do not add up, and compares each with what its member sent and with those of the others.
 */

import { decodePoint, equalBytes, padPointOfVartime, toHex } from '../../crypto'
import { SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { firstRoundOf, roundsPerEpoch } from '../../app/rounds/epoch'
import { contradictsDlist, padCommitmentFor } from '../../app/rounds/evidence/contradictions'
import { type Claim, type Statement, encodeEvidence } from '../../app/rounds/evidence/evidence'
import { accusedOf } from '../../app/rounds/evidence/verify-evidence'
import { MAX_ASKED, decodeAsk, encodeAsk, signAsk } from '../../app/rounds/messages/ask'
import { type SignedDlist, decodeDlist, verifyDlist } from '../../app/rounds/messages/dlist'
import { decodeEndorse } from '../../app/rounds/messages/endorse'
import { type Roster, type SignedRoster, decodeRoster } from '../../app/rounds/messages/roster'
import { type SignedSubmit, decodeSubmit } from '../../app/rounds/messages/submit'
import { unlessMalformed } from '../../app/rounds/messages/unless-malformed'
import { blameUntil } from './receiving-times'
import type { PostedFinding } from './blame-board'
import type { PostedRoster } from './board-store'
import type { Receipt, ReceiverDeps } from './receive'

/** Named alone, or beside two different members, within this time: left out of rosters or shown as suspect. */
const MEMORY_SECONDS = 30 * SECONDS_PER_DAY

/** Whoever lies can sign as many contradictions as it likes; nothing on the board is ever removed. */
const KEPT_AGAINST_ONE = 4

/** What came out of a roster's rounds that did not add up. */
export type BlameReport = {
  readonly rho: string
  /** Ids, hex: each contradicted itself. */
  readonly named: readonly string[]
  /** One of each two lied. */
  readonly pairs: readonly (readonly [string, string])[]
  /** Did not answer: the collector's word only, and proves nothing. */
  readonly silent: readonly string[]
}

type SigningDeps = ReceiverDeps & { readonly seed: Uint8Array }

/** Signs the question for the first rounds that do not add up. @param rounds indexes within the epoch, ascending. */
export function askFor(
  { primitives, board, seed, group, clock }: SigningDeps,
  { rho, utcDay }: Pick<PostedRoster, 'rho' | 'utcDay'>,
  rounds: readonly number[]
): void {
  if (rounds.length === 0) return
  const first = firstRoundOf(group, utcDay)
  const asked = rounds.slice(0, MAX_ASKED).map((index) => first + index)
  board.addAsk(rho, encodeAsk(signAsk(primitives, { rho, rounds: asked }, seed)), clock.now())
}

export function takeDlist(deps: ReceiverDeps, wire: Uint8Array): Receipt {
  const { primitives, board, clock } = deps
  const signed = decodeDlist(wire)
  const { rho, memberId, t } = signed.dlist
  const posted = board.roster(rho)
  const ask = board.ask(rho)
  if (!posted || !ask || !decodeAsk(ask).ask.rounds.includes(t)) return 'unknown'
  const signedRoster = decodeRoster(posted.wire)
  if (!signedRoster.roster.members.some((member) => equalBytes(member.memberId, memberId))) return 'unknown'
  if (!verifyDlist(primitives, signed)) return 'forbidden'
  const taken = board.dlists(rho)
  const own = taken.find((other) => other.t === t && equalBytes(other.memberId, memberId))
  if (own && equalBytes(own.wire, wire)) return 'taken'
  const accuse = accuser(deps, posted, signedRoster)
  if (own) {
    accuse({ kind: 'two-statements', statements: [statementOf(own.wire), signed] })
    return 'conflict'
  }
  if (clock.now() >= blameUntil(deps.group, posted.utcDay)) return 'late'
  board.addDlist(rho, { memberId, t, wire }, clock.now())
  compare(deps, signedRoster, signed, accuse)
  return 'taken'
}

/** Records that the member's meter did not sign for this epoch: its own SUBMIT shows it. */
export function accuseOfForeignRecords(
  deps: ReceiverDeps,
  posted: PostedRoster,
  roster: SignedRoster,
  submit: SignedSubmit
): void {
  const enrol = roster.enrols.find((one) => equalBytes(one.enrol.memberId, submit.submit.memberId))
  if (enrol) accuser(deps, posted, roster)({ kind: 'submit-against-meter', submit, enrol })
}

/** A second SUBMIT of one member under one roster: evidence against it. */
export function accuseOfTwoSubmits(
  deps: ReceiverDeps,
  posted: PostedRoster,
  first: Uint8Array,
  second: SignedSubmit
): void {
  const earlier = decodeSubmit(first, roundsPerEpoch(deps.group))
  if (equalBytes(earlier.body, second.body)) return
  if (!deps.primitives.ed25519.verify(second.signature, second.body, second.submit.memberId)) return
  accuser(deps, posted, decodeRoster(posted.wire))({ kind: 'two-statements', statements: [earlier, second] })
}

/** What was found under a roster that was asked about; null where nothing was asked. */
export function blameOf({ board }: Pick<ReceiverDeps, 'board'>, { rho, wire }: PostedRoster): BlameReport | null {
  const ask = board.ask(rho)
  if (!ask) return null
  const { rounds } = decodeAsk(ask).ask
  const answered = board.dlists(rho)
  const findings = board.findings(rho)
  const members = decodeRoster(wire).roster.members.map(({ memberId }) => memberId)
  const isSilent = (id: Uint8Array): boolean =>
    answered.filter(({ memberId }) => equalBytes(memberId, id)).length < rounds.length
  return {
    rho: toHex(rho),
    named: [...new Set(findings.flatMap(({ accused }) => (accused.length === 1 ? accused : [])))],
    pairs: findings.flatMap(({ accused: [one, two] }) => (one && two ? [[one, two] as const] : [])),
    silent: members.filter(isSilent).map(toHex)
  }
}

/**
 * Ids (hex) that the next roster is made without: who was named alone, for thirty days; both of a pair, once.
 * @param lastRosterAt when rosters of a new day were last made.
 */
export function sittingOut(
  { board }: Pick<ReceiverDeps, 'board'>,
  now: UtcSeconds,
  lastRosterAt: UtcSeconds | null
): ReadonlySet<string> {
  const recent = board.findingsSince(toUtcSeconds(Math.max(0, now - MEMORY_SECONDS)))
  return new Set(
    recent.flatMap(({ accused, at }) =>
      accused.length === 1 || lastRosterAt === null || at >= lastRosterAt ? accused : []
    )
  )
}

/** B2 for the one who answers, then B3 with all who answered before. */
function compare(
  deps: ReceiverDeps,
  signedRoster: SignedRoster,
  signed: SignedDlist,
  accuse: (claim: Claim) => void
): void {
  const { rho, t } = signed.dlist
  const { roster } = signedRoster
  const contradiction = selfContradiction(deps, signedRoster, signed)
  if (contradiction) {
    accuse(contradiction)
    return
  }
  const liars = new Set(deps.board.findings(rho).flatMap(({ accused }) => (accused.length === 1 ? accused : [])))
  for (const other of deps.board.dlists(rho)) {
    if (other.t !== t || liars.has(toHex(other.memberId)) || equalBytes(other.memberId, signed.dlist.memberId)) continue
    const theirs = decodeDlist(other.wire)
    const mine = padCommitmentFor(roster, signed.dlist, other.memberId)
    const yours = padCommitmentFor(roster, theirs.dlist, signed.dlist.memberId)
    if (mine && yours && !equalBytes(mine, yours)) accuse({ kind: 'pair', dlists: inOrder(signed, theirs) })
  }
}

/** B2 as a claim, where what the member sent contradicts its DLIST. */
function selfContradiction(
  { board, group }: ReceiverDeps,
  { roster }: SignedRoster,
  signed: SignedDlist
): Claim | null {
  const { rho, memberId, t } = signed.dlist
  if (group.mode === 'live') return endorseContradiction(board.endorsements(rho), roster, signed)
  const wire = board.submits(rho).find((submit) => equalBytes(submit.memberId, memberId))?.wire
  if (!wire) return null
  const { submit, body, signature } = decodeSubmit(wire, roundsPerEpoch(group))
  const coordinate = submit.coordinates[t - firstRoundOf(group, roster.utcDay)]
  if (!coordinate) return null
  const point = unlessMalformed(() => padPointOfVartime(coordinate.masked, coordinate.commitment))
  if (!contradictsDlist(point, roster, signed.dlist)) return null
  return { kind: 'submit-against-dlist', submit: { body, signature, t, coordinate }, dlist: signed }
}

/** In live mode the pads were committed to before: P_i,t of ENDORSE. */
function endorseContradiction(
  endorsements: ReturnType<ReceiverDeps['board']['endorsements']>,
  roster: Pick<Roster, 'members'>,
  signed: SignedDlist
): Claim | null {
  const wire = endorsements.find((one) => equalBytes(one.memberId, signed.dlist.memberId))?.wire
  if (!wire) return null
  const endorse = decodeEndorse(wire)
  const point = unlessMalformed(() => decodePoint(endorse.endorse.padPoint))
  return contradictsDlist(point, roster, signed.dlist)
    ? { kind: 'endorse-against-dlist', endorse, dlist: signed }
    : null
}

export function accuser(
  { board, group, clock }: ReceiverDeps,
  { rho }: PostedRoster,
  roster: Statement
): (claim: Claim) => void {
  return (claim) => {
    const accused = accusedOf(claim, group)
    if (accused.party !== 'members' || isKnownLiar(board.findings(rho), accused.ids)) return
    const wire = encodeEvidence({ group, roster, claim })
    board.addFinding({ rho, accused: accused.ids, wire, at: clock.now() })
  }
}

/** Of a member that goes on contradicting itself enough is known. Pairs have an end by themselves: a DLIST is taken once. */
function isKnownLiar(findings: readonly PostedFinding[], ids: readonly string[]): boolean {
  const alone = findings.filter(({ accused }) => accused.length === 1 && accused[0] === ids[0])
  return ids.length === 1 && alone.length >= KEPT_AGAINST_ONE
}

function inOrder(a: SignedDlist, b: SignedDlist): readonly [SignedDlist, SignedDlist] {
  return toHex(a.dlist.memberId) < toHex(b.dlist.memberId) ? [a, b] : [b, a]
}

function statementOf(wire: Uint8Array): Statement {
  const { body, signature } = decodeDlist(wire)
  return { body, signature }
}
