/** Products with points that never change: tables of their multiples, and additions only. */

import { fromBytes } from './field'
import { ELEMENT } from './limbs'
import { POINT, READY, addReady, double, makeAllReady, setAffine } from './point'
import { bitsAt } from './scalar'

const unit = memory.data(192, 16)
const unitReady = memory.data(128, 16)
const x = memory.data(48, 16)
const y = memory.data(48, 16)

/** Bytes of a table: 2^(bits-1) multiples for each window. */
export function tableBytes(windows: i32, bits: i32): usize {
  return ((windows << (bits - 1)) as usize) * READY
}

/** Bytes that building a table wants besides. */
export function tableRoom(bits: i32): usize {
  return ((1 << (bits - 1)) as usize) * (POINT + ELEMENT)
}

/**
 * Entry `window·2^(bits-1) + d - 1` is d·2^(bits·window) times the base.
 * @param base its x and y, 32 bytes each.
 * @param room `tableRoom` bytes.
 */
export function buildTable(table: usize, windows: i32, bits: i32, base: usize, room: usize): void {
  const perWindow = 1 << (bits - 1)
  const products = room + perWindow * POINT
  fromBytes(x, base)
  fromBytes(y, base + 32)
  setAffine(unit, x, y)
  for (let window = 0; window < windows; window++) {
    memory.copy(room, unit, POINT)
    makeAllReady(unitReady, room, 1, products)
    memory.copy(room, unit, POINT)
    for (let digit = 1; digit < perWindow; digit++) {
      const multiple = room + digit * POINT
      memory.copy(multiple, multiple - POINT, POINT)
      addReady(multiple, unitReady, false)
    }
    // The highest multiple is 2^(bits-1) times the unit; one doubling more begins the next window.
    memory.copy(unit, room + (perWindow - 1) * POINT, POINT)
    double(unit)
    makeAllReady(table + (window << (bits - 1)) * READY, room, perWindow, products)
  }
}

/** sum = sum + n·base, or sum - n·base. Time tells about n. @param number 32 bytes, its digits within `windows`. */
export function addMultiple(sum: usize, table: usize, windows: i32, bits: i32, number: usize, negative: bool): void {
  const half = 1 << (bits - 1)
  let carry = 0
  for (let window = 0; window < windows; window++) {
    let digit = bitsAt(number, window * bits, bits) + carry
    carry = digit > half ? 1 : 0
    if (carry) digit -= half << 1
    if (digit === 0) continue
    const size = digit < 0 ? -digit : digit
    addReady(sum, table + ((window << (bits - 1)) + size - 1) * READY, digit < 0 !== negative)
  }
}
