/**
 * The reference kernel, in @noble/curves' arithmetic. Openings are recomputed and compared as bytes:
 * that needs no decoding and no randomness, and names the bad one (docs/protocol/primitives.md 8). Products with
 * G/2 and H/2 come from tables, and the doubling that restores G and H is part of the encoding.
 */
import { concatBytes, equalBytes } from './bytes'
import type { CommitmentKernel, OpeningBatch } from './commitment-kernel'
import { doubleAndEncodeVartime } from './double-and-encode'
import {
  addMultipleVartime,
  buildFixedBaseTable,
  type EdwardsPoint,
  type FixedBaseTable,
  halfOf
} from './fixed-base-table'
import {
  BLINDING_BASE,
  decodePointsVartime,
  ELEMENT_BYTES,
  type Scalar,
  scalarOrUndefined,
  sumPointsVartime,
  toScalar,
  VALUE_BASE
} from './group'
import { weightedSumOfPointsVartime } from './multi-scalar'
import { commit, isOpening } from './pedersen'

/** 7,424 entries for H: built in about 30 ms, and 29 additions for each blinding. */
const WINDOW_BITS = 9
const BLINDING_BITS = 253
/** Readings are below 2^32 (docs/protocol/meter-chain.md 1); wider values take the slow way. */
const VALUE_BITS = 32
/** One inversion is shared by this many openings; it also bounds the memory of a batch. */
const CHUNK = 512

const IDENTITY_BYTES = new Uint8Array(ELEMENT_BYTES)

type Tables = {
  readonly valueHalf: EdwardsPoint
  readonly value: FixedBaseTable
  readonly blinding: FixedBaseTable
}

/** The kernel in plain noble arithmetic. Its tables are built at the first opening that is checked. */
export function createNobleKernel(): CommitmentKernel {
  let built: Tables | undefined
  const tables = (): Tables => (built ??= buildTables())
  return {
    name: 'noble',
    commit,
    commitAll,
    firstBadOpeningVartime(batch) {
      for (let start = 0; start < countOpenings(batch); start += CHUNK) {
        const bad = fitsInChunk(tables(), batch, start).indexOf(0)
        if (bad >= 0) return start + bad
      }
      return -1
    },
    openingsFitVartime(batch) {
      const fits = new Uint8Array(countOpenings(batch))
      for (let start = 0; start < fits.length; start += CHUNK) {
        fits.set(fitsInChunk(tables(), batch, start), start)
      }
      return fits
    },
    weightedSumVartime: (commitments, weights) =>
      weightedSumOfPointsVartime(decodePointsVartime(commitments, 'commitments'), weights),
    sumVartime: (commitments) => sumPointsVartime(decodePointsVartime(commitments, 'commitments'))
  }
}

function commitAll(values: readonly bigint[], blindings: readonly Scalar[]): Uint8Array {
  if (values.length !== blindings.length) throw new RangeError('commitments: values and blindings differ in number')
  return concatBytes(...values.map((value, index) => commit(value, blindings[index] ?? toScalar(0n))))
}

function buildTables(): Tables {
  const valueHalf = halfOf(VALUE_BASE)
  return {
    valueHalf,
    value: buildFixedBaseTable(valueHalf, VALUE_BITS, WINDOW_BITS),
    blinding: buildFixedBaseTable(halfOf(BLINDING_BASE), BLINDING_BITS, WINDOW_BITS)
  }
}

function countOpenings({ commitments, values, blindings }: OpeningBatch): number {
  const bytes = ELEMENT_BYTES * values.length
  if (commitments.length !== bytes || blindings.length !== bytes) {
    throw new RangeError('openings: commitments, values and blindings differ in number')
  }
  return values.length
}

function fitsInChunk(tables: Tables, batch: OpeningBatch, start: number): Uint8Array {
  const values = Array.from(batch.values.slice(start, start + CHUNK))
  const halves = values.map((value, index) => halfOfOpening(tables, value, element(batch.blindings, start + index)))
  // An impossible opening stands in the batch as the identity, which fits nothing.
  const expected = doubleAndEncodeVartime(halves)
  return Uint8Array.from(values, (_, index) => {
    const bytes = element(expected, index)
    if (equalBytes(bytes, IDENTITY_BYTES)) return 0
    return equalBytes(bytes, element(batch.commitments, start + index)) ? 1 : 0
  })
}

/** v·G/2 + r·H/2, or the identity where (v, r) can be no opening. */
function halfOfOpening(tables: Tables, value: bigint, blindingBytes: Uint8Array): EdwardsPoint {
  const blinding = scalarOrUndefined(blindingBytes)
  if (blinding === undefined || !isOpening(value, blinding)) return tables.valueHalf.multiplyUnsafe(0n)
  return halfOfPair(tables, value, blinding)
}

function halfOfPair(tables: Tables, value: bigint, blinding: bigint): EdwardsPoint {
  const identity = tables.valueHalf.multiplyUnsafe(0n)
  const small = value >= 0n && value < 1n << BigInt(VALUE_BITS)
  const valuePart = small
    ? addMultipleVartime(identity, tables.value, value)
    : tables.valueHalf.multiplyUnsafe(toScalar(value))
  return addMultipleVartime(valuePart, tables.blinding, blinding)
}

function element(bytes: Uint8Array, index: number): Uint8Array {
  return bytes.subarray(ELEMENT_BYTES * index, ELEMENT_BYTES * (index + 1))
}
