/** ROSTER: who is in a day's sum; its hash rho binds all that follows (docs/protocol/rounds.md 2.5). */

import {
  type Primitives,
  FormatError,
  TAGS,
  lp,
  lpFields,
  readLpAs,
  readU16,
  readU8,
  u16,
  u64,
  u8
} from '../../../crypto'
import { MAX_END_BYTES, type SignedEnd, decodeEnd, encodeEnd } from './end'
import { MAX_ENROL_BYTES, type SignedEnrol, decodeEnrol, encodeEnrol } from './enrol'
import { MAX_ROSTER } from './group-parameters'
import { MAX_KEYS_BYTES, type SignedKeys, decodeKeys, encodeKeys } from './keys'
import { HASH_BYTES, KEY_BYTES, LENGTH_BYTES, encodeSigned, fixed, present, readEpoch } from './wire'
import { SIGNATURE_BYTES } from './wire'

export type RosterMember = {
  /** id_i. */
  readonly memberId: Uint8Array
  readonly meterKey: Uint8Array
  /** X_i. */
  readonly exchangeKey: Uint8Array
}

export type Roster = {
  readonly gid: Uint8Array
  /** The epoch e: a UTC day; in live mode t. */
  readonly utcDay: number
  /** 1 to 3 where it is valid. */
  readonly attempt: number
  /** Ids ascending where it is valid. */
  readonly members: readonly RosterMember[]
}

export type SignedRoster = {
  readonly roster: Roster
  readonly body: Uint8Array
  /** K's. */
  readonly signature: Uint8Array
  /** In the order of the members. */
  readonly enrols: readonly SignedEnrol[]
  readonly keys: readonly SignedKeys[]
  /** Enrolments that have ended, as far as K tells. */
  readonly ends: readonly SignedEnd[]
}

const FIELDS_PER_MEMBER = 3
const BODY_LIMITS = {
  maxBytes: 256 + MAX_ROSTER * FIELDS_PER_MEMBER * (LENGTH_BYTES + KEY_BYTES),
  maxFields: 5 + MAX_ROSTER * FIELDS_PER_MEMBER
}

/** Longest ROSTER with everything that comes with it. */
export const MAX_ROSTER_BYTES =
  BODY_LIMITS.maxBytes + 128 + MAX_ROSTER * (MAX_ENROL_BYTES + MAX_KEYS_BYTES + MAX_END_BYTES + 3 * LENGTH_BYTES)
const WIRE_LIMITS = { maxBytes: MAX_ROSTER_BYTES, maxFields: 2 + 3 * MAX_ROSTER }

/** LP("wattveil/v1/roster", gid, u64 e, u8 attempt, u16 n, then id, meterPk, X of each). */
export function encodeRosterBody({ gid, utcDay, attempt, members }: Roster): Uint8Array {
  const flat = members.flatMap(({ memberId, meterKey, exchangeKey }) => [memberId, meterKey, exchangeKey])
  return lp(TAGS.roster, gid, u64(utcDay), u8(attempt), u16(members.length), ...flat)
}

/** LP(body, signature of K, then ENROL and KEYS of each member, then ENDs). */
export function encodeRoster({ body, signature, enrols, keys, ends }: Omit<SignedRoster, 'roster'>): Uint8Array {
  const perMember = enrols.flatMap((enrol, index) => {
    const own = keys[index]
    if (!own) throw new TypeError('roster: one KEYS for each ENROL')
    return [encodeEnrol(enrol), encodeKeys(own)]
  })
  return encodeSigned(body, signature, ...perMember, ...ends.map(encodeEnd))
}

/** @throws FormatError; whether the roster is to be taken is for `judgeRoster` to say. */
export function decodeRoster(wire: Uint8Array): SignedRoster {
  const [body, signature, ...rest] = lpFields(wire, WIRE_LIMITS)
  const roster = decodeRosterBody(present(body, 'roster'))
  const attached = 2 * roster.members.length
  if (rest.length < attached) throw new FormatError('missing', 'roster.enrols')
  const perMember = rest.slice(0, attached)
  return {
    roster,
    body: present(body, 'roster'),
    signature: fixed(signature, SIGNATURE_BYTES, 'roster.signature'),
    enrols: perMember.filter((_, index) => index % 2 === 0).map(decodeEnrol),
    keys: perMember.filter((_, index) => index % 2 === 1).map(decodeKeys),
    ends: rest.slice(attached).map(decodeEnd)
  }
}

/** @throws FormatError naming the field; n is read and bounded before the members are. */
export function decodeRosterBody(body: Uint8Array): Roster {
  const [gid, utcDay, attempt, count, ...flat] = readLpAs(TAGS.roster, body, BODY_LIMITS)
  const n = readU16(present(count, 'roster.n'), 'roster.n')
  if (n > MAX_ROSTER) throw new FormatError('too-many-members', 'roster.n')
  if (flat.length !== FIELDS_PER_MEMBER * n) throw new FormatError('wrong-field-count', 'roster.members')
  return {
    gid: fixed(gid, HASH_BYTES, 'roster.gid'),
    utcDay: readEpoch(utcDay, 'roster.day'),
    attempt: readU8(present(attempt, 'roster.attempt'), 'roster.attempt'),
    members: Array.from({ length: n }, (_, index) => memberAt(flat, index))
  }
}

/** rho = SHA-256(ROSTER). */
export function rosterHash(primitives: Primitives, body: Uint8Array): Uint8Array {
  return primitives.sha256(body)
}

function memberAt(flat: readonly Uint8Array[], index: number): RosterMember {
  const at = FIELDS_PER_MEMBER * index
  const where = `roster.members[${String(index)}]`
  return {
    memberId: fixed(flat[at], KEY_BYTES, where),
    meterKey: fixed(flat[at + 1], KEY_BYTES, where),
    exchangeKey: fixed(flat[at + 2], KEY_BYTES, where)
  }
}
