/**
 * Multiples of one fixed point, for products that only see public data: additions only, no doublings.
 * Works on Edwards representatives (points of @noble/curves' ed25519), because the batch encoding
 * needs their coordinates.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { GROUP_ORDER, type Point } from './group'
import { signedDigits } from './multi-scalar'

/** A representative of a ristretto255 element, in extended coordinates. */
export type EdwardsPoint = InstanceType<typeof ed25519.Point>

/** 1/16 modulo l: 16^-1 = 16^(l-2); l = 13 modulo 16, and 11·13 = -1. */
const ONE_SIXTEENTH = (11n * GROUP_ORDER + 1n) / 16n
const COFACTOR = 8n

/** Entry `window * 2^(windowBits-1) + d - 1` is d·2^(windowBits·window) times the base. */
export type FixedBaseTable = {
  readonly windowBits: number
  readonly windows: number
  readonly entries: readonly EdwardsPoint[]
}

/**
 * The representative of P/2 that has order l, which the doubling of the batch encoding turns into P again. Times 8 takes
 * away what other representatives have besides.
 */
export function halfOf(point: Point): EdwardsPoint {
  return ed25519.Point.fromAffine(point.toAffine()).multiplyUnsafe(ONE_SIXTEENTH).multiplyUnsafe(COFACTOR)
}

/**
 * Builds a table of 2^(windowBits-1) entries for each window.
 * @param scalarBits factors below 2^scalarBits can be used with it.
 */
export function buildFixedBaseTable(base: EdwardsPoint, scalarBits: number, windowBits: number): FixedBaseTable {
  const windows = Math.ceil((scalarBits + 1) / windowBits)
  const entries: EdwardsPoint[] = []
  let unit = base
  for (let window = 0; window < windows; window++) {
    let multiple = unit
    entries.push(multiple)
    for (let digit = 2; digit <= 2 ** (windowBits - 1); digit++) {
      multiple = multiple.add(unit)
      entries.push(multiple)
    }
    unit = multiple.double()
  }
  return { windowBits, windows, entries }
}

/**
 * start + factor·base. Time and caches tell the factor: its digits that are 0, and the places that are read.
 * @param factor 0 <= factor < 2^scalarBits of the table.
 */
export function addMultipleVartime(start: EdwardsPoint, table: FixedBaseTable, factor: bigint): EdwardsPoint {
  const perWindow = 2 ** (table.windowBits - 1)
  let sum = start
  signedDigits(factor, table.windowBits, table.windows).forEach((digit, window) => {
    const entry = digit === 0 ? undefined : table.entries[window * perWindow + Math.abs(digit) - 1]
    if (entry !== undefined) sum = sum.add(digit < 0 ? entry.negate() : entry)
  })
  return sum
}
