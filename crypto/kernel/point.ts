/**
 * Points of edwards25519, -x² + y² = 1 + d·x²·y², which represent elements of ristretto255. Sums by the unified formulas of
 * Hisil, Wong, Carter and Dawson ("Twisted Edwards Curves Revisited", 2008, sections 3.1 to 3.3, a = -1), which hold for all
 * pairs of points, so that no input needs a case of its own.
 *
 * A point is (X : Y : Z : T) with x = X/Z, y = Y/Z, T = XY/Z. A point that is added many times is kept as (y + x, y - x,
 * 2dxy) with Z = 1, which saves two of nine products. All coordinates in memory are carried, except y + x of size 2.
 */

import { ONE, TWICE_D, add, copy, invert, negate, subtract } from './field'
import { ELEMENT, multiply, square } from './limbs'

/** Bytes of a point: X, Y, Z, T. */
export const POINT: usize = 4 * ELEMENT
const Y: usize = ELEMENT
const Z: usize = 2 * ELEMENT
const T: usize = 3 * ELEMENT

/** Bytes of a point that is ready to be added: two lines of a processor's cache. Elements are 40 bytes apart. */
export const READY: usize = 128
const MINUS: usize = 40
const XY: usize = 80

const a = memory.data(48, 16)
const b = memory.data(48, 16)
const c = memory.data(48, 16)
const e = memory.data(48, 16)
const f = memory.data(48, 16)
const g = memory.data(48, 16)
const h = memory.data(48, 16)

/** point = (0, 1). */
export function setIdentity(point: usize): void {
  memory.fill(point, 0, POINT)
  copy(point + Y, ONE)
  copy(point + Z, ONE)
}

/** point = (x, y), affine and carried. */
export function setAffine(point: usize, x: usize, y: usize): void {
  copy(point, x)
  copy(point + Y, y)
  copy(point + Z, ONE)
  multiply(point + T, x, y)
}

/** sum = sum + ready, or sum - ready: -(x, y) = (-x, y), so y + x and y - x change places and 2dxy its sign. */
export function addReady(sum: usize, ready: usize, negative: bool): void {
  const plus = negative ? ready + MINUS : ready
  const minus = negative ? ready : ready + MINUS
  subtract(a, sum + Y, sum)
  add(b, sum + Y, sum)
  multiply(a, a, minus) // sizes 1·2
  multiply(b, b, plus) // 2·2
  multiply(c, sum + T, ready + XY)
  add(f, sum + Z, sum + Z)
  subtract(e, b, a)
  add(h, b, a)
  if (negative) {
    add(g, f, c)
    subtract(f, f, c)
    finishSum(sum, g, f)
  } else {
    add(g, f, c)
    subtract(f, f, c)
    finishSum(sum, f, g)
  }
}

/** sum = sum + point. They may be the same. */
export function addPoint(sum: usize, point: usize): void {
  subtract(a, sum + Y, sum)
  subtract(b, point + Y, point)
  multiply(a, a, b) // 1·1
  add(b, sum + Y, sum)
  add(c, point + Y, point)
  multiply(b, b, c) // 2·2
  multiply(c, sum + T, point + T)
  multiply(c, c, TWICE_D)
  multiply(f, sum + Z, point + Z)
  add(f, f, f)
  subtract(e, b, a)
  add(h, b, a)
  add(g, f, c)
  subtract(f, f, c)
  finishSum(sum, f, g)
}

/** X = EF, Y = GH, Z = FG, T = EH; sizes 1·3, 3·2, 3·3 and 1·2. */
/* @inline */ function finishSum(sum: usize, ff: usize, gg: usize): void {
  multiply(sum, e, ff)
  multiply(sum + Y, gg, h)
  multiply(sum + Z, ff, gg)
  multiply(sum + T, e, h)
}

/** point = 2·point. */
export function double(point: usize): void {
  add(e, point, point + Y)
  square(e, e) // size 2
  square(a, point)
  square(b, point + Y)
  square(c, point + Z)
  add(c, c, c)
  subtract(g, b, a)
  add(h, a, b)
  subtract(e, e, h)
  negate(h, h)
  subtract(f, g, c)
  multiply(point, e, f) // 2·3
  multiply(point + Y, g, h) // 1·2
  multiply(point + Z, f, g) // 3·1
  multiply(point + T, e, h) // 2·2
}

/** ready = point. Z is 1: the caller has made sure. */
export function makeReadyAffine(ready: usize, point: usize): void {
  add(a, point + Y, point)
  subtract(b, point + Y, point)
  memory.copy(ready, a, MINUS)
  memory.copy(ready + MINUS, b, MINUS)
  multiply(ready + XY, point + T, TWICE_D)
}

/**
 * ready[i] = points[i], with one inversion for all: the running products of the Z are undone from the last to the first
 * (Montgomery 1987, section 10.3.1). Z is never 0 on a complete curve.
 * @param products room for `count` elements. The points are spoilt.
 */
export function makeAllReady(ready: usize, points: usize, count: i32, products: usize): void {
  if (count === 0) return
  copy(products, points + Z)
  for (let at = 1; at < count; at++) {
    multiply(products + at * ELEMENT, products + (at - 1) * ELEMENT, points + at * POINT + Z)
  }
  invert(h, products + (count - 1) * ELEMENT)
  for (let at = count - 1; at >= 0; at--) {
    const point = points + at * POINT
    if (at > 0) multiply(g, h, products + (at - 1) * ELEMENT)
    else copy(g, h)
    multiply(h, h, point + Z)
    multiply(point, point, g)
    multiply(point + Y, point + Y, g)
    multiply(point + T, point, point + Y)
    makeReadyAffine(ready + at * READY, point)
  }
}
