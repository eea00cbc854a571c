/**
 * Whether a piece of evidence shows what it claims. Needs nothing but the file: everything in it is signed by those
 * whom it accuses. An honest member is never accused alone, and in a pair only beside a liar (docs/protocol/rounds.md 6).
 */

import {
  type Point,
  type Primitives,
  decodePoint,
  equalBytes,
  equalPoints,
  padPointOfVartime,
  toHex
} from '../../../crypto'
import { type MeterId, toMeterId } from '../../domain/meter/meter'
import type { CommitmentWork } from '../../ports'
import { firstRoundOf, roundsPerEpoch } from '../epoch'
import { type SignedDlist, decodeDlist, verifyDlist } from '../messages/dlist'
import { type SignedEndorse, decodeEndorse, verifyEndorse } from '../messages/endorse'
import { type GroupParameters, groupId } from '../messages/group-parameters'
import { decodeData } from '../messages/data'
import { splitPublishedDay } from '../messages/published-day'
import { type Roster, decodeRosterBody } from '../messages/roster'
import { decodeSubmitBody, hashCoordinate } from '../messages/submit'
import { unlessMalformed } from '../messages/unless-malformed'
import { encodeSigned } from '../messages/wire'
import { verifyPublishedDay } from '../verify-published-day'
import { boardsContradict } from './boards-contradict'
import { isNotOfMeter } from './is-not-of-meter'
import { contradictsDlist, padCommitmentFor } from './contradictions'
import {
  type BoardClaim,
  type Claim,
  type EvidenceKind,
  type RosterEvidence,
  type Statement,
  type SubmitStatement,
  decodeEvidence,
  rosterOf
} from './evidence'

export type EvidenceTools = { readonly primitives: Primitives; readonly work: Pick<CommitmentWork, 'badSums'> }

/** Who is shown to have lied; ids in hex, two of them where one of the two lies and it is not known which. */
export type Accused = { readonly party: 'collector' } | { readonly party: 'members'; readonly ids: readonly string[] }

export type EvidenceVerdict = {
  readonly kind: EvidenceKind
  readonly group: GroupParameters
  /** Hex. */
  readonly gid: string
  /** UTC day; in live mode t; null for boards, which speak of all of them. */
  readonly epoch: number | null
  readonly accused: Accused
  /** Whether it is shown. Where it is not, the file accuses without ground. */
  readonly proven: boolean
}

const NOBODY = toMeterId('0')

type Case = { readonly group: GroupParameters; readonly rho: Uint8Array; readonly roster: Roster }

/** @param bytes an evidence file. @throws FormatError for what is none. */
export async function verifyEvidence(tools: EvidenceTools, bytes: Uint8Array): Promise<EvidenceVerdict> {
  const evidence = decodeEvidence(bytes)
  const { group, claim } = evidence
  if (!evidence.roster) {
    const gid = groupId(tools.primitives, group)
    const proven = boardsContradict(tools.primitives, group, gid, evidence.claim)
    return { kind: claim.kind, group, gid: toHex(gid), epoch: null, accused: { party: 'collector' }, proven }
  }
  const { rho, roster } = rosterOf(tools.primitives, evidence)
  const gid = groupId(tools.primitives, group)
  const proven =
    equalBytes(gid, roster.gid) &&
    isSignedByCollector(tools.primitives, group, evidence.roster) &&
    (await isShown(tools, evidence, { group, rho, roster }))
  return { kind: claim.kind, group, gid: toHex(gid), epoch: roster.utcDay, accused: accusedOf(claim, group), proven }
}

/** Whom a claim accuses, proven or not. @throws FormatError. */
export function accusedOf(claim: Claim | BoardClaim, group: GroupParameters): Accused {
  switch (claim.kind) {
    case 'two-boards':
    case 'two-rosters':
    case 'false-sum':
      return { party: 'collector' }
    case 'submit-against-meter':
      return { party: 'members', ids: [toHex(claim.submit.submit.memberId)] }
    case 'submit-against-dlist':
    case 'endorse-against-dlist':
      return { party: 'members', ids: [toHex(claim.dlist.dlist.memberId)] }
    case 'submit-against-endorse':
      return { party: 'members', ids: [toHex(claim.endorse.endorse.memberId)] }
    case 'two-statements':
      return {
        party: 'members',
        ids: [toHex(readStatement(claim.statements[0], group)?.memberId ?? new Uint8Array(0))]
      }
    case 'pair':
      return { party: 'members', ids: claim.dlists.map(({ dlist }) => toHex(dlist.memberId)) }
  }
}

