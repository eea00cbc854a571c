import { describe, expect, it } from 'vitest'
import { BLINDING_BASE, equalPoints, IDENTITY, toScalar, VALUE_BASE, weightedSumOfPointsVartime } from '../../../crypto'
import { signedDigits } from '../../../crypto/multi-scalar'

const points = Array.from({ length: 40 }, (_, index) => BLINDING_BASE.multiplyUnsafe(BigInt(index * index + 1)))

/** The definition, term by term. */
function plainly(weights: readonly bigint[]): typeof IDENTITY {
  return weights.reduce(
    (sum, weight, index) => sum.add((points[index] ?? IDENTITY).multiplyUnsafe(toScalar(weight))),
    IDENTITY
  )
}

describe('weightedSumOfPointsVartime', () => {
  it.each<[string, (index: number) => bigint]>([
    ['prices of three windows', (index) => [318_000n, 274_500n, 274_500n][index % 3] ?? 0n],
    ['prices of both signs', (index) => BigInt(index - 20) * 987_654n],
    ['zeros', () => 0n],
    ['ones', () => 1n],
    ['weights that differ in sign only', (index) => (index % 2 === 0 ? 77n : -77n)],
    ['random weights of 128 bits', (index) => (BigInt(index + 1) * 0x9e3779b97f4a7c15f39cc0605cedc835n) % 2n ** 128n],
    ['a single one', (index) => (index === 39 ? -(2n ** 31n) + 1n : 0n)]
  ])('agrees with the definition for %s', (_, weightAt) => {
    const weights = points.map((_point, index) => weightAt(index))
    expect(equalPoints(weightedSumOfPointsVartime(points, weights), plainly(weights))).toBe(true)
  })

  it('is the identity for no points', () => {
    expect(weightedSumOfPointsVartime([], [])).toBe(IDENTITY)
  })

  it('refuses another number of weights than points', () => {
    expect(() => weightedSumOfPointsVartime([VALUE_BASE], [])).toThrow(RangeError)
  })
})

describe('signedDigits', () => {
  it('stays within half the base and adds up', () => {
    for (const value of [0n, 1n, 8n, 9n, 255n, 2n ** 40n - 1n]) {
      const digits = signedDigits(value, 4, 11)
      expect(Math.max(...digits)).toBeLessThanOrEqual(8)
      expect(Math.min(...digits)).toBeGreaterThanOrEqual(-7)
      expect(digits.reduce((sum, digit, index) => sum + BigInt(digit) * 16n ** BigInt(index), 0n)).toBe(value)
    }
  })

  it('refuses a number with more digits than asked for', () => {
    expect(() => signedDigits(2n ** 40n, 4, 10)).toThrow(RangeError)
  })
})
