import { beforeAll, describe, expect, it } from 'vitest'
import { GROUP_ORDER } from '../../../crypto'
import { type KernelParts, compileKernelParts } from '../../support/kernels-under-test'
import { seededRandom } from '../../support/seeded-random'

const P = 2n ** 255n - 19n
const D = mod(-121665n * power(121666n, P - 2n))
const SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752n
const random = seededRandom('kernel field')

/** Canonical and not: 0, 1, p - 1, p, p + 1, all ones, and numbers with one limb full. */
const EDGES = [
  ...[0n, 1n, 2n, 19n, P - 1n, P - 2n, P, P + 1n, P + 18n, 2n ** 255n - 1n, (P - 1n) / 2n, (P + 1n) / 2n],
  ...[SQRT_M1, P - SQRT_M1, D],
  ...[0, 26, 51, 77, 102, 128, 153, 179, 204, 230].flatMap((at) => [1n << BigInt(at), (1n << BigInt(at)) - 1n])
]
const RANDOM = Array.from({ length: 40 }, () => number(random.bytes(32)) % 2n ** 255n)
const INPUTS = [...EDGES, ...RANDOM]

let parts: KernelParts
let f: number, g: number, out: number, bytes: number
beforeAll(async () => {
  parts = await compileKernelParts()
  ;[f, g, out, bytes] = [48, 48, 48, 32].map((size) => parts.allocate(size)) as [number, number, number, number]
})

describe('the field of the kernel', () => {
  it('has the constants of RFC 9496', () => {
    expect(valueOf(parts.ONE.value)).toBe(1n)
    expect(valueOf(parts.EDWARDS_D.value)).toBe(D)
    expect(valueOf(parts.TWICE_D.value)).toBe(mod(2n * D))
    expect(valueOf(parts.SQRT_M1.value)).toBe(SQRT_M1)
    const root = valueOf(parts.INVSQRT_A_MINUS_D.value)
    expect([mod(root * root * (-1n - D)), root & 1n]).toEqual([1n, 0n])
  })

  it('reads and writes every number modulo p', () => {
    for (const input of INPUTS) {
      load(f, input)
      expect(valueOf(f)).toBe(mod(input))
      expect(parts.isZero(f) !== 0).toBe(mod(input) === 0n)
      expect(parts.isNegative(f) !== 0).toBe((mod(input) & 1n) === 1n)
    }
  })

  it('leaves out bit 255 and knows which encodings are canonical', () => {
    for (const input of [...INPUTS, P - 1n + 2n ** 255n, 2n ** 256n - 1n, 2n ** 255n]) {
      write(bytes, input)
      expect(parts.isCanonical(bytes) !== 0, String(input)).toBe(input < P)
      parts.fromBytes(f, bytes)
      expect(valueOf(f)).toBe(mod(input % 2n ** 255n))
    }
  })

  it('multiplies, adds, subtracts and compares every pair', () => {
    for (const a of INPUTS) {
      for (const b of EDGES) {
        load(f, a)
        load(g, b)
        parts.multiply(out, f, g)
        expect(valueOf(out)).toBe(mod(a * b))
        parts.add(out, f, g)
        expect(valueOf(out)).toBe(mod(a + b))
        parts.subtract(out, f, g)
        expect(valueOf(out)).toBe(mod(a - b))
        expect(parts.equals(f, g) !== 0).toBe(mod(a) === mod(b))
      }
    }
  })

  it('squares, negates, inverts and takes inverse roots', () => {
    for (const a of INPUTS) {
      load(f, a)
      parts.square(out, f)
      expect(valueOf(out)).toBe(mod(a * a))
      parts.negate(out, f)
      expect(valueOf(out)).toBe(mod(-a))
      parts.invert(out, f)
      expect(valueOf(out)).toBe(power(mod(a), P - 2n))
      const isSquare = power(mod(a), (P - 1n) / 2n) === 1n
      expect(parts.inverseSquareRoot(out, f) !== 0, String(a)).toBe(isSquare)
      const root = valueOf(out)
      const unit = mod(root * root * a)
      const units = isSquare ? [1n] : [SQRT_M1, P - SQRT_M1]
      if (mod(a) !== 0n) expect(units).toContain(unit)
    }
  })

  it.each([
    [4, 4],
    [2, 8],
    [16, 1]
  ])('multiplies limbs %i and %i times as large as carried ones, of either sign', (u, w) => {
    for (let run = 0; run < 300; run++) {
      const a = loadLimbs(f, u, run)
      const b = loadLimbs(g, w, run)
      parts.multiply(out, f, g)
      expect(valueOf(out)).toBe(mod(a * b))
      if (u === 4) {
        parts.square(out, f)
        expect(valueOf(out)).toBe(mod(a * a))
      }
      expectCarried(out)
    }
  })

  it('brings sums of eight carried numbers to their one encoding', () => {
    for (let run = 0; run < 300; run++) {
      const a = loadLimbs(f, 8, run)
      expect(valueOf(f)).toBe(mod(a))
    }
  })

  it('knows scalars from what is l and more', () => {
    for (const [scalar, expected] of [
      [0n, true],
      [GROUP_ORDER - 1n, true],
      [GROUP_ORDER, false],
      [GROUP_ORDER + 1n, false],
      [2n ** 252n, true],
      [GROUP_ORDER - 2n ** 64n, true],
      [GROUP_ORDER + 2n ** 64n, false],
      [2n ** 252n + 2n ** 128n, false],
      [2n ** 253n, false],
      [2n ** 256n - 1n, false]
    ] as const) {
      write(bytes, scalar)
      expect(parts.isScalar(bytes) !== 0, String(scalar)).toBe(expected)
    }
  })

  it('takes scalars from l across every border between their words', () => {
    const half = 2n ** 251n
    // Each word as that of l, one less and one more: random numbers never have one alike.
    const words = [0n, 64n, 128n].map((at) =>
      [-1n, 0n, 1n].map((by) => ((((GROUP_ORDER >> at) + by) % 2n ** 64n) + 2n ** 64n) % 2n ** 64n)
    )
    const [lowest = [], middle = [], upper = []] = words
    const scalars = lowest.flatMap((w0) =>
      middle.flatMap((w1) => upper.map((w2) => half + w0 + (w1 << 64n) + ((w2 % 2n ** 59n) << 128n)))
    )
    for (const scalar of [...scalars, half - 1n, half, GROUP_ORDER - 1n]) {
      write(bytes, scalar)
      const isLarge = parts.centre(out, bytes) !== 0
      expect(isLarge, String(scalar)).toBe(scalar >= half)
      const centred = number(new Uint8Array(parts.memory.buffer, out, 32).slice())
      expect(centred, String(scalar)).toBe(isLarge ? GROUP_ORDER - scalar : scalar)
    }
  })
})

