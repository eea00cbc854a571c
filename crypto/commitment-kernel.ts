/**
 * Work on many commitments at once, behind one interface, so that a faster kernel can take its place.
 * Nothing but `commit` and `commitAll` may see a secret of somebody else than the owner of the machine: they take the same
 * steps for every v and r, as far as JavaScript's big integers allow, in which both come. What the others tell through time
 * and the processor's caches, to somebody who runs on the same machine:
 *
 * - `firstBadOpeningVartime`, `openingsFitVartime`: v and r, by the digits that are 0 and the places in tables that are
 *   read; the first also how far it came.
 * - `weightedSumVartime`: the weights, by their digits. `sumVartime`: nothing that is not public.
 */
import type { Point, Scalar } from './group'

/** Openings to check, in order: item i is bytes 32i to 32i+31 of both byte strings, and `values[i]`. */
export type OpeningBatch = {
  /** 32 bytes for each commitment, as received. */
  readonly commitments: Uint8Array
  /** v of each; its bound is the caller's to check (V10). The array of words can be shared with another thread. */
  readonly values: readonly bigint[] | BigUint64Array
  /** r of each, 32 bytes little-endian. */
  readonly blindings: Uint8Array
}

/** Bulk arithmetic on commitments. All kernels give the same results, byte for byte. */
export type CommitmentKernel = {
  /** For reports: which arithmetic gave a result. */
  readonly name: string
  /** As `commit` of pedersen.ts: 32 bytes, for secret inputs. @throws RangeError outside its ranges. */
  commit(value: bigint, blinding: Scalar): Uint8Array
  /**
   * `commit` for many at once, for secret inputs, and in WebAssembly many times faster. That an input is no word of 32 bits
   * shows in the time.
   * @returns 32 bytes for each. @throws RangeError outside the ranges of `commit`, or when the numbers differ.
   */
  commitAll(values: readonly bigint[], blindings: readonly Scalar[]): Uint8Array
  /**
   * Index of the first opening that does not fit, -1 when all fit. Never throws for bytes that came
   * from outside: whatever is not canonical, and the identity, does not fit.
   * @throws RangeError when the three lists differ in length.
   */
  firstBadOpeningVartime(batch: OpeningBatch): number
  /** 1 where the opening fits, else 0; otherwise as `firstBadOpeningVartime`. */
  openingsFitVartime(batch: OpeningBatch): Uint8Array
  /**
   * Sum of weight·C.
   * @param commitments 32 bytes each.
   * @param weights     one each, whole numbers of either sign; prices, or random weights.
   * @throws FormatError naming the commitment that is not canonical or the identity.
   * @throws RangeError when the numbers differ.
   */
  weightedSumVartime(commitments: Uint8Array, weights: readonly bigint[]): Point
  /** Sum of C. @throws FormatError as `weightedSumVartime`. */
  sumVartime(commitments: Uint8Array): Point
}
