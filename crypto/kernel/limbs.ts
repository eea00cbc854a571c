/**
 * Products of field elements modulo p = 2^255 - 19.
 *
 * An element is f = f0 + f1·2^26 + f2·2^51 + f3·2^77 + ... + f9·2^230: limb i stands at 2^ceil(25.5·i), so even limbs
 * have 26 bits and odd ones 25 (Bernstein, "Curve25519", 2006, section 4). WebAssembly multiplies 64 bits by 64 bits to
 * the lower 64 bits only, and this radix is the widest whose columns fit into them.
 *
 * Product. f_i·g_j stands at ceil(25.5·i) + ceil(25.5·j). That is one bit above the place of column i + j when both are
 * odd (two halves were rounded up, none is in the sum), hence f_i x2 there; and columns from 10 on are 2^255 = 19 (mod p)
 * times the column ten below, hence the factor 19.
 *
 * Bounds. A carried element has limbs in [0, 2^26) and [0, 2^25), limbs 1 and 5 up to 2^17 beyond either end; call that
 * size 1. Sums and differences are not carried: a + b has size 2, a - b size 1, their limbs stand in signed 32 bits.
 * Let the factors have sizes u and w. Column 0 is the largest: one product of even limbs below u·w·2^52 and, all times 19,
 * four more of these and five doubled products of odd limbs below u·w·2^51, in all u·w·2^52·(1 + 19·4 + 19·2.5) =
 * u·w·124.5·2^52 < 2^63 for u·w <= 16. Whoever multiplies says in a comment why its sizes keep to that.
 */

/** Bytes of an element in memory: ten signed limbs of 32 bits, and room that sums of whole vectors may write to. */
export const ELEMENT: usize = 48

const LOW_26: i64 = 0x3ffffff
const LOW_25: i64 = 0x1ffffff

/** out = f·g, carried. Sizes: u·w <= 16. `out` may be a factor. */
export function multiply(out: usize, f: usize, g: usize): void {
  const f0 = limb(f, 0)
  const f1 = limb(f, 4)
  const f2 = limb(f, 8)
  const f3 = limb(f, 12)
  const f4 = limb(f, 16)
  const f5 = limb(f, 20)
  const f6 = limb(f, 24)
  const f7 = limb(f, 28)
  const f8 = limb(f, 32)
  const f9 = limb(f, 36)
  const g0 = limb(g, 0)
  const g1 = limb(g, 4)
  const g2 = limb(g, 8)
  const g3 = limb(g, 12)
  const g4 = limb(g, 16)
  const g5 = limb(g, 20)
  const g6 = limb(g, 24)
  const g7 = limb(g, 28)
  const g8 = limb(g, 32)
  const g9 = limb(g, 36)
  const f1x2 = 2 * f1
  const f3x2 = 2 * f3
  const f5x2 = 2 * f5
  const f7x2 = 2 * f7
  const f9x2 = 2 * f9
  const h0 =
    f0 * g0 + 19 * (f1x2 * g9 + f2 * g8 + f3x2 * g7 + f4 * g6 + f5x2 * g5 + f6 * g4 + f7x2 * g3 + f8 * g2 + f9x2 * g1)
  const h1 = f0 * g1 + f1 * g0 + 19 * (f2 * g9 + f3 * g8 + f4 * g7 + f5 * g6 + f6 * g5 + f7 * g4 + f8 * g3 + f9 * g2)
  const h2 =
    f0 * g2 + f1x2 * g1 + f2 * g0 + 19 * (f3x2 * g9 + f4 * g8 + f5x2 * g7 + f6 * g6 + f7x2 * g5 + f8 * g4 + f9x2 * g3)
  const h3 = f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 + 19 * (f4 * g9 + f5 * g8 + f6 * g7 + f7 * g6 + f8 * g5 + f9 * g4)
  const h4 =
    f0 * g4 + f1x2 * g3 + f2 * g2 + f3x2 * g1 + f4 * g0 + 19 * (f5x2 * g9 + f6 * g8 + f7x2 * g7 + f8 * g6 + f9x2 * g5)
  const h5 = f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 + f5 * g0 + 19 * (f6 * g9 + f7 * g8 + f8 * g7 + f9 * g6)
  const h6 =
    f0 * g6 + f1x2 * g5 + f2 * g4 + f3x2 * g3 + f4 * g2 + f5x2 * g1 + f6 * g0 + 19 * (f7x2 * g9 + f8 * g8 + f9x2 * g7)
  const h7 = f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3 + f5 * g2 + f6 * g1 + f7 * g0 + 19 * (f8 * g9 + f9 * g8)
  const h8 =
    f0 * g8 + f1x2 * g7 + f2 * g6 + f3x2 * g5 + f4 * g4 + f5x2 * g3 + f6 * g2 + f7x2 * g1 + f8 * g0 + 19 * (f9x2 * g9)
  const h9 = f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5 + f5 * g4 + f6 * g3 + f7 * g2 + f8 * g1 + f9 * g0
  carryInto(out, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9)
}

