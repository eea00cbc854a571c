/** SUM: the collector's signed statement of a day's sums, bound to the roster and to DATA. */

import {
  type Primitives,
  type Scalar,
  FormatError,
  TAGS,
  decodeScalar,
  encodeScalar,
  equalBytes,
  lp,
  readLpAs,
  readU64,
  readU8,
  u64,
  u8
} from '../../../crypto'
import { HASH_BYTES, LENGTH_BYTES, fixed, present } from './wire'

/** One round: V and R of all members, or nothing where K itself says that they do not fit the meters. */
export type RoundSum = { readonly ok: true; readonly value: bigint; readonly blinding: Scalar } | { readonly ok: false }

export type Sum = {
  readonly rho: Uint8Array
  /** SHA-256(DATA). */
  readonly dataHash: Uint8Array
  /** In order of t. */
  readonly rounds: readonly RoundSum[]
}

export type SignedSum = { readonly sum: Sum; readonly body: Uint8Array; readonly signature: Uint8Array }

const FIELDS_PER_ROUND = 3
const BYTES_PER_ROUND = 1 + 8 + 32 + FIELDS_PER_ROUND * LENGTH_BYTES
const ZERO = new Uint8Array(32)

export function maxSumBytes(rounds: number): number {
  return 128 + rounds * BYTES_PER_ROUND
}

/** LP("wattveil/v1/sum", rho, SHA-256(DATA), for t ascending: u8 ok, u64 V, R); not ok: V = 0, R = 0. */
export function encodeSumBody({ rho, dataHash, rounds }: Sum): Uint8Array {
  const flat = rounds.flatMap((round) =>
    round.ok ? [u8(1), u64(round.value), encodeScalar(round.blinding)] : [u8(0), u64(0), ZERO]
  )
  return lp(TAGS.sum, rho, dataHash, ...flat)
}

/** Whether a body begins as a SUM under this roster does, however it goes on. */
export function isSumUnder(rho: Uint8Array, body: Uint8Array): boolean {
  const beginning = lp(TAGS.sum, rho)
  return equalBytes(body.subarray(0, beginning.length), beginning)
}

/** @param rounds coordinates of a day. @throws FormatError, also for numbers beside "not ok". */
export function decodeSumBody(body: Uint8Array, rounds: number): Sum {
  const limits = { maxBytes: maxSumBytes(rounds), maxFields: 3 + FIELDS_PER_ROUND * rounds }
  const [rho, dataHash, ...flat] = readLpAs(TAGS.sum, body, limits, 2 + FIELDS_PER_ROUND * rounds)
  return {
    rho: fixed(rho, HASH_BYTES, 'sum.rho'),
    dataHash: fixed(dataHash, HASH_BYTES, 'sum.dataHash'),
    rounds: Array.from({ length: rounds }, (_, index) => roundAt(flat, index))
  }
}

/** @param seed K's, 32 bytes, secret. */
export function signSum({ ed25519 }: Primitives, sum: Sum, seed: Uint8Array): SignedSum {
  const body = encodeSumBody(sum)
  return { sum, body, signature: ed25519.sign(seed, body) }
}

/** True when K signed it. */
export function verifySum({ ed25519 }: Primitives, { body, signature }: SignedSum, collectorKey: Uint8Array): boolean {
  return ed25519.verify(signature, body, collectorKey)
}

function roundAt(flat: readonly Uint8Array[], index: number): RoundSum {
  const at = FIELDS_PER_ROUND * index
  const where = `sum.rounds[${String(index)}]`
  const ok = readU8(present(flat[at], where), where)
  const value = readU64(present(flat[at + 1], where), where)
  const blinding = decodeScalar(present(flat[at + 2], where), where)
  if (ok === 1) return { ok: true, value, blinding }
  if (ok !== 0 || value !== 0n || blinding !== 0n) throw new FormatError('not-canonical', where)
  return { ok: false }
}
