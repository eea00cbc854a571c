import { describe, expect, it } from 'vitest'
import { toScalar } from '../../../crypto'
import { kernelsUnderTest } from '../../support/kernels-under-test'

describe.each(kernelsUnderTest)('commitAll of %s', (_, kernel) => {
  it('commits as commit does, one by one and together', () => {
    const values = [0n, 1n, 25n, 2n ** 24n, 2n ** 32n - 1n, 2n ** 40n, -7n]
    const blindings = values.map((_, index) => toScalar(3n ** BigInt(150 + index)))
    const together = kernel.commitAll(values, blindings)
    const apart = values.map((value, index) => kernel.commit(value, blindings[index]!))
    expect(Buffer.from(together).equals(Buffer.concat(apart))).toBe(true)
    expect(kernel.commitAll([], [])).toHaveLength(0)
  })

  it('refuses a blinding of zero, numbers outside the group, and lists that differ in length', () => {
    expect(() => kernel.commitAll([1n], [toScalar(0n)])).toThrow(RangeError)
    expect(() => kernel.commitAll([2n ** 300n], [toScalar(5n)])).toThrow(RangeError)
    expect(() => kernel.commitAll([1n, 2n], [toScalar(5n)])).toThrow(RangeError)
  })
})
