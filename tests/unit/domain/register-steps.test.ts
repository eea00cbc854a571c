import { describe, expect, it } from 'vitest'
import { registerSteps } from '../../../app/domain/meter/register-steps'

describe('the step of a register', () => {
  it('is one where the register did not go back', () => {
    expect(registerSteps(12n, 12n, 0)).toEqual([0n])
    expect(registerSteps(99_999_999n, 100_000_005n, 0)).toEqual([6n])
  })

  it('passes the top at a whole number of digits in kWh, five at least', () => {
    expect(registerSteps(99_999_990n, 5n, 0)).toContain(15n)
    expect(registerSteps(9_999_999_990n, 5n, 2)).toContain(15n)
    // A register of 10 kWh or of 1,000 kWh is no household's.
    expect(registerSteps(9_999n, 1n, 0)).not.toContain(2n)
    expect(registerSteps(999_999n, 1n, 0)).not.toContain(2n)
  })

  it('stays below the capacity before and after', () => {
    // Neither reading fits into five digits, so six is the least.
    expect(registerSteps(100_000_000n, 99_999_999n, 0)[0]).toBe(999_999_999n)
    for (const step of registerSteps(123_456_789n, 5n, 0)) expect(step).toBeGreaterThan(5n)
  })
})