/** Limbs up to `size` times the largest carried ones; the first runs have all of them at the ends. */
function loadLimbs(place: number, size: number, run: number): bigint {
  const limbs = new Int32Array(parts.memory.buffer, place, 12).fill(0)
  let value = 0n
  for (let at = 0; at < 10; at++) {
    const most = size * 2 ** (at % 2 === 0 ? 26 : 25) - 1
    const limb =
      run < 4 ? [most, -most, at % 2 ? most : -most, at % 4 < 2 ? most : -most][run]! : random.below(2 * most) - most
    limbs[at] = limb
    value += BigInt(limb) << BigInt(Math.ceil(25.5 * at))
  }
  return value
}

function expectCarried(place: number): void {
  new Int32Array(parts.memory.buffer, place, 10).forEach((limb, at) => {
    const slack = at === 1 || at === 5 ? 2 ** 17 : 0
    expect(limb).toBeGreaterThanOrEqual(-slack)
    expect(limb).toBeLessThan(2 ** (at % 2 === 0 ? 26 : 25) + slack)
  })
}

function load(place: number, value: bigint): void {
  write(bytes, value)
  parts.fromBytes(place, bytes)
}

function write(place: number, value: bigint): void {
  new Uint8Array(parts.memory.buffer, place, 32).forEach((_, index, all) => {
    all[index] = Number((value >> BigInt(8 * index)) & 255n)
  })
}

function valueOf(place: number): bigint {
  parts.toBytes(bytes, place)
  const value = number(new Uint8Array(parts.memory.buffer, bytes, 32))
  expect(value).toBeLessThan(P)
  return value
}

function number(list: Uint8Array): bigint {
  return list.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function mod(value: bigint): bigint {
  const rest = value % P
  return rest < 0n ? rest + P : rest
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let rest = exponent, factor = base % P; rest > 0n; rest >>= 1n, factor = (factor * factor) % P) {
    if (rest & 1n) result = (result * factor) % P
  }
  return mod(result)
}