/** Whom a piece accuses that was checked before; the collector's are large, and their kind says it all. */
export function accusedIn({ kind, bytes }: { readonly kind: EvidenceKind; readonly bytes: Uint8Array }): Accused {
  if (kind === 'false-sum' || kind === 'two-rosters' || kind === 'two-boards') return { party: 'collector' }
  const { claim, group } = decodeEvidence(bytes)
  return accusedOf(claim, group)
}

function isShown(tools: EvidenceTools, { claim, roster }: RosterEvidence, of: Case): Promise<boolean> | boolean {
  const { primitives } = tools
  switch (claim.kind) {
    case 'two-rosters':
      return rostersContradict(primitives, of, roster, claim.other)
    case 'false-sum':
      return sumIsFalse(tools, of, claim.published)
    case 'submit-against-meter':
      return isNotOfMeter(primitives, of, claim)
    case 'submit-against-dlist':
      return (
        submitHolds(primitives, of, claim.submit, claim.dlist.dlist.memberId) &&
        dlistHolds(primitives, of, claim.dlist, claim.submit.t) &&
        contradictsDlist(padPointOf(claim.submit), of.roster, claim.dlist.dlist)
      )
    case 'endorse-against-dlist':
      return (
        of.group.mode === 'live' &&
        endorseHolds(primitives, of, claim.endorse, claim.dlist.dlist.memberId) &&
        dlistHolds(primitives, of, claim.dlist, of.roster.utcDay) &&
        contradictsDlist(promisedPoint(claim.endorse), of.roster, claim.dlist.dlist)
      )
    case 'submit-against-endorse':
      return (
        of.group.mode === 'live' &&
        submitHolds(primitives, of, claim.submit, claim.endorse.endorse.memberId) &&
        endorseHolds(primitives, of, claim.endorse, claim.endorse.endorse.memberId) &&
        !samePoint(padPointOf(claim.submit), promisedPoint(claim.endorse))
      )
    case 'two-statements':
      return statementsContradict(primitives, of, claim.statements)
    case 'pair':
      return dlistsContradict(primitives, of, claim.dlists)
  }
}

function isSignedByCollector({ ed25519 }: Primitives, group: GroupParameters, { body, signature }: Statement): boolean {
  return ed25519.verify(signature, body, group.collectorKey)
}

function isMember({ roster }: Case, id: Uint8Array): boolean {
  return roster.members.some(({ memberId }) => equalBytes(memberId, id))
}

function rostersContradict(
  primitives: Primitives,
  { group, roster }: Case,
  first: Statement,
  second: Statement
): boolean {
  const other = decodeRosterBody(second.body)
  return (
    !equalBytes(first.body, second.body) &&
    isSignedByCollector(primitives, group, second) &&
    equalBytes(other.gid, roster.gid) &&
    other.utcDay === roster.utcDay &&
    other.attempt === roster.attempt &&
    other.members.some(({ memberId }) => roster.members.some((member) => equalBytes(member.memberId, memberId)))
  )
}

/**
 * Which meter's id stands beside a head is K's own statement in DATA; an ENROL attached by the accuser would be a
 * way to make K look false.
 */
async function sumIsFalse(tools: EvidenceTools, { group, rho, roster }: Case, published: Uint8Array): Promise<boolean> {
  const count = roster.members.length
  const names = meterIdsOf(published, count, roundsPerEpoch(group))
  // Without names DATA cannot be read, and that is found before any of them is looked at.
  const enrols = roster.members.map(({ meterKey }, index) => ({ enrol: { meterKey, meterId: names[index] ?? NOBODY } }))
  const context = { group, utcDay: roster.utcDay, rho, enrols, ownIndex: -1, ownDay: null }
  const finding = await verifyPublishedDay(tools, context, published)
  if (finding.kind === 'false-data') return true
  return finding.kind === 'rounds' && finding.rounds.some(({ state }) => state === 'false')
}

