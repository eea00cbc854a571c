/** The field modulo p = 2^255 - 19: sums, inverses, square roots and the one encoding. Products and sizes: limbs.ts. */

import { ELEMENT, multiply, square } from './limbs'

const LIMBS: usize = 10

/** Constants by their limbs, lowest first. A test compares each with its definition. */
export const ONE: usize = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 16)
/** d = -121665/121666 (RFC 9496 section 4.1). */
export const EDWARDS_D: usize = memory.data<i32>(
  [56195235, 13857412, 51736253, 6949390, 114729, 24766616, 60832955, 30306712, 48412415, 21499315, 0, 0],
  16
)
/** 2d. */
export const TWICE_D: usize = memory.data<i32>(
  [45281625, 27714825, 36363642, 13898781, 229458, 15978800, 54557047, 27058993, 29715967, 9444199, 0, 0],
  16
)
/** √-1, the even root (RFC 9496 section 4.1). */
export const SQRT_M1: usize = memory.data<i32>(
  [34513072, 25610706, 9377949, 3500415, 12389472, 33281959, 41962654, 31548777, 326685, 11406482, 0, 0],
  16
)
/** 1/√(a - d), the even root (RFC 9496 section 4.1). */
export const INVSQRT_A_MINUS_D: usize = memory.data<i32>(
  [6111466, 4156064, 39310137, 12243467, 41204824, 120896, 20826367, 26493656, 6093567, 31568420, 0, 0],
  16
)

const frozen = memory.data(48, 16)
const difference = memory.data(48, 16)
const power = memory.data(48, 16)
const eleventh = memory.data(48, 16)
const step = memory.data(48, 16)
const tenth = memory.data(48, 16)
const fiftieth = memory.data(48, 16)
const cube = memory.data(48, 16)
const check = memory.data(48, 16)

/** out = f + g; the sizes add up. */
export function add(out: usize, f: usize, g: usize): void {
  v128.store(out, i32x4.add(v128.load(f), v128.load(g)))
  v128.store(out, i32x4.add(v128.load(f, 16), v128.load(g, 16)), 16)
  v128.store(out, i32x4.add(v128.load(f, 32), v128.load(g, 32)), 32)
}

/** out = f - g; of size 1 where both are carried. */
export function subtract(out: usize, f: usize, g: usize): void {
  v128.store(out, i32x4.sub(v128.load(f), v128.load(g)))
  v128.store(out, i32x4.sub(v128.load(f, 16), v128.load(g, 16)), 16)
  v128.store(out, i32x4.sub(v128.load(f, 32), v128.load(g, 32)), 32)
}

/** out = -f; of the same size. */
export function negate(out: usize, f: usize): void {
  v128.store(out, i32x4.neg(v128.load(f)))
  v128.store(out, i32x4.neg(v128.load(f, 16)), 16)
  v128.store(out, i32x4.neg(v128.load(f, 32)), 32)
}

/** out = f. */
export function copy(out: usize, f: usize): void {
  memory.copy(out, f, ELEMENT)
}

/** out = 1/f, as f^(p-2) = f^(2^255 - 21); 0 for 0. Size: u <= 4. */
export function invert(out: usize, f: usize): void {
  powerOf250(f)
  squareTimes(power, power, 5)
  multiply(out, power, eleventh)
}

/**
 * out = 1/√f or 1/√(f·√-1), whichever exists (RFC 9496 section 4.2, SQRT_RATIO_M1 with u = 1, without its choice of
 * sign). @returns whether f is a square and not 0. `out` is not f, which is carried.
 */
export function inverseSquareRoot(out: usize, f: usize): bool {
  // r = f³·(f^7)^((p-5)/8), and (p-5)/8 = 2^252 - 3 = 4·(2^250 - 1) + 1.
  square(cube, f)
  multiply(cube, cube, f)
  square(check, cube)
  multiply(check, check, f)
  powerOf250(check)
  squareTimes(power, power, 2)
  multiply(power, power, check)
  multiply(out, power, cube)
  // f·r² is a fourth root of 1: 1 and -1 where f is a square.
  square(check, out)
  multiply(check, check, f)
  if (equals(check, ONE)) return true
  multiply(out, out, SQRT_M1)
  add(check, check, ONE)
  return isZero(check)
}

/** Whether f is 0 modulo p. Size: u <= 8. */
export function isZero(f: usize): bool {
  freeze(f)
  return !v128.any_true(v128.or(v128.or(v128.load(frozen), v128.load(frozen, 16)), v128.load(frozen, 32)))
}

/** Whether f is negative: its canonical form is odd (RFC 9496 section 3.1). Size: u <= 8. */
export function isNegative(f: usize): bool {
  freeze(f)
  return (load<i32>(frozen) & 1) !== 0
}

/** Whether both are the same modulo p. Sizes: u + w <= 8. */
export function equals(f: usize, g: usize): bool {
  subtract(difference, f, g)
  return isZero(difference)
}

