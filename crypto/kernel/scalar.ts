/**
 * Whole numbers below 2^256, 32 bytes little-endian, as digits to the base 2^bits, each in [-2^(bits-1) + 1, 2^(bits-1)].
 * Signed digits halve tables and buckets, because -P costs nothing.
 */

// l = 2^252 + 27742317777372353535851937790883648493, in words of 64 bits, lowest first.
const L0: u64 = 0x5812631a5cf5d3ed
const L1: u64 = 0x14def9dea2f79cd6
const L3: u64 = 0x1000000000000000
/** Whether 32 bytes are below l. */
export function isScalar(bytes: usize): bool {
  const top = load<u64>(bytes, 24)
  if (top !== L3) return top < L3
  if (load<u64>(bytes, 16) !== 0) return false
  const middle = load<u64>(bytes, 8)
  return middle !== L1 ? middle < L1 : load<u64>(bytes) < L0
}

/**
 * out = n, or l - n where n >= 2^251: at most 2^251 + 2^125, so that windows over 252 bits hold the signed digits. Where
 * windows fill just these bits, the highest digit is at most 2^(bits-1), and nothing is carried into it when it is that.
 * @param bytes n < l. @returns whether it is l - n.
 */
export function centre(out: usize, bytes: usize): bool {
  const w0 = load<u64>(bytes)
  const w1 = load<u64>(bytes, 8)
  const w2 = load<u64>(bytes, 16)
  const w3 = load<u64>(bytes, 24)
  const isLarge = w3 >= 0x0800000000000000
  if (isLarge) {
    const borrow0: u64 = w0 > L0 ? 1 : 0
    const borrow1: u64 = w1 > L1 || (w1 === L1 && borrow0 !== 0) ? 1 : 0
    const borrow2: u64 = w2 !== 0 || borrow1 !== 0 ? 1 : 0
    store<u64>(out, L0 - w0)
    store<u64>(out, L1 - w1 - borrow0, 8)
    store<u64>(out, 0 - w2 - borrow1, 16)
    store<u64>(out, L3 - w3 - borrow2, 24)
  } else {
    memory.copy(out, bytes, 32)
  }
  return isLarge
}

/** `bits` bits from bit `at` on, of a number of 32 bytes. bits <= 16, at + bits <= 256 + 63. */
export function bitsAt(number: usize, at: i32, bits: i32): i32 {
  const word = at >> 6
  const shift = (at & 63) as u64
  if (word > 3) return 0
  let found = load<u64>(number + ((word as usize) << 3)) >> shift
  if (shift + (bits as u64) > 64 && word < 3) found |= load<u64>(number + ((word as usize) << 3), 8) << (64 - shift)
  return (found as i32) & ((1 << bits) - 1)
}
