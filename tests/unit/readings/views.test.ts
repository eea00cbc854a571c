import { describe, expect, it } from 'vitest'
import { overview, readingsDay, readingsRange } from '../../../app/contract/readings'
import { readingsSpan } from '../../../app/contract/spans'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { PriceSource } from '../../../app/readings/price-source'
import { readingHousehold } from '../../support/reading-household'

const utc = (text: string): number => Date.parse(text) / 1000
const flat = (count: number, amount: number): number[] => Array.from({ length: count }, () => amount)

/** 30 ct/kWh, from 18:00 to 24:00 UTC 40 ct. */
const PRICES: PriceSource = {
  revision: () => 0,
  bands: (_, { start, end }, seconds) => {
    const bands = []
    for (let time: number = start; time < end; time += seconds) {
      const isDear = time % 86_400 >= 18 * 3600
      const [name, price, rank] = isDear ? (['HT', 400_000_000, 2] as const) : (['NT', 300_000_000, 1] as const)
      bands.push({ start: toUtcSeconds(time), end: toUtcSeconds(time + seconds), name, price, rank })
    }
    return bands.filter((_band, index) => index < 100)
  }
}

async function dayOf(home: ReturnType<typeof readingHousehold>, date: string) {
  return readingsDay.parse(await home.procedures['readings.day']({ meterId: 'A', date }))
}

describe('readings.day', { timeout: 30_000 }, () => {
  it.each([
    ['2026-03-28', '2026-03-27T23:00:00Z', 96, null],
    ['2026-03-29', '2026-03-28T23:00:00Z', 92, utc('2026-03-29T01:00:00Z')],
    ['2025-10-26', '2025-10-25T22:00:00Z', 100, utc('2025-10-26T01:00:00Z')]
  ])('has as many slots as the day has quarter hours: %s', async (date, start, count, clockChange) => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc(start), flat(count, 25))
    const day = await dayOf(home, date)
    expect(day.slots).toHaveLength(count)
    expect(day.slots[0]).toEqual({
      start: utc(start),
      seconds: 900,
      drawn: 25_000,
      fedIn: null,
      quality: 'measured',
      cost: null
    })
    expect(day.clockChange).toBe(clockChange)
    expect(day.totals).toMatchObject({
      drawn: count * 25_000,
      measured: count,
      expected: count,
      baseLoad: 100,
      cost: null
    })
    expect(day.gaps).toEqual([])
  })

  it('tells peak, base load and what is fed in', async () => {
    const home = readingHousehold()
    const amounts = flat(96, 25)
    amounts[50] = 500
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), amounts)
    home.put('A', 'fed-in', utc('2026-03-27T23:00:00Z'), flat(96, 1))
    const { totals } = await dayOf(home, '2026-03-28')
    expect(totals.peak).toEqual({ start: utc('2026-03-27T23:00:00Z') + 50 * 900, watts: 2000 })
    expect(totals.baseLoad).toBe(100)
    expect(totals.fedIn).toBe(96_000)
  })

  it('shows a hole as a gap, never as zero, and what is still to come as neither', async () => {
    const home = readingHousehold({ now: utc('2026-03-28T12:00:00Z') })
    const amounts: (number | null)[] = flat(52, 10)
    amounts.splice(20, 3, null, null, null)
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), amounts)
    const day = await dayOf(home, '2026-03-28')
    expect(day.gaps).toEqual([
      { start: utc('2026-03-27T23:00:00Z') + 20 * 900, end: utc('2026-03-27T23:00:00Z') + 23 * 900, drawn: null }
    ])
    expect(day.slots[20]).toMatchObject({ drawn: null, quality: 'missing' })
    expect(day.totals).toMatchObject({ drawn: 49 * 10_000, measured: 49, expected: 52 })
  })

  it('knows the energy of a gap that one long reading tells', async () => {
    const home = readingHousehold()
    const start = utc('2026-03-27T23:00:00Z')
    home.put('A', 'drawn', start, flat(20, 10))
    home.put('A', 'drawn', start + 20 * 900, [123], 3 * 900)
    home.put('A', 'drawn', start + 23 * 900, flat(73, 10))
    const day = await dayOf(home, '2026-03-28')
    expect(day.gaps).toEqual([{ start: start + 20 * 900, end: start + 23 * 900, drawn: 123_000 }])
    expect(day.totals).toMatchObject({ drawn: 93 * 10_000 + 123_000, measured: 93 })
  })

  it('does not share a sum over midnight out between two days', async () => {
    const home = readingHousehold()
    const midnight = utc('2026-03-28T23:00:00Z')
    home.put('A', 'drawn', midnight - 86_400, flat(95, 10))
    home.put('A', 'drawn', midnight - 900, [77], 1800)
    home.put('A', 'drawn', midnight + 900, flat(80, 10))
    expect((await dayOf(home, '2026-03-28')).totals.drawn).toBe(950_000)
    expect((await dayOf(home, '2026-03-29')).totals.drawn).toBe(800_000)
    expect((await dayOf(home, '2026-03-28')).gaps).toEqual([{ start: midnight - 900, end: midnight, drawn: null }])
  })

  it('takes the length of the slots from the source', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), flat(48, 50), 1800)
    const day = await dayOf(home, '2026-03-28')
    expect([day.seconds, day.slots.length, day.totals.baseLoad]).toEqual([1800, 48, 100])
    const empty = await dayOf(home, '2026-03-29')
    expect([empty.seconds, empty.slots.length, empty.totals.drawn]).toEqual([1800, 46, null])
  })

  it('sums minutes into what can be shown', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), flat(8640, 1), 10)
    const day = await dayOf(home, '2026-03-28')
    expect([day.seconds, day.slots.length, day.slots[0]?.drawn]).toEqual([60, 1440, 6000])
  })

  it('sets the day before beside it by the clock on the wall', async () => {
    const home = readingHousehold()
    home.put(
      'A',
      'drawn',
      utc('2026-03-27T23:00:00Z'),
      Array.from({ length: 96 }, (_, index) => index)
    )
    home.put('A', 'drawn', utc('2026-03-28T23:00:00Z'), flat(92, 1))
    const day = await dayOf(home, '2026-03-29')
    expect(day.previous).toHaveLength(92)
    expect(day.previous.slice(6, 10)).toEqual([6000, 7000, 12_000, 13_000])
    expect(day.previousDrawn).toBe((95 * 96 * 1000) / 2)
    expect(day.previousSlots).toEqual({ known: 96, all: 96 })
  })

  it('counts all 25 hours of the day before, though one hour stands twice on the wall', async () => {
    const home = readingHousehold({ now: utc('2026-10-27T00:00:00Z') })
    home.put('A', 'drawn', utc('2026-10-24T22:00:00Z'), flat(100, 3))
    home.put('A', 'drawn', utc('2026-10-25T23:00:00Z'), flat(96, 1))
    const [sunday, monday] = [await dayOf(home, '2026-10-25'), await dayOf(home, '2026-10-26')]
    expect(monday.previousDrawn).toBe(300_000)
    expect(monday.previousDrawn).toBe(sunday.totals.drawn)
    expect(monday.previousSlots).toEqual({ known: 100, all: 100 })
    expect(sunday.previousSlots).toEqual({ known: 0, all: 96 })
  })

  it('knows a usual day from three weeks on, and not before', async () => {
    const home = readingHousehold()
    const put = (date: string, amount: number): void => {
      home.put('A', 'drawn', utc(date), flat(96, amount))
    }
    put('2026-03-20T23:00:00Z', 30)
    put('2026-03-13T23:00:00Z', 10)
    expect((await dayOf(home, '2026-03-28')).usual).toBeNull()
    put('2026-03-06T23:00:00Z', 20)
    const { usual } = await dayOf(home, '2026-03-28')
    expect([usual?.low[5], usual?.median[5], usual?.high[5]]).toEqual([10_000, 20_000, 30_000])
  })

  it('sets costs beside energy where prices are known', async () => {
    const home = readingHousehold({ prices: PRICES })
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), flat(96, 1000))
    const day = await dayOf(home, '2026-03-28')
    expect(day.slots[0]?.cost).toBe(400_000_000)
    expect(day.slots[4]?.cost).toBe(300_000_000)
    expect(day.totals.cost).toBe(4 * 400_000_000 + 72 * 300_000_000 + 20 * 400_000_000)
    expect(day.bands).toHaveLength(96)
  })

  it('says that a meter is unknown', async () => {
    await expect(readingHousehold().procedures['readings.day']({ meterId: 'A', date: '2026-03-28' })).rejects.toThrow(
      'meter-unknown'
    )
  })
})

