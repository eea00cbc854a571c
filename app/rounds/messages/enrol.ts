/** ENROL: a meter says whose id speaks for it, and the id agrees: here trust enters (docs/protocol/rounds.md 2.2). */

import { type Primitives, FormatError, TAGS, lp, readLpAs, readU8, u64, u8 } from '../../../crypto'
import { type Period, SECONDS_PER_DAY, type UtcSeconds } from '../../domain/interval'
import { type AssuranceLevel, type MeterId, meterIdBytes, toMeterId } from '../../domain/meter/meter'
import { HASH_BYTES, KEY_BYTES, decodeSigned, encodeSigned, fixed, present, readTime } from './wire'

export type Enrol = {
  readonly gid: Uint8Array
  /** id_i: the member's Ed25519 key. */
  readonly memberId: Uint8Array
  readonly meterId: MeterId
  /** meterPk: verifies the heads of the meter's chain. */
  readonly meterKey: Uint8Array
  readonly level: AssuranceLevel
  readonly validFrom: UtcSeconds
  /** Exclusive; at most 397 days after `validFrom`. */
  readonly validTo: UtcSeconds
}

export type SignedEnrol = {
  readonly enrol: Enrol
  /** The bytes both signatures are over. */
  readonly body: Uint8Array
  readonly meterSignature: Uint8Array
  readonly memberSignature: Uint8Array
}

export const MAX_ENROL_BYTES = 512
export const MAX_ENROL_SECONDS = 397 * SECONDS_PER_DAY
const LIMITS = { maxBytes: 300, maxFields: 8 }

/** LP("wattveil/v1/enrol", gid, id_i, meterId, meterPk, u8 level, u64 validFrom, u64 validTo). */
export function encodeEnrolBody(enrol: Enrol): Uint8Array {
  return lp(
    TAGS.enrol,
    enrol.gid,
    enrol.memberId,
    meterIdBytes(enrol.meterId),
    enrol.meterKey,
    u8(enrol.level),
    u64(enrol.validFrom),
    u64(enrol.validTo)
  )
}

/** LP(body, signature of the meter, signature of the member). */
export function encodeEnrol({ body, meterSignature, memberSignature }: Omit<SignedEnrol, 'enrol'>): Uint8Array {
  return encodeSigned(body, meterSignature, memberSignature)
}

/** @throws FormatError; whether the signatures hold is for `verifyEnrol` to say. */
export function decodeEnrol(wire: Uint8Array): SignedEnrol {
  const { body, signatures } = decodeSigned(wire, 2, MAX_ENROL_BYTES, 'enrol')
  const enrol = decodeEnrolBody(body)
  const [meterSignature, memberSignature] = signatures
  return {
    enrol,
    body,
    meterSignature: present(meterSignature, 'enrol.signature'),
    memberSignature: present(memberSignature, 'enrol.signature')
  }
}

/** @throws FormatError naming the field. */
export function decodeEnrolBody(body: Uint8Array): Enrol {
  const [gid, memberId, meterId, meterKey, level, validFrom, validTo] = readLpAs(TAGS.enrol, body, LIMITS, 7)
  const enrol = {
    gid: fixed(gid, HASH_BYTES, 'enrol.gid'),
    memberId: fixed(memberId, KEY_BYTES, 'enrol.memberId'),
    meterId: readMeterId(meterId, 'enrol.meterId'),
    meterKey: fixed(meterKey, KEY_BYTES, 'enrol.meterKey'),
    level: assuranceLevel(readU8(present(level, 'enrol.level'), 'enrol.level')),
    validFrom: readTime(validFrom, 'enrol.validFrom'),
    validTo: readTime(validTo, 'enrol.validTo')
  }
  const length = enrol.validTo - enrol.validFrom
  if (length < 1 || length > MAX_ENROL_SECONDS) throw new FormatError('validity', 'enrol.validTo')
  return enrol
}

/** True when both keys are fit to be enrolled and both have signed (docs/attacks.md K1, R39). */
export function verifyEnrol({ ed25519 }: Primitives, { enrol, body, ...signed }: SignedEnrol): boolean {
  return (
    ed25519.isAcceptableKey(enrol.meterKey) &&
    ed25519.isAcceptableKey(enrol.memberId) &&
    ed25519.verify(signed.meterSignature, body, enrol.meterKey) &&
    ed25519.verify(signed.memberSignature, body, enrol.memberId)
  )
}

/** Valid for an epoch iff it covers all of it. */
export function enrolCovers(enrol: Enrol, { start, end }: Period): boolean {
  return enrol.validFrom <= start && enrol.validTo >= end
}

/**
 * The level that others give a member's word. Levels 0 and 1 count only with the meter authority's certificate
 * attached (docs/protocol/rounds.md 2.2); no such authority exists yet, so the claim alone is worth own software.
 */
export function creditedLevel(): AssuranceLevel {
  return 2
}

/** @throws FormatError for bytes that are no ASCII meter id. */
export function readMeterId(field: Uint8Array | undefined, where: string): MeterId {
  const bytes = present(field, where)
  if (bytes.length > 32) throw new FormatError('meter-id', where)
  return toMeterId(String.fromCharCode(...bytes))
}

function assuranceLevel(value: number): AssuranceLevel {
  if (value !== 0 && value !== 1 && value !== 2) throw new FormatError('level', 'enrol.level')
  return value
}
