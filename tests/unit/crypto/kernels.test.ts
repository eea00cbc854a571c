import { describe, expect, it } from 'vitest'
import {
  commit,
  concatBytes,
  encodePoint,
  encodeScalar,
  equalPoints,
  GROUP_ORDER,
  IDENTITY,
  noblePrimitives,
  type OpeningBatch,
  openingPointVartime,
  type Scalar,
  scalarFromWide,
  toScalar,
  u64
} from '../../../crypto'
import { kernelsUnderTest } from '../../support/kernels-under-test'

function openings(values: readonly bigint[]): OpeningBatch & { scalars: Scalar[] } {
  const scalars = values.map((_, index) => scalarFromWide(noblePrimitives.sha512(u64(index))))
  return {
    values,
    scalars,
    commitments: concatBytes(...values.map((value, index) => commit(value, scalars[index] ?? toScalar(1n)))),
    blindings: concatBytes(...scalars.map(encodeScalar))
  }
}

/** The bytes with item `index` replaced. */
function replaced(list: Uint8Array, index: number, item: Uint8Array): Uint8Array {
  const copy = list.slice()
  copy.set(item, 32 * index)
  return copy
}

describe.each(kernelsUnderTest)('the %s kernel', (name, kernel) => {
  const values = [0n, 1n, 87n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 78n, -5_000_000n, GROUP_ORDER - 1n]
  const batch = openings(values)

  it('says which arithmetic it is and commits as pedersen.ts does', () => {
    expect(kernel.name).toBe(name)
    expect(kernel.commit(5n, toScalar(7n))).toEqual(commit(5n, toScalar(7n)))
  })

  it('finds that honest openings fit, whatever their width and sign', () => {
    expect(kernel.firstBadOpeningVartime(batch)).toBe(-1)
    expect(kernel.openingsFitVartime(batch)).toEqual(new Uint8Array(values.length).fill(1))
  })

  it('takes values as words of 64 bits, too', () => {
    const words = BigUint64Array.from(values.slice(0, 5))
    const few = {
      commitments: batch.commitments.slice(0, 160),
      values: words,
      blindings: batch.blindings.slice(0, 160)
    }
    expect(kernel.openingsFitVartime(few)).toEqual(new Uint8Array(5).fill(1))
    words[1] = 2n ** 64n - 1n
    expect(kernel.openingsFitVartime(few)).toEqual(Uint8Array.of(1, 0, 1, 1, 1))
  })

  it('finds that an empty batch fits', () => {
    const empty = { commitments: new Uint8Array(0), values: [], blindings: new Uint8Array(0) }
    expect(kernel.firstBadOpeningVartime(empty)).toBe(-1)
    expect(kernel.openingsFitVartime(empty)).toEqual(new Uint8Array(0))
  })

  it('names every opening that does not fit, and the first of them', () => {
    const wrong = { ...batch, values: values.map((value, index) => (index === 2 || index === 5 ? value + 1n : value)) }
    expect(kernel.openingsFitVartime(wrong)).toEqual(Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1))
    expect(kernel.firstBadOpeningVartime(wrong)).toBe(2)
  })

  it('names the bad one beyond the first chunk of a long batch', () => {
    const long = openings(Array.from({ length: 700 }, (_, index) => BigInt(index % 5)))
    const wrong = { ...long, values: long.values.map((value, index) => (index === 650 ? value + 1n : value)) }
    expect(kernel.firstBadOpeningVartime(long)).toBe(-1)
    expect(kernel.firstBadOpeningVartime(wrong)).toBe(650)
    expect(kernel.openingsFitVartime(wrong).indexOf(0)).toBe(650)
  })

  it.each<[string, Partial<OpeningBatch>]>([
    ['a commitment that is no point', { commitments: replaced(batch.commitments, 1, new Uint8Array(32).fill(255)) }],
    ['a blinding of l', { blindings: replaced(batch.blindings, 1, littleEndian(GROUP_ORDER)) }],
    [
      'a blinding of r + l',
      { blindings: replaced(batch.blindings, 1, littleEndian((batch.scalars[1] ?? 0n) + GROUP_ORDER)) }
    ],
    ['a value of v + l', { values: values.map((value, index) => (index === 1 ? value + GROUP_ORDER : value)) }]
  ])('counts %s as not fitting, and the others as before', (_, change) => {
    expect(kernel.openingsFitVartime({ ...batch, ...change })).toEqual(Uint8Array.of(1, 0, 1, 1, 1, 1, 1, 1))
  })

  it('never lets the identity fit, though (0, 0) opens it', () => {
    const identity = {
      commitments: replaced(batch.commitments, 0, new Uint8Array(32)),
      values,
      blindings: replaced(batch.blindings, 0, new Uint8Array(32))
    }
    expect(kernel.openingsFitVartime(identity)[0]).toBe(0)
    expect(kernel.firstBadOpeningVartime(identity)).toBe(0)
  })

  it('refuses lists of different lengths', () => {
    expect(() => kernel.openingsFitVartime({ ...batch, values: [1n] })).toThrow(RangeError)
    expect(() => kernel.firstBadOpeningVartime({ ...batch, blindings: batch.blindings.subarray(1) })).toThrow(
      RangeError
    )
  })

  it('adds and weighs commitments', () => {
    const weights = values.map((_, index) => BigInt(index) - 3n)
    const value = values.reduce((sum, v, index) => sum + v * (weights[index] ?? 0n), 0n)
    const blinding = batch.scalars.reduce((sum, r, index) => sum + r * (weights[index] ?? 0n), 0n)
    expect(
      equalPoints(kernel.weightedSumVartime(batch.commitments, weights), openingPointVartime(value, toScalar(blinding)))
    ).toBe(true)
    const ones = values.map(() => 1n)
    expect(equalPoints(kernel.sumVartime(batch.commitments), kernel.weightedSumVartime(batch.commitments, ones))).toBe(
      true
    )
  })

  it('sums to the identity, weighs with 0, with more than l, and adds up more than one chunk', () => {
    const twice = concatBytes(batch.commitments, batch.commitments)
    const opposite = [...values.map(() => 5n), ...values.map(() => -5n)]
    expect(equalPoints(kernel.weightedSumVartime(twice, opposite), IDENTITY)).toBe(true)
    const none = values.map(() => 0n)
    expect(equalPoints(kernel.weightedSumVartime(batch.commitments, none), IDENTITY)).toBe(true)
    expect(equalPoints(kernel.weightedSumVartime(new Uint8Array(0), []), IDENTITY)).toBe(true)
    const one = batch.commitments.slice(0, 32)
    const wide = kernel.weightedSumVartime(one, [GROUP_ORDER * 2n ** 300n + 3n])
    expect(equalPoints(wide, kernel.weightedSumVartime(one, [3n]))).toBe(true)
    // More than a chunk of the fast one; noble has none.
    const many = concatBytes(...Array.from({ length: name === 'wasm' ? 520 : 20 }, () => batch.commitments))
    const eighth = kernel.sumVartime(batch.commitments)
    const expected = kernel.weightedSumVartime(encodePoint(eighth), [name === 'wasm' ? 520n : 20n])
    expect(equalPoints(kernel.sumVartime(many), expected)).toBe(true)
  })

  it('names the commitment that it refuses to add', () => {
    const bad = replaced(batch.commitments, 3, new Uint8Array(32))
    const refusal = expect.objectContaining({ code: 'identity', where: 'commitments[3]' })
    expect(() => kernel.sumVartime(bad)).toThrow(refusal)
    expect(() =>
      kernel.weightedSumVartime(
        bad,
        values.map(() => 1n)
      )
    ).toThrow(refusal)
  })
})

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}
