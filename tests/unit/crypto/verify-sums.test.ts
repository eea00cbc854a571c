import { describe, expect, it } from 'vitest'
import {
  commit,
  concatBytes,
  createNobleKernel,
  noblePrimitives,
  scalarFromWide,
  type SumCoordinate,
  toScalar,
  u64,
  verifySumsVartime
} from '../../../crypto'

const MEMBERS = 5
const ROUNDS = 12
const kernel = createNobleKernel()
const randomness = concatBytes(
  ...Array.from({ length: 4 }, (_, index) => noblePrimitives.sha512(u64(1000 + index)))
).slice(0, 16 * ROUNDS)

const coordinates: readonly SumCoordinate[] = Array.from({ length: ROUNDS }, (_, t) => {
  const members = Array.from({ length: MEMBERS }, (_member, i) => ({
    value: BigInt(100 * t + i),
    blinding: scalarFromWide(noblePrimitives.sha512(u64(t * MEMBERS + i)))
  }))
  return {
    commitments: concatBytes(...members.map(({ value, blinding }) => commit(value, blinding))),
    value: members.reduce((sum, { value }) => sum + value, 0n),
    blinding: toScalar(members.reduce((sum, { blinding }) => sum + blinding, 0n))
  }
})

function withChange(index: number, change: (coordinate: SumCoordinate) => Partial<SumCoordinate>): SumCoordinate[] {
  return coordinates.map((coordinate, t) => (t === index ? { ...coordinate, ...change(coordinate) } : coordinate))
}

describe('verifySumsVartime', () => {
  it('finds nothing where all sums hold', () => {
    expect(verifySumsVartime(kernel, coordinates, randomness)).toEqual([])
    expect(verifySumsVartime(kernel, [], new Uint8Array(0))).toEqual([])
  })

  it.each<[string, (coordinate: SumCoordinate) => Partial<SumCoordinate>]>([
    ['value', ({ value }) => ({ value: value + 5n })],
    ['blinding', ({ blinding }) => ({ blinding: toScalar(blinding - 1n) })],
    ['set of commitments', ({ commitments }) => ({ commitments: commitments.subarray(32) })],
    [
      'commitment that is no point',
      ({ commitments }) => ({ commitments: concatBytes(commitments.subarray(32), new Uint8Array(32).fill(255)) })
    ],
    [
      'commitment that is the identity',
      ({ commitments }) => ({ commitments: concatBytes(commitments, new Uint8Array(32)) })
    ],
    ['list of commitments cut within one', ({ commitments }) => ({ commitments: commitments.subarray(1) })],
    ['empty list', () => ({ commitments: new Uint8Array(0), value: 0n, blinding: toScalar(0n) })]
  ])('names the one coordinate with another %s and spares the others', (_, change) => {
    expect(verifySumsVartime(kernel, withChange(ROUNDS - 1, change), randomness)).toEqual([ROUNDS - 1])
  })

  it('names all coordinates when all are wrong', () => {
    const wrong = coordinates.map((coordinate) => ({ ...coordinate, value: coordinate.value + 1n }))
    expect(verifySumsVartime(kernel, wrong, randomness)).toEqual(coordinates.map((_, index) => index))
  })

  it('is not deceived by two errors that cancel in the plain sum', () => {
    const wrong = withChange(2, ({ value }) => ({ value: value + 1n })).map((coordinate, t) =>
      t === 7 ? { ...coordinate, value: coordinate.value - 1n } : coordinate
    )
    expect(verifySumsVartime(kernel, wrong, randomness)).toEqual([2, 7])
  })

  it('does not let bytes of one coordinate count in the next', () => {
    const ragged = coordinates.map((coordinate, t) =>
      t === 0
        ? { ...coordinate, commitments: coordinate.commitments.subarray(0, -16) }
        : t === 1
          ? { ...coordinate, commitments: concatBytes(coordinate.commitments, new Uint8Array(16)) }
          : coordinate
    )
    expect(verifySumsVartime(kernel, ragged, randomness)).toEqual([0, 1])
  })

  it('wants 16 random bytes for each coordinate', () => {
    expect(() => verifySumsVartime(kernel, coordinates, randomness.subarray(16))).toThrow(RangeError)
  })

  it('lets errors of the kernel itself through', () => {
    const broken = {
      ...kernel,
      weightedSumVartime: () => {
        throw new TypeError('broken')
      }
    }
    expect(() => verifySumsVartime(broken, coordinates, randomness)).toThrow(TypeError)
  })
})
