import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { demoSpan } from '../../../cli/demo/demo-span'

const ZONE = toTimeZone('Europe/Berlin')

describe('the span of a demo', () => {
  it.each([
    [13, []],
    [14, [['2026-03-01', '2026-03-14']]],
    [31, [['2026-03-01', '2026-03-31']]],
    [
      46,
      [
        ['2026-03-01', '2026-03-31'],
        ['2026-04-01', '2026-04-15']
      ]
    ]
  ])('of %i days names the periods that get a bill', (days, periods) => {
    const { billed } = demoSpan(ZONE, days, null, null, null)
    expect(billed.map(({ first, last }) => [first, last])).toEqual(periods)
  })
})
