import { ristretto255_hasher } from '@noble/curves/ed25519.js'
import { sha3_512 } from '@noble/hashes/sha3.js'
import { describe, expect, it } from 'vitest'
import {
  addScalars,
  BLINDING_BASE,
  centredLift,
  concatBytes,
  decodePoint,
  decodePointsVartime,
  decodeScalar,
  encodePoint,
  encodeScalar,
  equalPoints,
  GROUP_ORDER,
  IDENTITY,
  type Scalar,
  scalarFromWide,
  subtractScalars,
  sumPointsVartime,
  toScalar,
  VALUE_BASE
} from '../../../crypto'

describe('the bases', () => {
  it('are the ones of the specification: H is derived from G and nothing else', () => {
    const derived = ristretto255_hasher.deriveToCurve?.(sha3_512(encodePoint(VALUE_BASE)))
    expect(derived && equalPoints(derived, BLINDING_BASE)).toBe(true)
    expect(equalPoints(VALUE_BASE, BLINDING_BASE)).toBe(false)
  })
})

describe('decodePoint', () => {
  it('reads what encodePoint writes', () => {
    expect(equalPoints(decodePoint(encodePoint(BLINDING_BASE)), BLINDING_BASE)).toBe(true)
  })

  it.each([
    ['31 bytes', new Uint8Array(31), 'wrong-length'],
    ['33 bytes', new Uint8Array(33), 'wrong-length'],
    ['the identity', new Uint8Array(32), 'identity'],
    ['no point', new Uint8Array(32).fill(255), 'not-canonical']
  ])('refuses %s', (_, bytes, code) => {
    expect(() => decodePoint(bytes, 'commitment')).toThrow(expect.objectContaining({ code, where: 'commitment' }))
  })
})

describe('decodePointsVartime', () => {
  const g = encodePoint(VALUE_BASE)
  const h = encodePoint(BLINDING_BASE)

  it('reads points in order', () => {
    const points = decodePointsVartime(concatBytes(g, h))
    expect(points.map((point) => encodePoint(point))).toEqual([g, h])
    expect(decodePointsVartime(new Uint8Array(0))).toEqual([])
  })

  it('names the first point that it refuses', () => {
    const list = concatBytes(g, h, new Uint8Array(32), new Uint8Array(32).fill(255))
    expect(() => decodePointsVartime(list)).toThrow(expect.objectContaining({ code: 'identity', where: 'points[2]' }))
  })

  it('refuses a list that ends within a point', () => {
    expect(() => decodePointsVartime(concatBytes(g, Uint8Array.of(1)))).toThrow(
      expect.objectContaining({ code: 'wrong-length' })
    )
  })
})

describe('sumPointsVartime', () => {
  it('adds, and gives the identity for nothing', () => {
    expect(equalPoints(sumPointsVartime([VALUE_BASE, VALUE_BASE]), VALUE_BASE.double())).toBe(true)
    expect(sumPointsVartime([])).toBe(IDENTITY)
  })
})

describe('scalars', () => {
  it('are 32 bytes, little-endian', () => {
    expect(encodeScalar(toScalar(258n)).slice(0, 3)).toEqual(Uint8Array.of(2, 1, 0))
    expect(decodeScalar(encodeScalar(toScalar(-1n)))).toBe(GROUP_ORDER - 1n)
  })

  it('are never written out of range', () => {
    expect(() => encodeScalar(GROUP_ORDER as Scalar)).toThrow(RangeError)
    expect(() => encodeScalar(-1n as Scalar)).toThrow(RangeError)
  })

  it('come from 64 bytes, little-endian, modulo l', () => {
    const wide = new Uint8Array(64)
    wide[0] = 5
    expect(scalarFromWide(wide)).toBe(5n)
    wide.fill(255)
    expect(scalarFromWide(wide)).toBe((2n ** 512n - 1n) % GROUP_ORDER)
    expect(() => scalarFromWide(new Uint8Array(32))).toThrow(RangeError)
  })

  it('stand for signed amounts', () => {
    expect(toScalar(-5_000_000n)).toBe(GROUP_ORDER - 5_000_000n)
    expect(toScalar(-GROUP_ORDER)).toBe(0n)
    expect(centredLift(toScalar(-5_000_000n))).toBe(-5_000_000n)
    expect(centredLift(toScalar(2n ** 78n))).toBe(2n ** 78n)
    expect(centredLift(toScalar(0n))).toBe(0n)
  })

  it('add and subtract modulo l', () => {
    const last = toScalar(-1n)
    expect(addScalars(last, toScalar(3n))).toBe(2n)
    expect(subtractScalars(toScalar(2n), toScalar(3n))).toBe(last)
  })
})