async function monthOf(home: ReturnType<typeof readingHousehold>, first: string, last: string) {
  const compare = { first: '2026-02-01', last: '2026-02-28' }
  return readingsSpan.parse(await home.procedures['readings.span']({ meterId: 'A', first, last, by: 'day', compare }))
}

describe('readings.span of a month', { timeout: 30_000 }, () => {
  it('sums local days, 23 hours long or 24, and compares with the month before', async () => {
    const home = readingHousehold({ now: utc('2026-04-02T00:00:00Z'), prices: PRICES })
    home.put('A', 'drawn', utc('2026-02-27T23:00:00Z'), flat(96, 7))
    home.put('A', 'drawn', utc('2026-02-28T23:00:00Z'), flat(31 * 96 - 4, 10))
    const month = await monthOf(home, '2026-03-01', '2026-03-31')
    expect(month.drawn).toHaveLength(31)
    expect([month.drawn[0], month.fedIn[0], month.measured[0], month.expected[0]]).toEqual([960_000, null, 96, 96])
    expect([month.drawn[28], month.measured[28], month.expected[28]]).toEqual([920_000, 92, 92])
    expect(month.totals).toMatchObject({ drawn: 2972 * 10_000, measured: 2972, expected: 2972, baseLoad: 40 })
    expect(month.totals.cost).toBe(month.cost.reduce<number>((sum, cost) => sum + (cost ?? 0), 0))
    expect(month.compareDrawn).toBe(672_000)
    expect(month.compare?.drawn.filter((energy) => energy !== null)).toEqual([672_000])
    // One day of February is known: its sum is none of a month.
    expect(month.compareSlots).toEqual({ known: 96, all: 28 * 96 })
  })

  it('leaves days without readings empty and says no cost for a month half without prices', async () => {
    const until = utc('2026-03-02T23:00:00Z')
    const home = readingHousehold({
      now: utc('2026-03-03T12:00:00Z'),
      prices: {
        revision: () => 0,
        bands: (meterId, period, seconds) => (period.start < until ? PRICES.bands(meterId, period, seconds) : [])
      }
    })
    home.put('A', 'drawn', utc('2026-02-28T23:00:00Z'), flat(3 * 96, 10))
    const month = await monthOf(home, '2026-03-01', '2026-03-31')
    expect(month.cost[1]).not.toBeNull()
    expect([month.drawn[2], month.cost[2]]).toEqual([960_000, null])
    expect([month.drawn[3], month.cost[3], month.measured[3], month.expected[3]]).toEqual([null, null, 0, 0])
    expect(month.totals.cost).toBeNull()
    expect(month.stages).toEqual([])
  })
})

