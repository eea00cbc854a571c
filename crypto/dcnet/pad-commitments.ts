/**
 * Commitments to pads, by which a lie in a round is found without opening anything (docs/protocol/primitives.md 13).
 * They hide the pads perfectly; who signs a false one contradicts itself or its partner.
 */
import { FormatError } from '../format-error'
import { decodePoint, equalPoints, IDENTITY, type Point } from '../group'
import { commit, openingPointVartime } from '../pedersen'
import type { Primitives } from '../primitives'
import { padBlinding, padValue, type ScalarPair, type SignedSeed } from './pads'

/**
 * D_ij,t = Com(p_ij,t; q_ij,t) for each of the seeds, in their order.
 * @param seeds k_ij with their signs; secret. The sign plays no part: both ends get the same D.
 * @returns 32 bytes each. @throws RangeError where a pad of the blinding is 0, which no one will see.
 */
export function commitToPads(
  primitives: Primitives,
  seeds: readonly Pick<SignedSeed, 'seed'>[],
  rho: Uint8Array,
  t: number | bigint
): Uint8Array[] {
  return seeds.map(({ seed }) => commit(padValue(primitives, seed, rho, t), padBlinding(primitives, seed, rho, t)))
}

/** P_i,t = Com(a_i,t; b_i,t): what a member says of its pads before anything is masked. @param pads secret. */
export function commitToSumOfPads({ value, blinding }: ScalarPair): Uint8Array {
  return commit(value, blinding)
}

/**
 * m·G + s·H - C: the commitment to the pads that follows from a submission. Time tells m and s, which whoever is sent the
 * submission has.
 * @param commitment C, 32 bytes as received. @throws FormatError where C is no point.
 */
export function padPointOfVartime({ value, blinding }: ScalarPair, commitment: Uint8Array): Point {
  return openingPointVartime(value, blinding).subtract(decodePoint(commitment, 'commitment'))
}

/**
 * Whether SUM_j s_ij·D_ij is the given point. All of it is signed and sent; time tells which D_ij is no point.
 * @param padCommitments D_ij, 32 bytes each, as received; one that is no point makes the statement untrue.
 * @param signs s_ij, one for each.
 */
export function padCommitmentsAddUpVartime(
  padCommitments: readonly Uint8Array[],
  signs: readonly (1 | -1)[],
  point: Point
): boolean {
  if (padCommitments.length !== signs.length) return false
  let sum = IDENTITY
  for (const [index, bytes] of padCommitments.entries()) {
    const commitment = pointOrNull(bytes)
    if (!commitment) return false
    sum = signs[index] === 1 ? sum.add(commitment) : sum.subtract(commitment)
  }
  return equalPoints(sum, point)
}

function pointOrNull(bytes: Uint8Array): Point | null {
  try {
    return decodePoint(bytes)
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}
