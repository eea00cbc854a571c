import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addScalars,
  BLINDING_BASE,
  commit,
  concatBytes,
  createNobleKernel,
  decodePoint,
  encodePoint,
  encodeScalar,
  equalPoints,
  GROUP_ORDER,
  IDENTITY,
  openingPointVartime,
  toScalar,
  VALUE_BASE,
  verifyOpeningVartime,
  weightedSumOfPointsVartime
} from '../../../crypto'

const kernel = createNobleKernel()
const reading = fc.bigInt(0n, 2n ** 32n - 1n)
const blinding = fc.bigInt(1n, GROUP_ORDER - 1n).map(toScalar)
const opening = fc.record({ value: reading, blinding })

describe('commitments', () => {
  it('add up to a commitment to the sums', () => {
    fc.assert(
      fc.property(fc.array(opening, { minLength: 1, maxLength: 6 }), (openings) => {
        const sum = kernel.sumVartime(concatBytes(...openings.map((each) => commit(each.value, each.blinding))))
        const value = openings.reduce((total, each) => total + each.value, 0n)
        const total = openings.map((each) => each.blinding).reduce(addScalars)
        expect(equalPoints(sum, openingPointVartime(value, total))).toBe(true)
      }),
      { numRuns: 40 }
    )
  })

  it('weighted by prices add up to a commitment to the amount, negative prices included', () => {
    const priced = fc.tuple(opening, fc.bigInt(-(2n ** 31n) + 1n, 2n ** 31n - 1n))
    fc.assert(
      fc.property(fc.array(priced, { minLength: 1, maxLength: 8 }), (items) => {
        const commitments = concatBytes(...items.map(([each]) => commit(each.value, each.blinding)))
        const prices = items.map(([, price]) => price)
        const amount = items.reduce((total, [each, price]) => total + price * each.value, 0n)
        const total = toScalar(items.reduce((sum, [each, price]) => sum + price * each.blinding, 0n))
        expect(equalPoints(kernel.weightedSumVartime(commitments, prices), openingPointVartime(amount, total))).toBe(
          true
        )
      }),
      { numRuns: 30 }
    )
  })

  it('open to what went in and to nothing near it', () => {
    fc.assert(
      fc.property(opening, fc.bigInt(1n, 2n ** 32n), (each, change) => {
        const commitment = commit(each.value, each.blinding)
        expect(verifyOpeningVartime(commitment, each.value, each.blinding)).toBe(true)
        expect(verifyOpeningVartime(commitment, each.value + change, each.blinding)).toBe(false)
        expect(verifyOpeningVartime(commitment, each.value, toScalar(each.blinding + change))).toBe(false)
        expect(equalPoints(decodePoint(commitment), openingPointVartime(each.value, each.blinding))).toBe(true)
      }),
      { numRuns: 40 }
    )
  })
})

describe('the noble kernel', () => {
  it('finds in a batch what the single check finds, for values of every width', () => {
    const anyValue = fc.oneof(reading, fc.bigInt(-(2n ** 78n), 2n ** 78n), fc.bigInt(0n, GROUP_ORDER - 1n))
    const item = fc.record({ value: anyValue, blinding, error: fc.constantFrom(0n, 0n, 0n, 1n, -1n) })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const claimed = items.map((each) => each.value + each.error)
        const commitments = items.map((each) => commit(each.value, each.blinding))
        const fits = kernel.openingsFitVartime({
          commitments: concatBytes(...commitments),
          values: claimed,
          blindings: concatBytes(...items.map((each) => encodeScalar(each.blinding)))
        })
        const single = items.map((each, index) =>
          verifyOpeningVartime(commitments[index] ?? new Uint8Array(0), claimed[index] ?? 0n, each.blinding) ? 1 : 0
        )
        expect([...fits]).toEqual(single)
      }),
      { numRuns: 60 }
    )
  })
})

describe('weightedSumOfPointsVartime', () => {
  it('agrees with the definition for weights of every width and sign', () => {
    const weight = fc.oneof(fc.bigInt(-3n, 3n), fc.bigInt(-(2n ** 31n), 2n ** 31n), fc.bigInt(0n, 2n ** 128n))
    const point = fc.bigInt(1n, 2n ** 64n).map((factor) => VALUE_BASE.multiplyUnsafe(factor).add(BLINDING_BASE))
    fc.assert(
      fc.property(fc.array(fc.tuple(point, weight), { maxLength: 20 }), (terms) => {
        const plain = terms.reduce((sum, [each, by]) => sum.add(each.multiplyUnsafe(toScalar(by))), IDENTITY)
        const found = weightedSumOfPointsVartime(
          terms.map(([each]) => each),
          terms.map(([, by]) => by)
        )
        expect(encodePoint(found)).toEqual(encodePoint(plain))
      }),
      { numRuns: 40 }
    )
  })
})
