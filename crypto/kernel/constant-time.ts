/**
 * Products of fixed points with secret numbers. Whatever the number, the same instructions read and write the same places:
 * every digit is an addition, of 0 as well, and its multiple is picked by reading all of its window and masking (as in
 * "High-speed high-security signatures", Bernstein, Duif, Lange, Schwabe, Yang, 2012, section 4). What WebAssembly does not
 * promise, that an engine keeps it so, holds for masks of vectors in the ones there are.
 */

import { READY, addReady } from './point'

/** Signed digits of four bits, -8 to 7: eight multiples for each. */
export const SECRET_BITS: i32 = 4
const MULTIPLES: i32 = 8
const MINUS: usize = 40
const XY: usize = 80

/** (y + x, y - x, 2dxy) of (0, 1). */
const identity = memory.data<i32>(
  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  16
)
const chosen = memory.data(128, 16)
const signed = memory.data(128, 16)

/**
 * sum = sum + n·base.
 * @param table  of `buildTable` with SECRET_BITS.
 * @param number little-endian, half a byte for each window; the highest digit stays below 8 with what is carried into it.
 */
export function addSecretMultiple(sum: usize, table: usize, windows: i32, number: usize): void {
  let carry = 0
  for (let window = 0; window < windows; window++) {
    const byte = load<u8>(number + ((window >> 1) as usize)) as i32
    let digit = ((byte >> ((window & 1) << 2)) & 15) + carry
    carry = (digit + MULTIPLES) >> SECRET_BITS
    digit -= carry << SECRET_BITS
    choose(table + window * MULTIPLES * READY, digit)
    addReady(sum, signed, false)
  }
}

/** signed = digit times the unit of the window that begins at `entries`. */
function choose(entries: usize, digit: i32): void {
  const sign = digit >> 31
  const size = i32x4.splat((digit ^ sign) - sign)
  for (let at: usize = 0; at < READY; at += 16) {
    let found = v128.load(identity + at)
    for (let multiple = 1; multiple <= MULTIPLES; multiple++) {
      const entry = v128.load(entries + (multiple - 1) * READY + at)
      found = v128.bitselect(entry, found, i32x4.eq(size, i32x4.splat(multiple)))
    }
    v128.store(chosen + at, found)
  }
  // -(x, y) = (-x, y). Each part writes a little into the next, which comes after it.
  const isNegative = i32x4.splat(sign)
  for (let at: usize = 0; at < 48; at += 16) {
    v128.store(signed + at, v128.bitselect(v128.load(chosen + MINUS + at), v128.load(chosen + at), isNegative))
  }
  for (let at: usize = 0; at < 48; at += 16) {
    v128.store(signed + MINUS + at, v128.bitselect(v128.load(chosen + at), v128.load(chosen + MINUS + at), isNegative))
  }
  for (let at: usize = 0; at < 48; at += 16) {
    const xy = v128.load(chosen + XY + at)
    v128.store(signed + XY + at, v128.bitselect(i32x4.neg(xy), xy, isNegative))
  }
}
