/** Sum of n·P for public whole numbers, by buckets (Pippenger 1976), over as many bits as the numbers really have. */

import { POINT, READY, addPoint, addReady, double, setIdentity } from './point'
import { bitsAt } from './scalar'

const running = memory.data(192, 16)

/** Bytes that `sumOfProducts` wants besides: a carry for each number, the buckets, a sum for each window. */
export function productRoom(count: i32, windows: i32, bits: i32): usize {
  return (((count + 15) & ~15) as usize) + (((1 << (bits - 1)) + windows) as usize) * POINT
}

/**
 * sum = SUM ±n_i·P_i.
 * @param points   ready ones, `count` of them.
 * @param numbers  32 bytes each; their signed digits fit into `windows`.
 * @param negative one byte each: 1 subtracts.
 * @param room     `productRoom` bytes.
 */
export function sumOfProducts(
  sum: usize,
  points: usize,
  numbers: usize,
  negative: usize,
  count: i32,
  windows: i32,
  bits: i32,
  room: usize
): void {
  const carries = room
  const buckets = carries + (((count + 15) & ~15) as usize)
  const sums = buckets + ((1 << (bits - 1)) as usize) * POINT
  memory.fill(carries, 0, count)
  // Digits come out of a number from the lowest on, sums of windows are put together from the highest on.
  for (let window = 0; window < windows; window++) {
    for (let bucket = 0; bucket < 1 << (bits - 1); bucket++) setIdentity(buckets + bucket * POINT)
    for (let at = 0; at < count; at++) {
      let digit = bitsAt(numbers + (at << 5), window * bits, bits) + load<u8>(carries + at)
      const isHigh = digit > 1 << (bits - 1)
      store<u8>(carries + at, isHigh ? 1 : 0)
      if (isHigh) digit -= 1 << bits
      if (digit === 0) continue
      const size = digit < 0 ? -digit : digit
      addReady(buckets + (size - 1) * POINT, points + at * READY, digit < 0 !== (load<u8>(negative + at) !== 0))
    }
    sumBuckets(sums + window * POINT, buckets, 1 << (bits - 1))
  }
  setIdentity(sum)
  for (let window = windows - 1; window >= 0; window--) {
    for (let bit = 0; bit < bits; bit++) double(sum)
    addPoint(sum, sums + window * POINT)
  }
}

/** sum = SUM d·bucket_d, adding bucket d up d times by running sums. */
function sumBuckets(sum: usize, buckets: usize, count: i32): void {
  setIdentity(running)
  setIdentity(sum)
  for (let bucket = count - 1; bucket >= 0; bucket--) {
    addPoint(running, buckets + bucket * POINT)
    addPoint(sum, running)
  }
}
