/** One slice of work, done where the call stands: in the core's thread or in a worker. */

import { type CommitmentKernel, FormatError, encodePoint, verifySumsVartime } from '../../crypto'
import type { Slice } from './slices'

export type SliceResult =
  | { readonly kind: 'openings'; readonly fits: Uint8Array }
  /** The encoded partial sum; 32 zero bytes for the identity. */
  | { readonly kind: 'weighted-sum'; readonly sum: Uint8Array }
  | { readonly kind: 'sums'; readonly bad: readonly number[] }
  /** A commitment of a weighted sum is not canonical; index within the slice, -1 where it is not known. */
  | { readonly kind: 'malformed'; readonly code: string; readonly index: number }

export function runSlice(kernel: CommitmentKernel, slice: Slice): SliceResult {
  switch (slice.kind) {
    case 'openings':
      return { kind: 'openings', fits: kernel.openingsFitVartime(slice.batch) }
    case 'sums':
      return { kind: 'sums', bad: verifySumsVartime(kernel, slice.coordinates, slice.randomness) }
    case 'weighted-sum':
      return weightedSum(kernel, slice.commitments, slice.weights)
  }
}

function weightedSum(kernel: CommitmentKernel, commitments: Uint8Array, weights: readonly bigint[]): SliceResult {
  try {
    return { kind: 'weighted-sum', sum: encodePoint(kernel.weightedSumVartime(commitments, weights)) }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { kind: 'malformed', code: error.code, index: Number(/\[(\d+)\]/u.exec(error.where)?.[1] ?? -1) }
  }
}
