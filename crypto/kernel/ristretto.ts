/**
 * Encodings of ristretto255 (RFC 9496 section 4.3), one by one and in bulk. Points are representatives on edwards25519.
 */

import {
  EDWARDS_D,
  INVSQRT_A_MINUS_D,
  ONE,
  SQRT_M1,
  add,
  copy,
  fromBytes,
  inverseSquareRoot,
  invert,
  isCanonical,
  isNegative,
  isZero,
  negate,
  subtract,
  toBytes
} from './field'
import { ELEMENT, multiply, square } from './limbs'
import { POINT } from './point'

/** Bytes of an encoding. */
export const ENCODED: usize = 32

/** Room that `doubleAndEncode` wants for each point. */
export const DOUBLED: usize = 8 * ELEMENT
const EG: usize = 4 * ELEMENT
const FH: usize = 5 * ELEMENT
const EFGH: usize = 6 * ELEMENT
const PRODUCT: usize = 7 * ELEMENT

const s = memory.data(48, 16)
const u1 = memory.data(48, 16)
const u2 = memory.data(48, 16)
const u2Squared = memory.data(48, 16)
const v = memory.data(48, 16)
const root = memory.data(48, 16)
const x = memory.data(48, 16)
const y = memory.data(48, 16)
const z = memory.data(48, 16)
const zInverse = memory.data(48, 16)
const tInverse = memory.data(48, 16)
const own = memory.data(48, 16)
const inverse = memory.data(48, 16)
const one = memory.data(48, 16)

/**
 * point = the element that 32 bytes stand for (RFC 9496 section 4.3.1), with Z = 1. The identity is an element here.
 * @returns false where the bytes are not the one encoding of an element; the point is spoilt then.
 */
export function decode(point: usize, bytes: usize): bool {
  if (!isCanonical(bytes) || (load<u8>(bytes) & 1) !== 0) return false
  fromBytes(s, bytes)
  square(u2, s)
  subtract(u1, ONE, u2)
  add(u2, u2, ONE)
  square(u2Squared, u2) // size 2
  square(v, u1) // size 1
  multiply(v, v, EDWARDS_D)
  add(v, v, u2Squared)
  negate(v, v) // v = -d·u1² - u2², size 2
  multiply(z, v, u2Squared)
  const isSquare = inverseSquareRoot(root, z)
  multiply(x, root, u2) // den_x
  multiply(y, root, x)
  multiply(y, y, v) // den_y
  multiply(y, y, u1)
  add(s, s, s)
  multiply(x, s, x) // size 2
  if (isNegative(x)) {
    negate(x, x)
    multiply(x, x, ONE)
  }
  const t = point + 3 * ELEMENT
  multiply(t, x, y)
  copy(point, x)
  copy(point + ELEMENT, y)
  copy(point + 2 * ELEMENT, ONE)
  return isSquare && !isNegative(t) && !isZero(y)
}

/** The one encoding of a point, 32 bytes (RFC 9496 section 4.3.2). */
export function encode(bytes: usize, point: usize): void {
  const pointY = point + ELEMENT
  const pointZ = point + 2 * ELEMENT
  const pointT = point + 3 * ELEMENT
  add(u1, pointZ, pointY)
  subtract(u2, pointZ, pointY)
  multiply(u1, u1, u2) // sizes 2·1
  multiply(u2, point, pointY)
  square(u2Squared, u2)
  multiply(v, u1, u2Squared)
  inverseSquareRoot(root, v)
  multiply(u1, root, u1) // den1
  multiply(u2, root, u2) // den2
  multiply(zInverse, u1, u2)
  multiply(zInverse, zInverse, pointT)
  multiply(tInverse, pointT, zInverse)
  if (isNegative(tInverse)) {
    multiply(x, pointY, SQRT_M1)
    multiply(y, point, SQRT_M1)
    multiply(u2, u1, INVSQRT_A_MINUS_D)
  } else {
    copy(x, point)
    copy(y, pointY)
  }
  multiply(x, x, zInverse)
  if (isNegative(x)) negate(y, y)
  subtract(z, pointZ, y) // size 2
  multiply(s, z, u2)
  storeAbsolute(bytes, s)
}

