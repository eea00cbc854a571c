/**
 * Long arithmetic cut into slices that take some tens of milliseconds each, so that progress is shown, a cancel
 * is obeyed at once, and two workers can share the work. A slice is plain data, and its bytes lie in memory that threads
 * share: it crosses to a worker as it is, and nothing large is copied.
 */

import { ELEMENT_BYTES, type OpeningBatch, type Scalar } from '../../crypto'
import type { SumCheck } from '../../app/ports'

export type SumCoordinateSlice = {
  /** C of all members, 32 bytes each. */
  readonly commitments: Uint8Array
  readonly value: bigint
  readonly blinding: Scalar
}

export type Slice =
  | { readonly kind: 'openings'; readonly batch: OpeningBatch }
  | { readonly kind: 'weighted-sum'; readonly commitments: Uint8Array; readonly weights: readonly bigint[] }
  | { readonly kind: 'sums'; readonly coordinates: readonly SumCoordinateSlice[]; readonly randomness: Uint8Array }

/** A slice, where it lies in the whole, and how much of the whole it is. */
export type PlacedSlice = { readonly offset: number; readonly size: number; readonly slice: Slice }

/** About 5 ms each in WebAssembly, about 70 in plain noble arithmetic. */
const OPENINGS_PER_SLICE = 512
const POINTS_PER_SLICE = 512
const WIDEST_WORD = 2n ** 64n - 1n

/** @throws RangeError when the three lists differ in length. */
export function sliceOpenings(batch: OpeningBatch): PlacedSlice[] {
  const { commitments, values, blindings } = batch
  if (commitments.length !== ELEMENT_BYTES * values.length || blindings.length !== commitments.length) {
    throw new RangeError('openings: commitments, values and blindings differ in number')
  }
  const shared = { commitments: inSharedMemory(commitments), blindings: inSharedMemory(blindings) }
  const words = asWords(values)
  return ranges(values.length, OPENINGS_PER_SLICE).map(({ offset, size }) => ({
    offset,
    size,
    slice: {
      kind: 'openings',
      batch: {
        commitments: elements(shared.commitments, offset, size),
        values: words ? words.subarray(offset, offset + size) : values.slice(offset, offset + size),
        blindings: elements(shared.blindings, offset, size)
      }
    }
  }))
}

/** @throws RangeError unless there is one weight per commitment. */
export function sliceWeightedSum(commitments: Uint8Array, weights: readonly bigint[]): PlacedSlice[] {
  if (commitments.length !== ELEMENT_BYTES * weights.length) {
    throw new RangeError('weighted sum: one weight per commitment wanted')
  }
  const shared = inSharedMemory(commitments)
  return ranges(weights.length, POINTS_PER_SLICE).map(({ offset, size }) => ({
    offset,
    size,
    slice: {
      kind: 'weighted-sum',
      commitments: elements(shared, offset, size),
      weights: weights.slice(offset, offset + size)
    }
  }))
}

/**
 * @param randomBytes fresh random bytes for the linear combination, drawn now, after the sums were fixed.
 * @throws RangeError unless there are members * sums commitments.
 */
export function sliceSums(
  check: SumCheck,
  randomBytes: (length: number) => Uint8Array,
  weightBytes: number
): PlacedSlice[] {
  const { commitments, members, sums } = check
  if (members < 1 || commitments.length !== ELEMENT_BYTES * members * sums.length) {
    throw new RangeError('sums: members * sums commitments wanted')
  }
  const coordinates = sums.map((sum, index) => ({
    commitments: column(commitments, members, sums.length, index),
    value: sum.value,
    blinding: sum.blinding
  }))
  return ranges(sums.length, Math.max(1, Math.floor(POINTS_PER_SLICE / members))).map(({ offset, size }) => ({
    offset,
    size,
    slice: {
      kind: 'sums',
      coordinates: coordinates.slice(offset, offset + size),
      randomness: randomBytes(weightBytes * size)
    }
  }))
}

function ranges(total: number, step: number): { offset: number; size: number }[] {
  return Array.from({ length: Math.ceil(total / step) }, (_, index) => ({
    offset: index * step,
    size: Math.min(step, total - index * step)
  }))
}

function elements(bytes: Uint8Array, offset: number, size: number): Uint8Array {
  return bytes.subarray(ELEMENT_BYTES * offset, ELEMENT_BYTES * (offset + size))
}

/** The same bytes where threads see them; what lies there already stays. Other views would be copied whole per slice. */
function inSharedMemory(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

/** Values as words in shared memory; null where one of them is none (V10 says what that means). */
function asWords(values: OpeningBatch['values']): BigUint64Array | null {
  if (values instanceof BigUint64Array && values.buffer instanceof SharedArrayBuffer) return values
  const words = new BigUint64Array(new SharedArrayBuffer(8 * values.length))
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0n
    if (value < 0n || value > WIDEST_WORD) return null
    words[index] = value
  }
  return words
}

/** The commitments of one coordinate, member after member. */
function column(commitments: Uint8Array, members: number, width: number, index: number): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(ELEMENT_BYTES * members))
  for (let member = 0; member < members; member++) {
    const start = ELEMENT_BYTES * (member * width + index)
    bytes.set(commitments.subarray(start, start + ELEMENT_BYTES), ELEMENT_BYTES * member)
  }
  return bytes
}
