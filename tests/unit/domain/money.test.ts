import { describe, expect, it } from 'vitest'
import { centsOf, rdiv, toAmount, toPrice } from '../../../app/domain/money'

describe('rdiv', () => {
  it.each([
    [5n, 10n, 1n],
    [-5n, 10n, -1n],
    [4n, 10n, 0n],
    [-4n, 10n, 0n],
    [15n, 10n, 2n],
    [-15n, 10n, -2n],
    [25n, 10n, 3n],
    [0n, 7n, 0n]
  ])('rounds %s / %s half away from zero to %s', (a, b, expected) => {
    expect(rdiv(a, b)).toBe(expected)
  })

  it('refuses a divisor that is not positive', () => {
    expect(() => rdiv(1n, 0n)).toThrow(RangeError)
    expect(() => rdiv(1n, -2n)).toThrow(RangeError)
  })
})

describe('centsOf', () => {
  it('bills a 0.1 Wh meter with its own exponent: 12,345.0 Wh at 30 ct/kWh are 370 ct, not 3704', () => {
    expect(centsOf(toAmount(123_450n * 300_000n), 1)).toBe(370n)
    expect(centsOf(toAmount(12_345n * 300_000n), 0)).toBe(370n)
  })

  it('keeps the sign: half a cent to repay is one cent to repay', () => {
    expect(centsOf(toAmount(-5_000_000n), 0)).toBe(-1n)
    expect(centsOf(toAmount(-15_000_000n), 0)).toBe(-2n)
  })
})

describe('toPrice', () => {
  it('refuses prices of 2^31 nano-euro per Wh and beyond', () => {
    expect(toPrice(2n ** 31n - 1n)).toBe(2n ** 31n - 1n)
    expect(() => toPrice(2n ** 31n)).toThrow(RangeError)
    expect(() => toPrice(-(2n ** 31n))).toThrow(RangeError)
  })
})
