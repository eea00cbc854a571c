/**
 * The yardstick of all commitment arithmetic: each commitment by itself, in @noble/curves as it comes, with the table
 * for H that its manual offers and the products meant for public numbers. It stays as it is while kernels change.
 */

import { ristretto255 } from '@noble/curves/ed25519.js'
import { pippenger } from '@noble/curves/abstract/curve.js'
import { BLINDING_BASE, encodePoint, equalBytes } from '../../../crypto'

const { BASE } = ristretto255.Point
/** noble's own default for a base that is used often. */
const TABLE_BITS = 8
// A point of its own: tables that the product makes for H neither help nor hinder here.
const H = ristretto255.Point.fromBytes(encodePoint(BLINDING_BASE))
H.precompute(TABLE_BITS)

export function plainCommit(value: bigint, blinding: bigint): Uint8Array {
  return BASE.multiplyUnsafe(value).add(H.multiplyUnsafe(blinding)).toBytes()
}

export function plainOpens(commitment: Uint8Array, value: bigint, blinding: bigint): boolean {
  return equalBytes(plainCommit(value, blinding), commitment)
}

/** @throws for what is not canonical. */
export function plainDecode(commitment: Uint8Array): InstanceType<typeof ristretto255.Point> {
  return ristretto255.Point.fromBytes(commitment)
}

/** SUM weight·C by noble's own multi-scalar multiplication. */
export function plainWeightedSum(
  each: readonly { readonly commitment: Uint8Array }[],
  weights: readonly bigint[]
): void {
  pippenger(
    ristretto255.Point,
    each.map(({ commitment }) => plainDecode(commitment)),
    [...weights]
  )
}

/** Whether (value, blinding) opens the sum of the commitments. */
export function plainSumHolds(commitments: readonly Uint8Array[], value: bigint, blinding: bigint): boolean {
  const sum = commitments.map(plainDecode).reduce((a, b) => a.add(b))
  return equalBytes(sum.toBytes(), plainCommit(value, blinding))
}