/** out = f². Size: u <= 4. As `multiply`, with equal products taken once. */
export function square(out: usize, f: usize): void {
  const f0 = limb(f, 0)
  const f1 = limb(f, 4)
  const f2 = limb(f, 8)
  const f3 = limb(f, 12)
  const f4 = limb(f, 16)
  const f5 = limb(f, 20)
  const f6 = limb(f, 24)
  const f7 = limb(f, 28)
  const f8 = limb(f, 32)
  const f9 = limb(f, 36)
  const f0x2 = 2 * f0
  const f1x2 = 2 * f1
  const f2x2 = 2 * f2
  const f3x2 = 2 * f3
  const f4x2 = 2 * f4
  const f5x2 = 2 * f5
  const f6x2 = 2 * f6
  const f7x2 = 2 * f7
  const f8x2 = 2 * f8
  const f9x2 = 2 * f9
  const h0 = f0 * f0 + 19 * (f1x2 * f9x2 + f2x2 * f8 + f3x2 * f7x2 + f4x2 * f6 + f5x2 * f5)
  const h1 = f0x2 * f1 + 19 * (f2x2 * f9 + f3x2 * f8 + f4x2 * f7 + f5x2 * f6)
  const h2 = f0x2 * f2 + f1x2 * f1 + 19 * (f3x2 * f9x2 + f4x2 * f8 + f5x2 * f7x2 + f6 * f6)
  const h3 = f0x2 * f3 + f1x2 * f2 + 19 * (f4x2 * f9 + f5x2 * f8 + f6x2 * f7)
  const h4 = f0x2 * f4 + f1x2 * f3x2 + f2 * f2 + 19 * (f5x2 * f9x2 + f6x2 * f8 + f7x2 * f7)
  const h5 = f0x2 * f5 + f1x2 * f4 + f2x2 * f3 + 19 * (f6x2 * f9 + f7x2 * f8)
  const h6 = f0x2 * f6 + f1x2 * f5x2 + f2x2 * f4 + f3x2 * f3 + 19 * (f7x2 * f9x2 + f8 * f8)
  const h7 = f0x2 * f7 + f1x2 * f6 + f2x2 * f5 + f3x2 * f4 + 19 * (f8x2 * f9)
  const h8 = f0x2 * f8 + f1x2 * f7x2 + f2x2 * f6 + f3x2 * f5x2 + f4 * f4 + 19 * (f9x2 * f9)
  const h9 = f0x2 * f9 + f1x2 * f8 + f2x2 * f7 + f3x2 * f6 + f4x2 * f5
  carryInto(out, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9)
}

/* @inline */ function limb(element: usize, offset: usize): i64 {
  return load<i32>(element + offset) as i64
}

/**
 * Carries ten columns, each below 2^63, to size 1. Two chains side by side, 0 to 4 and 4 to 9, because a step waits for
 * the one before. `>>` rounds down, so what stays is not negative. Limb 5 is carried into once more after it was cut, by
 * less than 2^13; what leaves limb 9 is below 2^38, times 19 below 2^43 in limb 0, so limb 1 gets less than 2^17 more.
 */
/* @inline */ function carryInto(
  out: usize,
  c0: i64,
  c1: i64,
  c2: i64,
  c3: i64,
  c4: i64,
  c5: i64,
  c6: i64,
  c7: i64,
  c8: i64,
  c9: i64
): void {
  c1 += c0 >> 26
  c5 += c4 >> 26
  c0 &= LOW_26
  c4 &= LOW_26
  c2 += c1 >> 25
  c6 += c5 >> 25
  c1 &= LOW_25
  c5 &= LOW_25
  c3 += c2 >> 26
  c7 += c6 >> 26
  c2 &= LOW_26
  c6 &= LOW_26
  c4 += c3 >> 25
  c8 += c7 >> 25
  c3 &= LOW_25
  c7 &= LOW_25
  c5 += c4 >> 26
  c9 += c8 >> 26
  c4 &= LOW_26
  c8 &= LOW_26
  c0 += 19 * (c9 >> 25)
  c9 &= LOW_25
  c1 += c0 >> 26
  c0 &= LOW_26
  store<i32>(out, c0 as i32, 0)
  store<i32>(out, c1 as i32, 4)
  store<i32>(out, c2 as i32, 8)
  store<i32>(out, c3 as i32, 12)
  store<i32>(out, c4 as i32, 16)
  store<i32>(out, c5 as i32, 20)
  store<i32>(out, c6 as i32, 24)
  store<i32>(out, c7 as i32, 28)
  store<i32>(out, c8 as i32, 32)
  store<i32>(out, c9 as i32, 36)
}
