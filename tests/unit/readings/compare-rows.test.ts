/** When a row of a file says the same as what is stored, and how rows are counted that are new, known or contradicted. */

import { describe, expect, it } from 'vitest'
import type { Direction } from '../../../app/domain/energy'
import { toUtcSeconds } from '../../../app/domain/interval'
import { compareRows } from '../../../app/readings/compare-rows'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { createReadingStore } from '../../../adapters/storage/reading-store'
import { testDatabase } from '../../support/test-database'

const QUARTER = 900
const BATCH = { at: toUtcSeconds(1), origin: 'file', name: 'before.csv' } as const
const amount = (wattHours: number) => ({ amount: BigInt(wattHours), exponent: 0 })
const row = (from: number, to: number, drawn: number | null, fedIn: number | null = null): ProfileRow => ({
  ...{ start: toUtcSeconds(from * QUARTER), seconds: (to - from) * QUARTER, quality: 'measured' },
  ...{ drawn: drawn === null ? null : amount(drawn), fedIn: fedIn === null ? null : amount(fedIn) }
})

/** A store with quarter hours of 10 Wh. */
function storeWith(quarters: readonly number[], direction: Direction = 'drawn') {
  const store = createReadingStore(testDatabase())
  const readings = quarters.map((at) => ({
    ...{ start: toUtcSeconds(at * QUARTER), seconds: QUARTER, quality: 'measured' as const },
    ...amount(10)
  }))
  store.add('A', direction, readings, BATCH)
  return store
}

describe('compareRows', () => {
  it('takes an hour for the same where its quarters fill it, and for another where one is missing', () => {
    const whole = compareRows(storeWith([4, 5, 6, 7]), 'A', [row(4, 8, 40)])
    expect(whole).toMatchObject({ added: 0, unchanged: 1, contradicting: 0 })
    const holed = compareRows(storeWith([4, 6, 7]), 'A', [row(4, 8, 30)])
    expect(holed).toMatchObject({ added: 0, unchanged: 0, contradicting: 1 })
    expect(holed.contradictions[0]?.stored).toBeNull()
    expect(compareRows(storeWith([5, 6, 7]), 'A', [row(4, 8, 30)]).contradicting).toBe(1)
  })

  it('counts a row of which one direction is new and the other contradicts once, as contradicting', () => {
    const found = compareRows(storeWith([4]), 'A', [row(4, 5, 11, 3), row(5, 6, 10, 3)])
    expect(found).toMatchObject({ added: 1, unchanged: 0, contradicting: 1 })
    expect(found.contradictions.map(({ direction }) => direction)).toEqual(['drawn'])
  })
})
