/** What has a cost and what has none, slot by slot: half a cost would be an invented number (docs/readings.md 3). */

import { describe, expect, it } from 'vitest'
import { toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type LongEnergy, UNKNOWN } from '../../../app/readings/profile-store'
import type { PriceBook } from '../../../app/readings/views/price-book'
import type { LoadProfile } from '../../../app/readings/views/read-profile'
import { spanCosts } from '../../../app/readings/views/span-costs'

const DAY = 86_400
const QUARTER = 900
const SLOTS = 96
/** 30 ct, in nano-euro per kWh. */
const PRICE = 300_000_000
/** Of a kilowatt-hour, in nano-euro. */
const COST = 300_000_000

/** A day of which the first slots have a kilowatt-hour each. */
function dayWith(known: number, long: readonly LongEnergy[] = []): LoadProfile {
  const energies = Float64Array.from({ length: SLOTS }, (_, slot) => (slot < known ? 1_000_000 : UNKNOWN))
  const ranks = new Uint8Array(SLOTS)
  return {
    days: { dates: [toLocalDate('1970-01-01')], starts: [toUtcSeconds(0), toUtcSeconds(DAY)] },
    ...{ raster: QUARTER, usual: QUARTER, start: toUtcSeconds(0) },
    drawn: { energies, ranks, long },
    fedIn: { energies: new Float64Array(SLOTS).fill(UNKNOWN), ranks, long: [] }
  }
}

/** One price all day, but from a quarter hour on. */
function bookWithout(from: number): PriceBook {
  const prices = Float64Array.from({ length: SLOTS }, (_, quarter) => (quarter < from ? PRICE : Number.NaN))
  const day = { prices, stages: new Uint8Array(SLOTS), names: ['All day'] }
  return { known: () => day, of: () => day, bands: () => [] }
}

const costs = (profile: LoadProfile, book: PriceBook) => {
  const edges = Array.from({ length: 25 }, (_, hour) => toUtcSeconds(hour * 3600))
  return spanCosts(book, () => 'A', profile, edges)
}

describe('spanCosts', () => {
  it('gives no cost to an hour of which one quarter has no price, nor to the whole', () => {
    const { rows, total, stages } = costs(dayWith(8), bookWithout(6))
    expect(rows.slice(0, 3)).toEqual([4 * COST, null, null])
    expect([total, stages]).toEqual([null, []])
    expect(costs(dayWith(6), bookWithout(6))).toMatchObject({ total: 6 * COST, stages: [{ cost: 6 * COST }] })
  })

  it('leaves out a sum that reaches over an edge of the days, which has no cost there and hides none', () => {
    const over = (start: number, seconds: number): LongEnergy => ({
      ...{ start: toUtcSeconds(start), seconds, energy: 5_000_000, rank: 0 }
    })
    expect(costs(dayWith(4, [over(DAY - 3600, 7200)]), bookWithout(SLOTS)).total).toBe(4 * COST)
    expect(costs(dayWith(4, [over(3600, 7200)]), bookWithout(SLOTS)).total).toBe(9 * COST)
  })
})
