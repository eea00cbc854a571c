import { beforeAll, describe, expect, it } from 'vitest'
import { encodePoint, fromHex, toHex, VALUE_BASE } from '../../../crypto'
import { type KernelParts, compileKernelParts } from '../../support/kernels-under-test'
import rfc9496 from '../../vectors/crypto/rfc9496.json'

/** Bytes of a point: four elements of 48 bytes. */
const POINT = 192
const NOTHING = '00'.repeat(32)

let parts: KernelParts
let bytes: number, torsion: number[], points: number, room: number, zero: number
beforeAll(async () => {
  parts = await compileKernelParts()
  const place = (size: number): number => parts.allocate(size)
  bytes = place(64 * 32)
  points = place(64 * POINT)
  room = place(64 * 512)
  zero = place(48)
  const minusOne = place(48)
  const minusRoot = place(48)
  parts.subtract(minusOne, zero, parts.ONE.value)
  parts.multiply(minusOne, minusOne, parts.ONE.value)
  parts.multiply(minusRoot, minusOne, parts.SQRT_M1.value)
  // The four points of order 1, 2 and 4, which ristretto255 takes for the same element.
  torsion = [
    [zero, parts.ONE.value],
    [zero, minusOne],
    [parts.SQRT_M1.value, zero],
    [minusRoot, zero]
  ].map(([x = 0, y = 0]) => {
    const point = place(POINT)
    parts.setAffine(point, x, y)
    return point
  })
})

describe('points of the kernel', () => {
  it('are decoded, added up and encoded as RFC 9496 appendix A.1 has it', () => {
    const [, generator = ''] = rfc9496.multiplesOfGenerator
    expect(toHex(encodePoint(VALUE_BASE))).toBe(generator)
    write(fromHex(generator))
    parts.decode(points + POINT, bytes)
    parts.setIdentity(points)
    for (const expected of rfc9496.multiplesOfGenerator) {
      parts.encode(bytes, points)
      expect(read()).toBe(expected)
      parts.addPoint(points, points + POINT)
    }
  })

  it('have one encoding for all four representatives, and for sixteen of their sums', () => {
    for (const multiple of rfc9496.multiplesOfGenerator) {
      for (const one of torsion) {
        for (const two of torsion) {
          write(fromHex(multiple))
          parts.decode(points, bytes)
          parts.addPoint(points, one)
          parts.addPoint(points, two)
          parts.encode(bytes, points)
          expect(read()).toBe(multiple)
        }
      }
    }
  })

  it('are doubled and encoded together whatever represents them, the identity among them', () => {
    const multiples = rfc9496.multiplesOfGenerator.slice(0, 8)
    const all = multiples.flatMap((multiple, factor) => torsion.map((shift) => ({ multiple, factor, shift })))
    all.forEach(({ multiple, shift }, index) => {
      write(fromHex(multiple))
      parts.decode(points + POINT * index, bytes)
      parts.addPoint(points + POINT * index, shift)
    })
    parts.doubleAndEncodeAll(bytes, points, all.length, room)
    expect(all.map((_, index) => read(index))).toEqual(
      all.map(({ factor }) => rfc9496.multiplesOfGenerator[2 * factor] ?? '')
    )
  })

  it('give nothing but zeros when all of them are the identity', () => {
    torsion.forEach((point, index) => {
      parts.setIdentity(points + POINT * index)
      parts.addPoint(points + POINT * index, point)
    })
    parts.doubleAndEncodeAll(bytes, points, torsion.length, room)
    expect(torsion.map((_, index) => read(index))).toEqual(torsion.map(() => NOTHING))
  })

  it('are doubled to what they are when added to themselves', () => {
    for (const multiple of rfc9496.multiplesOfGenerator) {
      write(fromHex(multiple))
      parts.decode(points, bytes)
      parts.decode(points + POINT, bytes)
      parts.double(points)
      parts.addPoint(points + POINT, points + POINT)
      parts.encode(bytes, points)
      parts.encode(bytes + 32, points + POINT)
      expect(read()).toBe(read(1))
    }
  })
})

function write(encoding: Uint8Array): void {
  new Uint8Array(parts.memory.buffer).set(encoding, bytes)
}

function read(index = 0): string {
  return toHex(new Uint8Array(parts.memory.buffer, bytes + 32 * index, 32))
}
