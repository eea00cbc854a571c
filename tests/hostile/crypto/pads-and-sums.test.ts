/** Rows R21, R34, R40, B4, B26 and B33 of the attack catalogue, as far as they concern arithmetic alone. */
import { describe, expect, it } from 'vitest'
import {
  commit,
  concatBytes,
  createNobleKernel,
  decodePoint,
  deriveBlinding,
  encodePoint,
  encodeScalar,
  nextDayKey,
  noblePrimitives,
  padBlinding,
  padValue,
  pairSeed,
  type Point,
  type Scalar,
  scalarFromWide,
  type SumCoordinate,
  toHex,
  toScalar,
  u64,
  VALUE_BASE,
  verifySumsVartime
} from '../../../crypto'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'

const platform = createPlatformPrimitives()
const rho = platform.sha256(u64(1))
const kernel = createNobleKernel()

describe('R21 pads after the defects of published implementations', () => {
  const ids = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const
  const peer = platform.x25519.publicKey(platform.sha256(u64(3)))
  const seed = pairSeed(platform, platform.sha256(u64(2)), peer, rho, ...ids)
  const rounds = Array.from({ length: 2000 }, (_, index) => 1_969_000 + index)
  const values = rounds.map((t) => padValue(platform, seed, rho, t))
  const blindings = rounds.map((t) => padBlinding(platform, seed, rho, t))

  it('are as wide as what they hide: the highest bits are used as often as the lowest', () => {
    for (const pads of [values, blindings]) {
      for (const bit of [0n, 63n, 64n, 127n, 128n, 191n, 200n, 250n]) {
        const ones = pads.filter((pad) => (pad >> bit) & 1n).length
        expect(Math.abs(ones - 1000), `bit ${bit}`).toBeLessThan(150)
      }
    }
  })

  it('have bytes without pattern (chi-square over 256 values, 1 in 10^9 fails by chance)', () => {
    for (const pads of [values, blindings]) {
      const counts = new Array<number>(256).fill(0)
      const bytes = pads.flatMap((pad) => [...encodeScalar(pad).subarray(0, 31)])
      for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
      const expected = bytes.length / 256
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      expect(chiSquare).toBeLessThan(255 + 6.5 * Math.sqrt(2 * 255))
      expect(chiSquare).toBeGreaterThan(255 - 6.5 * Math.sqrt(2 * 255))
    }
  })

  it('never repeat and never differ by something known', () => {
    expect(new Set([...values, ...blindings]).size).toBe(2 * rounds.length)
    const differences = values.slice(1).map((pad, index) => toScalar(pad - (values[index] ?? pad)))
    expect(new Set(differences).size).toBe(differences.length)
  })

  it('use all 64 bytes of the seed', () => {
    for (const position of [0, 1, 31, 32, 63]) {
      const other = seed.slice()
      other[position] = (other[position] ?? 0) ^ 1
      expect(padValue(platform, other, rho, 7)).not.toBe(padValue(platform, seed, rho, 7))
    }
  })
})

