/** SUBMIT: a member's day, masked. A deterministic function of (rho, t, record, x_i): sent again, the same bytes. */

import {
  type Primitives,
  type ScalarPair,
  FormatError,
  TAGS,
  compareBytes,
  decodeScalar,
  encodeScalar,
  lp,
  lpFields,
  readLpAs,
  u64
} from '../../../crypto'
import { HASH_BYTES, KEY_BYTES, LENGTH_BYTES, SIGNATURE_BYTES, encodeSigned, fixed, present, readCounter } from './wire'

/** One round t of one member. */
export type SubmitCoordinate = {
  /** C as in the record, 32 bytes. */
  readonly commitment: Uint8Array
  /** (m, s): opening plus pads, modulo l. */
  readonly masked: ScalarPair
}

export type Submit = {
  readonly rho: Uint8Array
  readonly memberId: Uint8Array
  readonly firstCounter: number
  /** h before the first record. */
  readonly previousHash: Uint8Array
  /** The meter's, over the HEAD of the last record. */
  readonly headSignature: Uint8Array
  /** In order of t. */
  readonly coordinates: readonly SubmitCoordinate[]
}

export type SignedSubmit = {
  readonly submit: Submit
  readonly body: Uint8Array
  readonly signature: Uint8Array
  /** As signed; `verifySubmit` compares them with the coordinates. */
  readonly coordinateHashes: readonly Uint8Array[]
}

const FIELDS_PER_COORDINATE = 3
const ELEMENT = 32

/** Longest SUBMIT of a day of `rounds` coordinates. */
export function maxSubmitBytes(rounds: number): number {
  return 512 + rounds * (FIELDS_PER_COORDINATE + 1) * (LENGTH_BYTES + ELEMENT)
}

/** Signs a day. @param firstRound t of the first coordinate. @param seed the member's, 32 bytes, secret. */
export function signSubmit(primitives: Primitives, submit: Submit, firstRound: number, seed: Uint8Array): SignedSubmit {
  const coordinateHashes = hashesOf(primitives, submit, firstRound)
  const body = encodeSubmitBody(submit, coordinateHashes)
  return { submit, body, signature: primitives.ed25519.sign(seed, body), coordinateHashes }
}

/** LP(body, signature of the member, then C, m, s for t ascending). */
export function encodeSubmit({ submit, body, signature }: SignedSubmit): Uint8Array {
  const outside = submit.coordinates.flatMap(({ commitment, masked }) => [
    commitment,
    encodeScalar(masked.value),
    encodeScalar(masked.blinding)
  ])
  return encodeSigned(body, signature, ...outside)
}

/** @param rounds coordinates of a day in this group. @throws FormatError. */
export function decodeSubmit(wire: Uint8Array, rounds: number): SignedSubmit {
  const limits = { maxBytes: maxSubmitBytes(rounds), maxFields: 2 + FIELDS_PER_COORDINATE * rounds }
  const [body, signature, ...outside] = lpFields(wire, limits)
  if (outside.length !== FIELDS_PER_COORDINATE * rounds) throw new FormatError('wrong-field-count', 'submit')
  const { coordinateHashes, ...head } = decodeSubmitBody(present(body, 'submit'), rounds)
  return {
    submit: { ...head, coordinates: Array.from({ length: rounds }, (_, index) => coordinateAt(outside, index)) },
    body: present(body, 'submit'),
    signature: fixed(signature, SIGNATURE_BYTES, 'submit.signature'),
    coordinateHashes
  }
}

/** What the member signed, without the numbers that stand outside. @throws FormatError. */
export function decodeSubmitBody(
  body: Uint8Array,
  rounds: number
): Omit<Submit, 'coordinates'> & Pick<SignedSubmit, 'coordinateHashes'> {
  const limits = { maxBytes: maxSubmitBytes(rounds), maxFields: 6 + rounds }
  const [rho, memberId, firstCounter, previousHash, headSignature, ...hashes] = readLpAs(
    TAGS.submit,
    body,
    limits,
    5 + rounds
  )
  return {
    rho: fixed(rho, HASH_BYTES, 'submit.rho'),
    memberId: fixed(memberId, KEY_BYTES, 'submit.memberId'),
    firstCounter: readCounter(firstCounter, 'submit.firstCounter'),
    previousHash: fixed(previousHash, HASH_BYTES, 'submit.previousHash'),
    headSignature: fixed(headSignature, SIGNATURE_BYTES, 'submit.headSignature'),
    coordinateHashes: hashes.map((hash, index) => fixed(hash, HASH_BYTES, `submit.hashes[${String(index)}]`))
  }
}

/** True when the member it names signed it and each (C, m, s) is the one that was signed. */
export function verifySubmit(primitives: Primitives, signed: SignedSubmit, firstRound: number): boolean {
  const { submit, body, signature, coordinateHashes } = signed
  if (!primitives.ed25519.verify(signature, body, submit.memberId)) return false
  const expected = hashesOf(primitives, submit, firstRound)
  return (
    expected.length === coordinateHashes.length &&
    expected.every((hash, index) => compareBytes(hash, coordinateHashes[index] ?? new Uint8Array(0)) === 0)
  )
}

/** LP("wattveil/v1/submit", rho, id_i, u64 firstCounter, h before first, head signature, coordinate hashes). */
function encodeSubmitBody(submit: Submit, hashes: readonly Uint8Array[]): Uint8Array {
  const { rho, memberId, firstCounter, previousHash, headSignature } = submit
  return lp(TAGS.submit, rho, memberId, u64(firstCounter), previousHash, headSignature, ...hashes)
}

/** SHA-256(LP("wattveil/v1/coord", rho, id_i, u64 t, C, m, s)). */
export function hashCoordinate(
  primitives: Primitives,
  { rho, memberId }: Pick<Submit, 'rho' | 'memberId'>,
  t: number,
  { commitment, masked }: SubmitCoordinate
): Uint8Array {
  const { value, blinding } = masked
  return primitives.sha256(
    lp(TAGS.coord, rho, memberId, u64(t), commitment, encodeScalar(value), encodeScalar(blinding))
  )
}

/** For t ascending. */
function hashesOf(primitives: Primitives, submit: Submit, firstRound: number): Uint8Array[] {
  return submit.coordinates.map((coordinate, index) =>
    hashCoordinate(primitives, submit, firstRound + index, coordinate)
  )
}

function coordinateAt(outside: readonly Uint8Array[], index: number): SubmitCoordinate {
  const at = FIELDS_PER_COORDINATE * index
  return coordinateOf(outside[at], outside[at + 1], outside[at + 2], `submit.coordinates[${String(index)}]`)
}

/** C, m and s as received. @throws FormatError. */
export function coordinateOf(
  commitment: Uint8Array | undefined,
  value: Uint8Array | undefined,
  blinding: Uint8Array | undefined,
  where: string
): SubmitCoordinate {
  return {
    commitment: fixed(commitment, ELEMENT, where),
    masked: {
      value: decodeScalar(present(value, where), where),
      blinding: decodeScalar(present(blinding, where), where)
    }
  }
}
