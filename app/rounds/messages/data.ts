/** DATA: what the collector publishes of each member, in roster order: the chain of the day, never m or s. */

import { FormatError, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import { type MeterId, meterIdBytes } from '../../domain/meter/meter'
import { readMeterId } from './enrol'
import { HASH_BYTES, LENGTH_BYTES, SIGNATURE_BYTES, fixed, readCounter } from './wire'

/** One member's day as the meter signed it. */
export type MemberDay = {
  readonly meterId: MeterId
  readonly firstCounter: number
  /** h before the first record. */
  readonly previousHash: Uint8Array
  /** C of each round, 32 bytes each, t ascending. */
  readonly commitments: Uint8Array
  /** The meter's, over the HEAD of the last record. */
  readonly headSignature: Uint8Array
}

const ELEMENT = 32
const FIELDS_BESIDE_COMMITMENTS = 4
/** meterId, counter, hash and signature with their lengths. */
const BYTES_BESIDE_COMMITMENTS = 32 + 8 + HASH_BYTES + SIGNATURE_BYTES + FIELDS_BESIDE_COMMITMENTS * LENGTH_BYTES

/** Longest DATA of `members` members with `rounds` coordinates each. */
export function maxDataBytes(members: number, rounds: number): number {
  return 64 + members * (BYTES_BESIDE_COMMITMENTS + rounds * (LENGTH_BYTES + ELEMENT))
}

/** LP("wattveil/v1/data", for each member: meterId, u64 firstCounter, h before first, each C, head signature). */
export function encodeData(days: readonly MemberDay[]): Uint8Array {
  const flat = days.flatMap(({ meterId, firstCounter, previousHash, commitments, headSignature }) => [
    meterIdBytes(meterId),
    u64(firstCounter),
    previousHash,
    ...elementsOf(commitments),
    headSignature
  ])
  return lp(TAGS.data, ...flat)
}

/** @param members size of the roster. @param rounds coordinates of a day. @throws FormatError. */
export function decodeData(bytes: Uint8Array, members: number, rounds: number): MemberDay[] {
  const perMember = FIELDS_BESIDE_COMMITMENTS + rounds
  const limits = { maxBytes: maxDataBytes(members, rounds), maxFields: 1 + members * perMember }
  const flat = readLpAs(TAGS.data, bytes, limits)
  if (flat.length !== members * perMember) throw new FormatError('wrong-field-count', 'data')
  return Array.from({ length: members }, (_, index) =>
    memberDay(flat.slice(index * perMember, (index + 1) * perMember), rounds, `data[${String(index)}]`)
  )
}

function memberDay(fields: readonly Uint8Array[], rounds: number, where: string): MemberDay {
  const [meterId, firstCounter, previousHash, ...rest] = fields
  const commitments = new Uint8Array(rounds * ELEMENT)
  rest.slice(0, rounds).forEach((commitment, index) => {
    commitments.set(fixed(commitment, ELEMENT, where), index * ELEMENT)
  })
  return {
    meterId: readMeterId(meterId, where),
    firstCounter: readCounter(firstCounter, where),
    previousHash: fixed(previousHash, HASH_BYTES, where),
    commitments,
    headSignature: fixed(rest[rounds], SIGNATURE_BYTES, where)
  }
}

function elementsOf(commitments: Uint8Array): Uint8Array[] {
  return Array.from({ length: commitments.length / ELEMENT }, (_, index) =>
    commitments.subarray(index * ELEMENT, (index + 1) * ELEMENT)
  )
}
