/** Pedersen commitments on ristretto255: C = v·G + r·H (Pedersen 1991; bases in group.ts). */
import { equalBytes } from './bytes'
import {
  BLINDING_BASE,
  encodePoint,
  GROUP_ORDER,
  IDENTITY,
  type Point,
  type Scalar,
  toScalar,
  VALUE_BASE
} from './group'

/** noble builds the table of H (1,408 points) at the first product, and keeps it. */
const BLINDING_WINDOW = 6
BLINDING_BASE.precompute(BLINDING_WINDOW)

/**
 * Commits to a value: C = v·G + r·H. Uses noble's fixed sequence of additions, because both inputs are
 * somebody's secret; JavaScript's big integers themselves are not constant in time.
 * @param value    v, -l < v < l; a reading, an amount (may be negative) or a pad. Secret.
 * @param blinding r, 1 <= r < l, never used twice. Secret.
 * @returns 32 bytes. @throws RangeError outside these ranges: r = 0 would hide nothing.
 */
export function commit(value: bigint, blinding: Scalar): Uint8Array {
  assertValue(value)
  if (blinding <= 0n || blinding >= GROUP_ORDER) throw new RangeError('blinding: not in [1, l)')
  return encodePoint(timesValueBase(toScalar(value)).add(BLINDING_BASE.multiply(blinding)))
}

/**
 * Whether a commitment opens to (v, r): recomputes it and compares the bytes, so a commitment that is
 * not canonical fits nothing.
 * @param commitment 32 bytes as received.
 * @param value      v; outside -l < v < l nothing fits. Its bound is the caller's to check (V10).
 * @param blinding   r, 0 <= r < l.
 * @returns false, too, for the identity (docs/attacks.md K4). Leaks its inputs through time.
 */
export function verifyOpeningVartime(commitment: Uint8Array, value: bigint, blinding: Scalar): boolean {
  if (!isOpening(value, blinding)) return false
  const expected = openingPointVartime(value, blinding)
  return !expected.equals(IDENTITY) && equalBytes(encodePoint(expected), commitment)
}

/**
 * v·G + r·H as a point, to compare with a sum of commitments. Leaks its inputs through time.
 * @param value    any whole number; counts modulo l, its range is the caller's to check.
 * @param blinding 0 <= r < l. @throws RangeError outside.
 */
export function openingPointVartime(value: bigint, blinding: Scalar): Point {
  return VALUE_BASE.multiplyUnsafe(toScalar(value)).add(BLINDING_BASE.multiplyUnsafe(blinding))
}

/** Whether the two numbers can be an opening at all. */
export function isOpening(value: bigint, blinding: bigint): boolean {
  return value > -GROUP_ORDER && value < GROUP_ORDER && blinding >= 0n && blinding < GROUP_ORDER
}

/** noble's `multiply` refuses 0, and 0 Wh is the commonest reading: (v + 1)·G - G takes no other way for it. */
function timesValueBase(value: Scalar): Point {
  const next = toScalar(value + 1n)
  // Only v = l - 1 has no successor to multiply by; as a reading it does not exist.
  return next === 0n ? VALUE_BASE.negate() : VALUE_BASE.multiply(next).subtract(VALUE_BASE)
}

function assertValue(value: bigint): void {
  if (value <= -GROUP_ORDER || value >= GROUP_ORDER) throw new RangeError('value: not in (-l, l)')
}
