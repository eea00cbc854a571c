import { describe, expect, it } from 'vitest'
import { shareWithSum } from '../../bench/liveness/simulate-liveness'

const share = (mode: 'live' | 'batch', registered: number, boxes: number, minRoster: number): number =>
  shareWithSum({ mode, registered, boxes, minRoster })

describe('how often a group gets its sum, under the assumptions of the simulation', () => {
  it('live needs boxes that are always on, and a minimum well below the number of members', () => {
    expect(share('live', 20, 20, 10)).toBeGreaterThan(0.9)
    expect(share('live', 20, 20, 20)).toBeLessThan(share('live', 20, 20, 10))
    expect(share('live', 50, 0, 20)).toBeLessThan(0.1)
  })

  it('batch works with PCs, as long as not all of them have to be there every day', () => {
    expect(share('batch', 50, 0, 10)).toBeGreaterThan(0.8)
    expect(share('batch', 20, 0, 20)).toBeLessThan(0.1)
  })

  it('is the same each time', () => {
    expect(share('live', 50, 25, 20)).toBe(share('live', 50, 25, 20))
  })
})
