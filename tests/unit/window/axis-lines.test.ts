import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisLines } from '../../../renderer/components/charts/axis-lines'

describe('axisLines', () => {
  it('stands on round values, as the pictures have them', () => {
    expect(axisLines(0.42, 0.1).lines.map((line) => line.toFixed(1))).toEqual(['-0.1', '0.1', '0.2', '0.3', '0.4'])
    expect(axisLines(0.58, 0).lines.map((line) => line.toFixed(1))).toEqual(['0.2', '0.4', '0.6'])
    expect(axisLines(23, 0).lines).toEqual([5, 10, 15, 20])
  })

  it('draws at most four lines above zero and keeps all data inside', () => {
    const energy = fc.double({ min: 0.0001, max: 500, noNaN: true })
    fc.assert(
      fc.property(energy, energy, (up, down) => {
        const { min, max, lines } = axisLines(up, down)
        expect(lines.filter((line) => line > 0).length).toBeLessThanOrEqual(4)
        expect(max).toBeGreaterThan(up)
        expect(min).toBeLessThan(-down)
        expect(lines.every((line) => line !== 0 && line >= min && line <= max)).toBe(true)
      })
    )
  })

  it('has enough digits to tell the lines apart', () => {
    expect(axisLines(0.42, 0).digits).toBe(1)
    expect(axisLines(0.031, 0).digits).toBe(2)
    expect(axisLines(230, 0).digits).toBe(0)
  })
})
