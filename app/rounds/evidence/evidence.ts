/** Evidence: signed statements that contradict each other, in one file that anybody can check (docs/protocol/rounds.md 6). */

import { type Primitives, FormatError, TAGS, encodeScalar, lp, readLpAs, u64, utf8 } from '../../../crypto'
import { roundsPerEpoch } from '../epoch'
import { type SignedBoard, decodeBoard, encodeBoard } from '../messages/board'
import { MAX_DLIST_BYTES, type SignedDlist, decodeDlist, encodeDlist } from '../messages/dlist'
import { MAX_ENDORSE_BYTES, type SignedEndorse, decodeEndorse, encodeEndorse } from '../messages/endorse'
import { type SignedEnrol, decodeEnrol, encodeEnrol } from '../messages/enrol'
import { type GroupParameters, MAX_ROSTER, decodeGroup, encodeGroup } from '../messages/group-parameters'
import { maxPublishedBytes } from '../messages/published-day'
import { type Roster, MAX_ROSTER_BYTES, decodeRosterBody, rosterHash } from '../messages/roster'
import {
  type SignedSubmit,
  type SubmitCoordinate,
  coordinateOf,
  decodeSubmit,
  decodeSubmitBody,
  encodeSubmit,
  maxSubmitBytes
} from '../messages/submit'
import { HASH_BYTES, decodeSignedOnce, encodeSigned, fixed, present, readRound } from '../messages/wire'

/** What is shown, and of whom: the first three of the collector, `pair` of one of two members, the others of one. */
export const EVIDENCE_KINDS = [
  'two-boards',
  'two-rosters',
  'false-sum',
  'submit-against-meter',
  'submit-against-dlist',
  'endorse-against-dlist',
  'submit-against-endorse',
  'two-statements',
  'pair'
] as const

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** A body and the signature under it. */
export type Statement = { readonly body: Uint8Array; readonly signature: Uint8Array }

/** SUBMIT as signed, and the numbers of one of its rounds. */
export type SubmitStatement = Statement & { readonly t: number; readonly coordinate: SubmitCoordinate }

export type Claim =
  | { readonly kind: 'two-rosters'; readonly other: Statement }
  | { readonly kind: 'false-sum'; readonly published: Uint8Array }
  /** The whole SUBMIT: its chain is recomputed from all its commitments. ENROL says which meter is the member's. */
  | { readonly kind: 'submit-against-meter'; readonly submit: SignedSubmit; readonly enrol: SignedEnrol }
  | { readonly kind: 'submit-against-dlist'; readonly submit: SubmitStatement; readonly dlist: SignedDlist }
  | { readonly kind: 'endorse-against-dlist'; readonly endorse: SignedEndorse; readonly dlist: SignedDlist }
  | { readonly kind: 'submit-against-endorse'; readonly submit: SubmitStatement; readonly endorse: SignedEndorse }
  | { readonly kind: 'two-statements'; readonly statements: readonly [Statement, Statement] }
  | { readonly kind: 'pair'; readonly dlists: readonly [SignedDlist, SignedDlist] }

/** Two boards of one collector of which the second, signed in the knowledge of the first, does not lead on from it. */
export type BoardClaim = {
  readonly kind: 'two-boards'
  readonly boards: readonly [SignedBoard, SignedBoard]
  /** h of the second board after as many entries as the first has; empty where the second is shorter. */
  readonly start: Uint8Array
  /** Its entries from there on, 32 bytes each. */
  readonly digests: Uint8Array
}

/** About what happened under a roster. */
export type RosterEvidence = {
  readonly group: GroupParameters
  /** ROSTER as K signed it: rho, the order of ids and the meters' keys follow from it. */
  readonly roster: Statement
  readonly claim: Claim
}

export type Evidence =
  RosterEvidence | { readonly group: GroupParameters; readonly roster: null; readonly claim: BoardClaim }

/** A day of 200 members and 1,440 rounds. */
export const MAX_EVIDENCE_BYTES = maxPublishedBytes(MAX_ROSTER, 1440) + MAX_ROSTER_BYTES + 4096
const LIMITS = { maxBytes: MAX_EVIDENCE_BYTES, maxFields: 12 }
const MAX_SIGNED_ROSTER = MAX_ROSTER_BYTES
const MAX_KIND_BYTES = 40

/** LP("wattveil/v1/evidence", kind, GROUP, LP(ROSTER, signature of K) or nothing, then what the kind needs). */
export function encodeEvidence({ group, roster, claim }: Evidence): Uint8Array {
  const about = roster ? encodeStatement(roster) : new Uint8Array(0)
  return lp(TAGS.evidence, utf8(claim.kind), encodeGroup(group), about, ...fieldsOf(claim))
}

/** @throws FormatError; whether it shows anything is for `verifyEvidence` to say. */
export function decodeEvidence(bytes: Uint8Array): Evidence {
  const [kind, group, roster, ...rest] = readLpAs(TAGS.evidence, bytes, LIMITS)
  const parameters = decodeGroup(present(group, 'evidence.group'))
  const named = kindOf(present(kind, 'evidence.kind'))
  if (named === 'two-boards') {
    fixed(roster, 0, 'evidence.roster')
    return { group: parameters, roster: null, claim: decodeBoardClaim(rest) }
  }
  return {
    group: parameters,
    roster: decodeStatement(roster, MAX_SIGNED_ROSTER, 'evidence.roster'),
    claim: decodeClaim(named, rest, parameters)
  }
}