/** The element of 32 little-endian bytes; bit 255 is left out, p and more count modulo p. */
export function fromBytes(out: usize, bytes: usize): void {
  const w0 = load<u64>(bytes)
  const w1 = load<u64>(bytes, 8)
  const w2 = load<u64>(bytes, 16)
  const w3 = load<u64>(bytes, 24)
  storeLimb(out, 0, w0, 26)
  storeLimb(out, 4, w0 >> 26, 25)
  storeLimb(out, 8, (w0 >> 51) | (w1 << 13), 26)
  storeLimb(out, 12, w1 >> 13, 25)
  storeLimb(out, 16, w1 >> 38, 26)
  storeLimb(out, 20, w2, 25)
  storeLimb(out, 24, w2 >> 25, 26)
  storeLimb(out, 28, (w2 >> 51) | (w3 << 13), 25)
  storeLimb(out, 32, w3 >> 12, 26)
  storeLimb(out, 36, w3 >> 38, 25)
  store<i64>(out, 0, 40)
}

/** The one encoding, 32 bytes. Size: u <= 8. */
export function toBytes(bytes: usize, f: usize): void {
  freeze(f)
  const l2 = load<u32>(frozen, 8) as u64
  const l7 = load<u32>(frozen, 28) as u64
  store<u64>(bytes, (load<u32>(frozen) as u64) | ((load<u32>(frozen, 4) as u64) << 26) | (l2 << 51))
  store<u64>(bytes, (l2 >> 13) | ((load<u32>(frozen, 12) as u64) << 13) | ((load<u32>(frozen, 16) as u64) << 38), 8)
  store<u64>(bytes, (load<u32>(frozen, 20) as u64) | ((load<u32>(frozen, 24) as u64) << 25) | (l7 << 51), 16)
  store<u64>(bytes, (l7 >> 13) | ((load<u32>(frozen, 32) as u64) << 12) | ((load<u32>(frozen, 36) as u64) << 38), 24)
}

/** Whether 32 bytes are below p: one element, one encoding. */
export function isCanonical(bytes: usize): bool {
  const top = load<u64>(bytes, 24)
  if (top < 0x7fffffffffffffff) return true
  if (top > 0x7fffffffffffffff) return false
  return (load<u64>(bytes, 16) & load<u64>(bytes, 8)) !== u64.MAX_VALUE || load<u64>(bytes) < u64.MAX_VALUE - 18
}

/* @inline */ function storeLimb(out: usize, offset: usize, word: u64, bits: u64): void {
  store<u32>(out + offset, (word & ((1 << bits) - 1)) as u32)
}

/** power = f^(2^250 - 1), eleventh = f^11. The exponents 2^n - 1 double their n by squaring n times and multiplying. */
function powerOf250(f: usize): void {
  square(eleventh, f) // 2
  squareTimes(power, eleventh, 2) // 8
  multiply(power, power, f) // 9
  multiply(eleventh, eleventh, power) // 11
  square(step, eleventh) // 22
  multiply(power, power, step) // 31 = 2^5 - 1
  widen(5) // 2^10 - 1
  copy(tenth, power)
  widen(10)
  widen(20) // 2^40 - 1
  squareTimes(power, power, 10)
  multiply(power, power, tenth)
  copy(fiftieth, power)
  widen(50)
  widen(100) // 2^200 - 1
  squareTimes(power, power, 50)
  multiply(power, power, fiftieth)
}

/** From f^(2^n - 1) to f^(2^2n - 1). */
function widen(n: i32): void {
  squareTimes(step, power, n)
  multiply(power, power, step)
}

function squareTimes(out: usize, f: usize, times: i32): void {
  square(out, f)
  for (let done = 1; done < times; done++) square(out, out)
}

/**
 * frozen = the canonical limbs of f. A ripple leaves a number below 2^255 and an overflow of at most ±8, which counts 19
 * times in limb 0. After the second one the overflow is -1 for a number just below 2^255, 1 for one just above 0, else 0:
 * 19 times that ripples no further. What is p or more then overflows when 19 is added to it.
 */
function freeze(f: usize): void {
  let carry: i32 = 0
  for (let at: usize = 0; at < 4 * LIMBS; at += 4) {
    const limb = load<i32>(f + at) + carry
    const bits = widthAt(at)
    carry = limb >> bits
    store<i32>(frozen + at, limb & ((1 << bits) - 1))
  }
  const overflow = ripple(19 * carry)
  store<i32>(frozen, load<i32>(frozen) + 19 * overflow)
  let over: i32 = 19
  for (let at: usize = 0; at < 4 * LIMBS; at += 4) over = (load<i32>(frozen + at) + over) >> widthAt(at)
  if (over !== 0) ripple(19)
}

function ripple(carry: i32): i32 {
  for (let at: usize = 0; at < 4 * LIMBS; at += 4) {
    const limb = load<i32>(frozen + at) + carry
    const bits = widthAt(at)
    carry = limb >> bits
    store<i32>(frozen + at, limb & ((1 << bits) - 1))
  }
  return carry
}

/** 26 for even limbs, 25 for odd ones, four bytes each. */
/* @inline */ function widthAt(offset: usize): i32 {
  return 26 - (((offset as i32) >> 2) & 1)
}