describe('readings.overview', { timeout: 30_000 }, () => {
  it('has nothing to say without readings', async () => {
    expect(await readingHousehold().procedures['readings.overview']({})).toEqual({
      day: null,
      againstUsual: null,
      lastPower: null,
      month: null
    })
  })

  it('tells today against the usual, the month so far and what the month will cost', async () => {
    const home = readingHousehold({ now: utc('2026-03-20T11:05:00Z'), prices: PRICES })
    const start = utc('2026-01-22T23:00:00Z')
    // Friday is day 0; Saturdays and Sundays use twice as much.
    const isWeekend = (day: number): boolean => day % 7 === 1 || day % 7 === 2
    const count = (utc('2026-03-20T11:00:00Z') - start) / 900
    home.put(
      'A',
      'drawn',
      start,
      Array.from({ length: count }, (_, index) => (isWeekend(Math.floor(index / 96)) ? 20 : 10))
    )
    const view = overview.parse(await home.procedures['readings.overview']({}))
    expect(view.day?.date).toBe('2026-03-20')
    expect(view.againstUsual).toBe(0)
    expect(view.lastPower).toBe(40)
    const workday = 72 * 3_000_000 + 24 * 4_000_000
    // 1 March 2026 is a Sunday: nine weekend days in all, five of them before the 20th, and 22 workdays.
    const wholeMonth = 22 * workday + 9 * 2 * workday
    expect(view.month).toMatchObject({
      month: '2026-03-01',
      days: 20,
      daysInMonth: 31,
      forecastLow: wholeMonth,
      forecastHigh: wholeMonth
    })
    expect(view.month?.previousCost).toBe(20 * workday + 8 * 2 * workday)
  })

  it('shows the newest day where today has no readings, and forecasts nothing for a month that is over', async () => {
    const home = readingHousehold({ now: utc('2026-05-20T11:05:00Z') })
    home.put('A', 'drawn', utc('2026-01-31T23:00:00Z'), flat(96 * 35, 10))
    const view = overview.parse(await home.procedures['readings.overview']({}))
    expect(view.day).toMatchObject({ date: '2026-03-07', totals: { drawn: 960_000 } })
    expect(view.month).toMatchObject({ month: '2026-03-01', days: 7, drawn: 7 * 960_000, drawnLow: null })
    home.setTime(utc('2026-03-09T11:05:00Z'))
    const { month } = await home.procedures['readings.overview']({})
    expect([month?.drawnLow, month?.drawnHigh]).toEqual([31 * 960_000, 31 * 960_000])
  })

  it('takes the meter that was read last, and forecasts nothing without prices', async () => {
    const home = readingHousehold({ now: utc('2026-03-20T11:05:00Z') })
    home.put('OLD', 'drawn', utc('2026-03-01T00:00:00Z'), flat(10, 1))
    home.put('NEW', 'drawn', utc('2026-03-20T00:00:00Z'), flat(10, 1))
    const view = await home.procedures['readings.overview']({})
    expect(view.day?.meterId).toBe('NEW')
    expect(view.month).toMatchObject({ cost: null, forecastLow: null, forecastHigh: null, previousCost: null })
  })
})

describe('readings.ranges', { timeout: 30_000 }, () => {
  it('names first and last local day and the directions of every meter', async () => {
    const home = readingHousehold()
    home.put('B', 'drawn', utc('2026-03-28T22:45:00Z'), [1])
    home.put('B', 'fed-in', utc('2026-03-29T22:00:00Z'), [1])
    const ranges = await home.procedures['readings.ranges']({})
    expect(ranges.map((range) => readingsRange.parse(range))).toEqual([
      {
        meterId: 'B',
        first: '2026-03-28',
        last: '2026-03-30',
        newest: '2026-03-30',
        directions: ['drawn', 'fed-in'],
        name: null,
        isProduction: false,
        seconds: 900,
        replaced: []
      }
    ])
  })
})
