/**
 * Sum of w_i·P_i for public weights, by buckets (Pippenger 1976) over as many bits as the weights
 * really have: prices have 31, random weights 128, and a walk over all 253 would cost the
 * difference. Weights that occur twice are added up first, so a time-of-use month needs little more
 * than one addition per interval.
 */
import { IDENTITY, type Point } from './group'

const MAX_WINDOW_BITS = 16

/** Positive weight of each point; no two equal. */
type Terms = {
  readonly points: readonly Point[]
  readonly weights: readonly bigint[]
}

/**
 * Weighted sum of public points. Time and caches tell the weights: how wide they are, which are equal, and their digits,
 * which choose the bucket that each point falls into.
 * @param weights whole numbers of either sign, one per point; time grows with the widest.
 * @returns the identity for no points. @throws RangeError when the numbers of both differ.
 */
export function weightedSumOfPointsVartime(points: readonly Point[], weights: readonly bigint[]): Point {
  if (points.length !== weights.length) throw new RangeError('weights: one per point wanted')
  const terms = mergeEqualWeights(points, weights)
  const bits = terms.weights.reduce((most, weight) => Math.max(most, bitLength(weight)), 0)
  if (bits === 0) return IDENTITY
  const windowBits = cheapestWindow(terms.points.length, bits)
  const windows = Math.ceil((bits + 1) / windowBits)
  const digits = terms.weights.map((weight) => signedDigits(weight, windowBits, windows))
  let sum = IDENTITY
  for (let window = windows - 1; window >= 0; window--) {
    for (let bit = 0; bit < windowBits && sum !== IDENTITY; bit++) sum = sum.double()
    sum = sum.add(windowSum(terms.points, digits, window, 2 ** (windowBits - 1)))
  }
  return sum
}

/**
 * Digits of a whole number n >= 0 to the base 2^bits, each in [-2^(bits-1) + 1, 2^(bits-1)], lowest
 * first. Signed digits halve the number of buckets and table entries: -P costs nothing.
 * @throws RangeError when the number needs more digits.
 */
export function signedDigits(value: bigint, bits: number, count: number): Int32Array {
  const digits = new Int32Array(count)
  const size = 2 ** bits
  let rest = value
  for (let index = 0; index < count; index++) {
    let digit = Number(BigInt.asUintN(bits, rest))
    rest >>= BigInt(bits)
    if (digit > size / 2) {
      digit -= size
      rest += 1n
    }
    digits[index] = digit
  }
  if (rest !== 0n) throw new RangeError('digits: number too large')
  return digits
}

function mergeEqualWeights(points: readonly Point[], weights: readonly bigint[]): Terms {
  const merged = new Map<bigint, Point>()
  points.forEach((point, index) => {
    const weight = weights[index] ?? 0n
    if (weight === 0n) return
    const key = weight < 0n ? -weight : weight
    const term = weight < 0n ? point.negate() : point
    const other = merged.get(key)
    merged.set(key, other === undefined ? term : other.add(term))
  })
  return { points: [...merged.values()], weights: [...merged.keys()] }
}

/** Bits of a whole number n >= 0; 0 for 0. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}

/** Width of the windows that cost the fewest additions: in each, one per point and two per bucket. */
export function cheapestWindow(points: number, bits: number): number {
  let best = 1
  let least = Infinity
  for (let width = 1; width <= MAX_WINDOW_BITS; width++) {
    const additions = Math.ceil((bits + 1) / width) * (points + 2 ** width)
    if (additions < least) {
      least = additions
      best = width
    }
  }
  return best
}

/** Sum of digit·P of one window: fill the buckets, then add bucket d up d times by running sums. */
function windowSum(
  points: readonly Point[],
  digits: readonly Int32Array[],
  window: number,
  bucketCount: number
): Point {
  const buckets = new Array<Point | undefined>(bucketCount).fill(undefined)
  points.forEach((point, index) => {
    const digit = digits[index]?.[window] ?? 0
    if (digit === 0) return
    const slot = Math.abs(digit) - 1
    const term = digit < 0 ? point.negate() : point
    const held = buckets[slot]
    buckets[slot] = held === undefined ? term : held.add(term)
  })
  let running = IDENTITY
  let total = IDENTITY
  for (let slot = bucketCount - 1; slot >= 0; slot--) {
    const bucket = buckets[slot]
    if (bucket !== undefined) running = running.add(bucket)
    if (running !== IDENTITY) total = total.add(running)
  }
  return total
}
