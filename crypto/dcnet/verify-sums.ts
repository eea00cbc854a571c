/** The check of a published day (docs/protocol/primitives.md 11): do the sums open those of the commitments? */
import { concatBytes } from '../bytes'
import type { CommitmentKernel } from '../commitment-kernel'
import { FormatError } from '../format-error'
import { ELEMENT_BYTES, equalPoints, type Scalar, toScalar } from '../group'
import { openingPointVartime } from '../pedersen'

/** Bytes of one random weight; a false sum passes with probability 2^-128. */
export const SUM_WEIGHT_BYTES = 16

/** One round t of a roster, as published. */
export type SumCoordinate = {
  /** C_i,t of all members in roster order, 32 bytes each, one after the other. */
  readonly commitments: Uint8Array
  /** V_t. Counts modulo l: that it is between 0 and n·v_max is the caller's to check. */
  readonly value: bigint
  /** R_t, 0 <= R_t < l. */
  readonly blinding: Scalar
}

/**
 * Checks V_t·G + R_t·H = SUM_i C_i,t for many t: all at once by one random linear combination, and one
 * by one only if that fails, so that one bad coordinate does not spoil the others. All of it is published, but the random
 * weights: time and caches tell about them, which helps nobody once the sums are fixed, and about what is wrong.
 * @param randomness 16 fresh random bytes for each coordinate, drawn after the coordinates were fixed:
 *   whoever knows them before can make two wrong sums cancel.
 * @returns indexes of the coordinates that do not hold, ascending; empty when all hold. A commitment that
 *   is not canonical or the identity makes its coordinate a bad one.
 * @throws RangeError for another number of random bytes.
 */
export function verifySumsVartime(
  kernel: CommitmentKernel,
  coordinates: readonly SumCoordinate[],
  randomness: Uint8Array
): number[] {
  if (randomness.length !== SUM_WEIGHT_BYTES * coordinates.length) {
    throw new RangeError('randomness: 16 bytes for each coordinate wanted')
  }
  const weights = coordinates.map((_, index) => weightAt(randomness, index))
  if (unlessMalformed(() => combinationHolds(kernel, coordinates, weights))) return []
  return coordinates.flatMap((coordinate, index) =>
    unlessMalformed(() => coordinateHolds(kernel, coordinate)) ? [] : [index]
  )
}

function combinationHolds(
  kernel: CommitmentKernel,
  coordinates: readonly SumCoordinate[],
  weights: readonly bigint[]
): boolean {
  // Ragged lists must not be joined: bytes of one coordinate would end in the next.
  if (!coordinates.every(isWhole)) return false
  let value = 0n
  let blinding = 0n
  const weightOfEach: bigint[] = []
  coordinates.forEach((coordinate, index) => {
    const weight = weights[index] ?? 0n
    value += weight * coordinate.value
    blinding += weight * coordinate.blinding
    const members = coordinate.commitments.length / ELEMENT_BYTES
    for (let member = 0; member < members; member++) weightOfEach.push(weight)
  })
  const commitments = concatBytes(...coordinates.map((coordinate) => coordinate.commitments))
  return equalPoints(
    kernel.weightedSumVartime(commitments, weightOfEach),
    openingPointVartime(value, toScalar(blinding))
  )
}

function coordinateHolds(kernel: CommitmentKernel, coordinate: SumCoordinate): boolean {
  return (
    isWhole(coordinate) &&
    equalPoints(kernel.sumVartime(coordinate.commitments), openingPointVartime(coordinate.value, coordinate.blinding))
  )
}

function isWhole({ commitments }: SumCoordinate): boolean {
  return commitments.length > 0 && commitments.length % ELEMENT_BYTES === 0
}

function weightAt(randomness: Uint8Array, index: number): bigint {
  return randomness
    .subarray(SUM_WEIGHT_BYTES * index, SUM_WEIGHT_BYTES * (index + 1))
    .reduce((weight, byte) => (weight << 8n) | BigInt(byte), 0n)
}

/** A published commitment that is no point is an untrue statement of its sender, not an exception here. */
function unlessMalformed(check: () => boolean): boolean {
  try {
    return check()
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}