describe('R34 a neighbour who copies a key', () => {
  it('shares a seed with the honest owner that differs from all others', () => {
    const [honest, other, thief] = [4, 5, 6].map((label) => platform.sha256(u64(label))) as [
      Uint8Array,
      Uint8Array,
      Uint8Array
    ]
    const stolen = platform.x25519.publicKey(other)
    const withOther = pairSeed(platform, honest, stolen, rho, new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
    const withThief = pairSeed(platform, honest, stolen, rho, new Uint8Array(32).fill(1), platform.sha256(thief))
    expect(withThief).not.toEqual(withOther)
  })
})

describe('R40 a published day with wrong coordinates', () => {
  const coordinates = Array.from({ length: 96 }, (_, t) => coordinateOf(t, 3))
  const randomness = concatBytes(...Array.from({ length: 24 }, (_, index) => platform.sha512(u64(index))))

  it('one of 96: named, the other 95 stand', () => {
    const wrong = coordinates.map((each, t) => (t === 40 ? { ...each, value: each.value + 5n } : each))
    expect(verifySumsVartime(kernel, wrong, randomness)).toEqual([40])
  })

  it('no point at coordinate 95: named, the other 95 stand', () => {
    const noPoint = new Uint8Array(32).fill(255)
    const wrong = coordinates.map((each, t) =>
      t === 95 ? { ...each, commitments: concatBytes(each.commitments.subarray(32), noPoint) } : each
    )
    expect(verifySumsVartime(kernel, wrong, randomness)).toEqual([95])
  })

  it('all 96: named', () => {
    const wrong = coordinates.map((each) => ({ ...each, blinding: toScalar(each.blinding + 1n) }))
    expect(verifySumsVartime(kernel, wrong, randomness)).toHaveLength(96)
  })
})

describe('B26 the two registers of one meter at one counter', () => {
  const dayKey = platform.sha256(u64(9))
  const record = {
    meterId: '1EMH0012345678',
    counter: 7,
    intervalStart: 1772323200,
    seconds: 900,
    status: 0,
    previousHash: new Uint8Array(32)
  }
  const drawn = { ...record, obis: 0x0108, value: 412n }
  const fedIn = { ...record, obis: 0x0208, value: 1037n }
  const step = 4096
  const table = babySteps(step)

  it('do not show the difference of their readings', () => {
    const commitments = [drawn, fedIn].map((each) => commit(each.value, deriveBlinding(platform, dayKey, each)))
    expect(smallLogarithm(difference(commitments), table, step)).toBeUndefined()
  })

  it('would show it if the blinding were the same, so the search does find it', () => {
    const blinding = deriveBlinding(platform, dayKey, drawn)
    const commitments = [drawn, fedIn].map((each) => commit(each.value, blinding))
    expect(smallLogarithm(difference(commitments), table, step)).toBe(412 - 1037)
  })

  it('B4: a corrected reading at the same counter does not show the correction', () => {
    const corrected = { ...drawn, value: 500n }
    const commitments = [drawn, corrected].map((each) => commit(each.value, deriveBlinding(platform, dayKey, each)))
    expect(smallLogarithm(difference(commitments), table, step)).toBeUndefined()
  })
})

describe('B33 a key read out of a returned meter', () => {
  it('makes the blindings of its day and later days, and none of an earlier day', () => {
    const days = [platform.sha256(u64(10))]
    for (let day = 1; day < 5; day++) days.push(nextDayKey(platform, days[day - 1] ?? rho))
    const stolen = days[3] ?? rho
    const reachable = [stolen]
    for (let day = 0; day < 100; day++) reachable.push(nextDayKey(noblePrimitives, reachable[day] ?? rho))
    const known = new Set(reachable.map(toHex))
    expect(days.map((key) => known.has(toHex(key)))).toEqual([false, false, false, true, true])
  })
})

function coordinateOf(t: number, members: number): SumCoordinate {
  const openings = Array.from({ length: members }, (_, index) => ({
    value: BigInt(t + index),
    blinding: scalarFromWide(platform.sha512(u64(1000 * t + index)))
  }))
  return {
    commitments: concatBytes(...openings.map(({ value, blinding }) => commit(value, blinding))),
    value: openings.reduce((sum, { value }) => sum + value, 0n),
    blinding: toScalar(openings.reduce<bigint>((sum, { blinding }) => sum + blinding, 0n)) satisfies Scalar
  }
}

function difference(commitments: readonly Uint8Array[]): Point {
  const [first, second] = commitments.map((each) => decodePoint(each))
  if (first === undefined || second === undefined) throw new TypeError('two commitments wanted')
  return first.subtract(second)
}

function babySteps(count: number): ReadonlyMap<string, number> {
  const steps = new Map<string, number>()
  let point = VALUE_BASE.subtract(VALUE_BASE)
  for (let index = 0; index < count; index++) {
    steps.set(toHex(encodePoint(point)), index)
    point = point.add(VALUE_BASE)
  }
  return steps
}

/** n with point = n·G and |n| < 2^23, by baby steps and giant steps; undefined if there is none. */
function smallLogarithm(point: Point, table: ReadonlyMap<string, number>, step: number): number | undefined {
  const half = (step * step) / 2
  const giant = VALUE_BASE.multiplyUnsafe(BigInt(step))
  let candidate = point.add(VALUE_BASE.multiplyUnsafe(BigInt(half)))
  for (let index = 0; index < step; index++) {
    const found = table.get(toHex(encodePoint(candidate)))
    if (found !== undefined) return index * step + found - half
    candidate = candidate.subtract(giant)
  }
  return undefined
}
