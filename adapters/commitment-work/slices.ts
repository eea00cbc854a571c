/**
 * Long arithmetic cut into slices that take some tens of milliseconds each, so that progress is shown, a cancel
 * is obeyed at once, and two workers can share the work. A slice is plain data: it crosses to a worker as it is.
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

/** About 50 ms each in plain noble arithmetic on a slow machine. */
const OPENINGS_PER_SLICE = 192
const POINTS_PER_SLICE = 256

/** @throws RangeError when the three lists differ in length. */
export function sliceOpenings(batch: OpeningBatch): PlacedSlice[] {
  const { commitments, values, blindings } = batch
  if (commitments.length !== ELEMENT_BYTES * values.length || blindings.length !== commitments.length) {
    throw new RangeError('openings: commitments, values and blindings differ in number')
  }
  return ranges(values.length, OPENINGS_PER_SLICE).map(({ offset, size }) => ({
    offset,
    size,
    slice: {
      kind: 'openings',
      batch: {
        commitments: elements(commitments, offset, size),
        values: values.slice(offset, offset + size),
        blindings: elements(blindings, offset, size)
      }
    }
  }))
}

/** @throws RangeError unless there is one weight per commitment. */
export function sliceWeightedSum(commitments: Uint8Array, weights: readonly bigint[]): PlacedSlice[] {
  if (commitments.length !== ELEMENT_BYTES * weights.length) {
    throw new RangeError('weighted sum: one weight per commitment wanted')
  }
  return ranges(weights.length, POINTS_PER_SLICE).map(({ offset, size }) => ({
    offset,
    size,
    slice: {
      kind: 'weighted-sum',
      commitments: elements(commitments, offset, size),
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

/** A copy: a view would drag the whole buffer through the structured clone of each slice. */
function elements(bytes: Uint8Array, offset: number, size: number): Uint8Array {
  return bytes.slice(ELEMENT_BYTES * offset, ELEMENT_BYTES * (offset + size))
}

/** The commitments of one coordinate, member after member. */
function column(commitments: Uint8Array, members: number, width: number, index: number): Uint8Array {
  const bytes = new Uint8Array(ELEMENT_BYTES * members)
  for (let member = 0; member < members; member++) {
    const start = ELEMENT_BYTES * (member * width + index)
    bytes.set(commitments.subarray(start, start + ELEMENT_BYTES), ELEMENT_BYTES * member)
  }
  return bytes
}