/**
 * Encodings of 2Q for many points Q with one inversion and no square root: the encoding needs an inverse square root of
 * what is a known square when the point is a double (Hamburg, "Decaf", 2015, and `double_and_compress_batch` of
 * curve25519-dalek). With e = 2XY, f = Z² + dT², g = Y² + X², h = Z² - dT², 2Q = (eh : gf : fh : eg), and all that is
 * wanted follows from 1/(efgh). That product is 0 for representatives of the identity and for nothing else.
 * @param bytes 32 for each; all 0 for the identity.
 * @param room  DOUBLED bytes for each.
 */
export function doubleAndEncodeAll(bytes: usize, points: usize, count: i32, room: usize): void {
  copy(one, ONE)
  let before = one
  for (let at = 0; at < count; at++) {
    const item = room + at * DOUBLED
    double(item, points + at * POINT)
    const efgh = item + EFGH
    multiply(efgh, item + EG, item + FH)
    const isIdentity = isZero(efgh)
    store<u8>(bytes + at * ENCODED, isIdentity ? 0 : 1)
    // What stays out of the product of all passes on the product before it.
    if (isIdentity) copy(item + PRODUCT, before)
    else multiply(item + PRODUCT, before, efgh)
    before = item + PRODUCT
  }
  invert(inverse, before)
  for (let at = count - 1; at >= 0; at--) {
    const item = room + at * DOUBLED
    const encoded = bytes + at * ENCODED
    if (load<u8>(encoded) === 0) {
      memory.fill(encoded, 0, ENCODED)
      continue
    }
    multiply(own, inverse, at > 0 ? item - DOUBLED + PRODUCT : one)
    multiply(inverse, inverse, item + EFGH)
    encodeDoubled(encoded, item, own)
  }
}

/** item = e, f, g, h, eg, fh. */
function double(item: usize, point: usize): void {
  const e = item
  const f = item + ELEMENT
  const g = item + 2 * ELEMENT
  const h = item + 3 * ELEMENT
  multiply(e, point, point + ELEMENT)
  add(e, e, e)
  square(u1, point + 2 * ELEMENT)
  square(u2, point + 3 * ELEMENT)
  multiply(u2, u2, EDWARDS_D)
  add(f, u1, u2)
  subtract(h, u1, u2)
  square(u1, point)
  square(u2, point + ELEMENT)
  add(g, u1, u2)
  multiply(item + EG, e, g) // sizes 2·2
  multiply(item + FH, f, h) // 2·1
}

/** RFC 9496 section 4.3.2 for (eh : gf : fh : eg). @param inverseOfAll 1/(efgh) */
function encodeDoubled(bytes: usize, item: usize, inverseOfAll: usize): void {
  const eg = item + EG
  multiply(zInverse, eg, inverseOfAll)
  multiply(tInverse, item + FH, inverseOfAll)
  multiply(v, eg, zInverse)
  const e = item
  const f = item + ELEMENT
  const g = item + 2 * ELEMENT
  const h = item + 3 * ELEMENT
  const rotate = isNegative(v)
  if (rotate) {
    copy(x, g)
    negate(y, e)
    multiply(z, f, SQRT_M1)
  } else {
    copy(x, e)
    copy(y, g)
    copy(z, h)
  }
  multiply(v, z, x) // sizes 1·2
  multiply(v, v, zInverse)
  if (isNegative(v)) negate(y, y)
  subtract(z, z, y) // size 3
  multiply(v, tInverse, y)
  multiply(v, v, rotate ? SQRT_M1 : INVSQRT_A_MINUS_D)
  multiply(s, z, v)
  storeAbsolute(bytes, s)
}

/** The encoding of f or -f, whichever is not negative. */
function storeAbsolute(bytes: usize, f: usize): void {
  if (isNegative(f)) negate(f, f)
  toBytes(bytes, f)
}
