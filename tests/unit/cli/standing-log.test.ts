/** What a box without a screen writes into its log: changes, once each. */

import { describe, expect, it } from 'vitest'
import { createStandingLog } from '../../../cli/group/standing-log'
import { sampleGroup } from '../../component/support/sample-rounds'

describe('the log of a home without a window', () => {
  it('has a line for each change of a day and of what stands in its way, and none twice', () => {
    const lines: string[] = []
    const tell = createStandingLog((line) => lines.push(line))
    const group = sampleGroup()
    const [day] = group.days
    const at = (change: Partial<typeof day>) => ({
      ...group,
      trouble: null,
      days: [{ ...day!, utcDay: 20_500, ...change }]
    })
    tell(null)
    tell(at({ phase: 'waiting', sum: null, verified: 0, reason: null }))
    expect(lines).toEqual([])
    const sent = at({ phase: 'submitted', sum: null, verified: 0, reason: null })
    tell(sent)
    tell(sent)
    tell({ ...sent, trouble: 'collector-unreachable' })
    tell(sent)
    tell(at({ phase: 'verified', members: 12, intervals: 96, verified: 96, sum: 1_234_567, reason: null }))
    expect(lines).toEqual([
      '2026-02-16: sent, masked; waiting for the sum',
      expect.stringContaining(`The collector at ${group.address} cannot be reached.`),
      'Nothing stands in the way any more.',
      '2026-02-16: sums of 12 homes checked for 96 of 96 intervals, 1.235 kWh in all'
    ])
  })
})