/** rho and the list behind it. @throws FormatError. */
export function rosterOf(
  primitives: Primitives,
  { roster }: Pick<RosterEvidence, 'roster'>
): { rho: Uint8Array; roster: Roster } {
  return { rho: rosterHash(primitives, roster.body), roster: decodeRosterBody(roster.body) }
}

function fieldsOf(claim: Claim | BoardClaim): Uint8Array[] {
  switch (claim.kind) {
    case 'two-boards':
      return [...claim.boards.map(encodeBoard), claim.start, claim.digests]
    case 'two-rosters':
      return [encodeStatement(claim.other)]
    case 'false-sum':
      return [claim.published]
    case 'submit-against-meter':
      return [encodeSubmit(claim.submit), encodeEnrol(claim.enrol)]
    case 'submit-against-dlist':
      return [...submitFields(claim.submit), encodeDlist(claim.dlist)]
    case 'endorse-against-dlist':
      return [encodeEndorse(claim.endorse), encodeDlist(claim.dlist)]
    case 'submit-against-endorse':
      return [...submitFields(claim.submit), encodeEndorse(claim.endorse)]
    case 'two-statements':
      return claim.statements.map(encodeStatement)
    case 'pair':
      return claim.dlists.map(encodeDlist)
  }
}

function submitFields({ t, coordinate, ...statement }: SubmitStatement): Uint8Array[] {
  const { commitment, masked } = coordinate
  return [encodeStatement(statement), u64(t), commitment, encodeScalar(masked.value), encodeScalar(masked.blinding)]
}

function decodeBoardClaim(fields: readonly Uint8Array[]): BoardClaim {
  const [first, second, start, digests, ...more] = fields
  if (!first || !second || !start || !digests || more.length > 0) throw new FormatError('wrong-field-count', 'evidence')
  if (start.length !== 0) fixed(start, HASH_BYTES, 'evidence.start')
  if (digests.length % HASH_BYTES !== 0) throw new FormatError('wrong-length', 'evidence.digests')
  return { kind: 'two-boards', boards: [decodeBoard(first), decodeBoard(second)], start, digests }
}

function decodeClaim(kind: Claim['kind'], fields: readonly Uint8Array[], group: GroupParameters): Claim {
  const expected = FIELD_COUNTS[kind]
  if (fields.length !== expected) throw new FormatError('wrong-field-count', 'evidence')
  const at = (index: number): Uint8Array => present(fields[index], 'evidence')
  const last = at(expected - 1)
  switch (kind) {
    case 'two-rosters':
      return { kind, other: decodeStatement(at(0), MAX_SIGNED_ROSTER, 'evidence.roster') }
    case 'false-sum':
      return { kind, published: at(0) }
    case 'submit-against-meter':
      return { kind, submit: decodeSubmit(at(0), roundsPerEpoch(group)), enrol: decodeEnrol(last) }
    case 'submit-against-dlist':
      return { kind, submit: decodeSubmitStatement(fields, group), dlist: decodeDlist(last) }
    case 'endorse-against-dlist':
      return { kind, endorse: decodeEndorse(at(0)), dlist: decodeDlist(last) }
    case 'submit-against-endorse':
      return { kind, submit: decodeSubmitStatement(fields, group), endorse: decodeEndorse(last) }
    case 'two-statements': {
      const largest = Math.max(maxSubmitBytes(roundsPerEpoch(group)), MAX_DLIST_BYTES, MAX_ENDORSE_BYTES)
      const statement = (index: number): Statement => decodeStatement(at(index), largest, 'evidence.statement')
      return { kind, statements: [statement(0), statement(1)] }
    }
    case 'pair':
      return { kind, dlists: [decodeDlist(at(0)), decodeDlist(at(1))] }
  }
}

const FIELD_COUNTS: Readonly<Record<Claim['kind'], number>> = {
  'two-rosters': 1,
  'false-sum': 1,
  'submit-against-meter': 2,
  'submit-against-dlist': 6,
  'endorse-against-dlist': 2,
  'submit-against-endorse': 6,
  'two-statements': 2,
  pair: 2
}

function decodeSubmitStatement(fields: readonly Uint8Array[], group: GroupParameters): SubmitStatement {
  const rounds = roundsPerEpoch(group)
  const statement = decodeStatement(fields[0], maxSubmitBytes(rounds), 'evidence.submit')
  decodeSubmitBody(statement.body, rounds)
  return {
    ...statement,
    t: readRound(fields[1], 'evidence.t'),
    coordinate: coordinateOf(fields[2], fields[3], fields[4], 'evidence.coordinate')
  }
}

function encodeStatement({ body, signature }: Statement): Uint8Array {
  return encodeSigned(body, signature)
}

function decodeStatement(field: Uint8Array | undefined, maxBytes: number, where: string): Statement {
  return decodeSignedOnce(present(field, where), maxBytes, where)
}

function kindOf(field: Uint8Array): EvidenceKind {
  const text = field.length > MAX_KIND_BYTES ? '' : String.fromCharCode(...field)
  const kind = EVIDENCE_KINDS.find((known) => known === text)
  if (!kind) throw new FormatError('evidence-kind', 'evidence.kind')
  return kind
}

/** The list that K signed, out of LP(ROSTER, signature). @throws FormatError. */
export function signedRosterOf(signed: Uint8Array): Statement {
  return decodeSignedOnce(signed, MAX_SIGNED_ROSTER, 'roster')
}