function submitHolds(
  primitives: Primitives,
  of: Case,
  { body, signature, t, coordinate }: SubmitStatement,
  id: Uint8Array
): boolean {
  const rounds = roundsPerEpoch(of.group)
  const submit = decodeSubmitBody(body, rounds)
  const expected = submit.coordinateHashes[t - firstRoundOf(of.group, of.roster.utcDay)]
  return (
    expected !== undefined &&
    equalBytes(submit.rho, of.rho) &&
    equalBytes(submit.memberId, id) &&
    isMember(of, id) &&
    primitives.ed25519.verify(signature, body, id) &&
    equalBytes(expected, hashCoordinate(primitives, submit, t, coordinate))
  )
}

function dlistHolds(primitives: Primitives, of: Case, signed: SignedDlist, t: number): boolean {
  const { dlist } = signed
  return (
    equalBytes(dlist.rho, of.rho) && dlist.t === t && isMember(of, dlist.memberId) && verifyDlist(primitives, signed)
  )
}

function endorseHolds(primitives: Primitives, of: Case, signed: SignedEndorse, id: Uint8Array): boolean {
  const { rho, memberId } = signed.endorse
  return equalBytes(rho, of.rho) && equalBytes(memberId, id) && isMember(of, id) && verifyEndorse(primitives, signed)
}

function dlistsContradict(primitives: Primitives, of: Case, [a, b]: readonly [SignedDlist, SignedDlist]): boolean {
  const mine = padCommitmentFor(of.roster, a.dlist, b.dlist.memberId)
  const yours = padCommitmentFor(of.roster, b.dlist, a.dlist.memberId)
  return (
    mine !== null &&
    yours !== null &&
    dlistHolds(primitives, of, a, a.dlist.t) &&
    dlistHolds(primitives, of, b, a.dlist.t) &&
    !equalBytes(mine, yours)
  )
}

function statementsContradict(primitives: Primitives, of: Case, [a, b]: readonly [Statement, Statement]): boolean {
  const first = readStatement(a, of.group)
  const second = readStatement(b, of.group)
  if (!first || !second || equalBytes(a.body, b.body)) return false
  return (
    first.about === second.about &&
    equalBytes(first.memberId, second.memberId) &&
    equalBytes(first.rho, of.rho) &&
    equalBytes(second.rho, of.rho) &&
    isMember(of, first.memberId) &&
    [a, b].every(({ body, signature }) => primitives.ed25519.verify(signature, body, first.memberId))
  )
}

/** Of what a member can make but one statement. Null for anything else. */
function readStatement(
  statement: Statement,
  group: GroupParameters
): { readonly about: string; readonly rho: Uint8Array; readonly memberId: Uint8Array } | null {
  const wire = encodeSigned(statement.body, statement.signature)
  const { endorse } = unlessMalformed(() => decodeEndorse(wire)) ?? {}
  if (endorse) return { about: 'endorse', ...endorse }
  const { dlist } = unlessMalformed(() => decodeDlist(wire)) ?? {}
  if (dlist) return { about: `dlist ${String(dlist.t)}`, ...dlist }
  const submit = unlessMalformed(() => decodeSubmitBody(statement.body, roundsPerEpoch(group)))
  return submit && { about: 'submit', ...submit }
}

function padPointOf({ coordinate }: SubmitStatement): Point | null {
  return unlessMalformed(() => padPointOfVartime(coordinate.masked, coordinate.commitment))
}

function promisedPoint({ endorse }: SignedEndorse): Point | null {
  return unlessMalformed(() => decodePoint(endorse.padPoint))
}

/** What is no point equals nothing. */
function samePoint(a: Point | null, b: Point | null): boolean {
  return a !== null && b !== null && equalPoints(a, b)
}

function meterIdsOf(published: Uint8Array, members: number, rounds: number): readonly MeterId[] {
  const days = unlessMalformed(() => decodeData(splitPublishedDay(published, members, rounds).data, members, rounds))
  return days?.map(({ meterId }) => meterId) ?? []
}
