/**
 * Whether a kernel agrees with plain noble, before anything depends on it: a compiler or a processor may be broken where
 * nobody ever tested. Few inputs, chosen for their edges; that the source is right is what the tests show.
 */

import type { CommitmentKernel } from '../commitment-kernel'
import { concatBytes, equalBytes } from '../bytes'
import { FormatError } from '../format-error'
import {
  BLINDING_BASE,
  decodePoint,
  decodePointsVartime,
  ELEMENT_BYTES,
  encodePoint,
  equalPoints,
  GROUP_ORDER,
  type Scalar,
  VALUE_BASE
} from '../group'
import { littleEndian } from '../integers'
import { weightedSumOfPointsVartime } from '../multi-scalar'

/** Edges of digits, of windows and of the module's words. */
const VALUES = [0n, 1n, 256n, 257n, 0x8040_2011n, 2n ** 32n - 1n]
const BLINDINGS = [
  1n,
  GROUP_ORDER - 1n,
  (GROUP_ORDER - 1n) / 2n,
  2n ** 251n,
  0x0f1e_2d3c_4b5a_6978_8796_a5b4_c3d2_e1f0_0123_4567_89ab_cdef_fedc_ba98_7654_3210n % GROUP_ORDER,
  0x0a5c_18b7_3e9d_f402_6d81_c7e5_92b3_4af6_d10e_57c8_2b94_f36a_8e15_70dc_b649_a32fn % GROUP_ORDER
] as Scalar[]
const WEIGHTS = [1n, -1n, 300_000n, 300_000n, 2n ** 127n + 12_345n, -(2n ** 24n)]
/** Not canonical; odd; canonical, but no point; the identity. */
const NO_POINTS = [2n ** 255n - 19n, 1n, 2n, 0n]

/** @returns false, too, where the kernel throws what it should not. Costs some 10 ms. */
export function agreesWithNoble(kernel: CommitmentKernel): boolean {
  try {
    const commitments = concatBytes(...expectedCommitments())
    return (
      equalBytes(kernel.commitAll(VALUES, BLINDINGS), commitments) &&
      checksOpenings(kernel, commitments) &&
      sumsAlike(kernel, commitments) &&
      NO_POINTS.every((encoding) => refuses(kernel, concatBytes(commitments, littleEndian(encoding))))
    )
  } catch {
    return false
  }
}

/** By copies of G and H: noble makes tables for the points themselves, which take longer than all of this. */
function expectedCommitments(): Uint8Array[] {
  const [g, h] = [decodePoint(encodePoint(VALUE_BASE)), decodePoint(encodePoint(BLINDING_BASE))]
  return VALUES.map((value, index) =>
    encodePoint(g.multiplyUnsafe(value).add(h.multiplyUnsafe(BLINDINGS[index] ?? 0n)))
  )
}

function checksOpenings(kernel: CommitmentKernel, commitments: Uint8Array): boolean {
  const blindings = concatBytes(...BLINDINGS.map(littleEndian))
  const right = kernel.openingsFitVartime({ commitments, values: VALUES, blindings })
  const wrong = kernel.openingsFitVartime({ commitments, values: VALUES.map((value) => value ^ 1n), blindings })
  const identity = kernel.openingsFitVartime({
    commitments: new Uint8Array(ELEMENT_BYTES),
    values: [0n],
    blindings: new Uint8Array(ELEMENT_BYTES)
  })
  return right.every((fit) => fit === 1) && wrong.every((fit) => fit === 0) && identity[0] === 0
}

function sumsAlike(kernel: CommitmentKernel, commitments: Uint8Array): boolean {
  const points = decodePointsVartime(commitments)
  return (
    equalPoints(kernel.weightedSumVartime(commitments, WEIGHTS), weightedSumOfPointsVartime(points, WEIGHTS)) &&
    equalPoints(
      kernel.sumVartime(commitments),
      weightedSumOfPointsVartime(
        points,
        points.map(() => 1n)
      )
    )
  )
}

function refuses(kernel: CommitmentKernel, commitments: Uint8Array): boolean {
  try {
    kernel.sumVartime(commitments)
    return false
  } catch (error) {
    return error instanceof FormatError && error.where === `commitments[${VALUES.length}]`
  }
}
