import { describe, expect, it } from 'vitest'
import { readingsDay, readingsRange } from '../../../app/contract/readings'
import { readingsPattern, readingsSpan } from '../../../app/contract/spans'
import { keptImport } from '../../../app/contract/meters'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { PriceSource } from '../../../app/readings/price-source'
import { type ReadingHousehold, readingHousehold } from '../../support/reading-household'

const utc = (text: string): number => Date.parse(text) / 1000
const flat = (count: number, amount: number): number[] => Array.from({ length: count }, () => amount)
const DAY = 86_400

/** 30 ct by day, 20 ct from midnight to six, UTC. */
const TWO_STAGES: PriceSource = {
  revision: () => 0,
  bands: (_, { start, end }, seconds) => {
    const bands = []
    for (let time: number = start; time < end; time += seconds) {
      const isNight = time % DAY < 6 * 3600
      const [name, price, rank] = isNight ? (['Night', 200_000_000, 1] as const) : (['Day', 300_000_000, 2] as const)
      bands.push({ start: toUtcSeconds(time), end: toUtcSeconds(time + seconds), name, price, rank })
    }
    return bands
  }
}

type Asked = {
  readonly meterId?: string
  readonly by?: 'hour' | 'day'
  readonly compare?: { first: string; last: string }
}

async function spanOf(home: ReadingHousehold, first: string, last: string, asked: Asked = {}) {
  const request = { meterId: 'A', by: 'day' as const, compare: null, ...asked, first, last }
  return readingsSpan.parse(await home.procedures['readings.span'](request))
}

describe('readings.span', { timeout: 30_000 }, () => {
  it('has 23 and 25 hours on the days when clocks change', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2025-10-25T22:00:00Z'), flat(100, 25))
    home.put('A', 'drawn', utc('2026-03-28T23:00:00Z'), flat(92, 25))
    const autumn = await spanOf(home, '2025-10-26', '2025-10-26', { by: 'hour' })
    const spring = await spanOf(home, '2026-03-29', '2026-03-29', { by: 'hour' })
    expect([autumn.drawn.length, spring.drawn.length]).toEqual([25, 23])
    expect(new Set([...autumn.drawn, ...spring.drawn])).toEqual(new Set([100_000]))
    expect([autumn.totals.drawn, spring.totals.drawn]).toEqual([2_500_000, 2_300_000])
  })

  it('shows a sum over several days once, in none of them', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-02-28T23:00:00Z'), [9000], 3 * DAY)
    home.put('A', 'drawn', utc('2026-03-03T23:00:00Z'), flat(96, 10))
    const span = await spanOf(home, '2026-03-01', '2026-03-05')
    expect(span.drawn).toEqual([null, null, null, 960_000, null])
    expect(span.long).toEqual([
      { start: utc('2026-02-28T23:00:00Z'), end: utc('2026-03-03T23:00:00Z'), drawn: 9_000_000, fedIn: null }
    ])
    expect(span.totals.drawn).toBe(9_960_000)
  })

  it('knows days of a source that tells nothing finer', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), [4000], DAY)
    home.put('A', 'drawn', utc('2026-03-28T23:00:00Z'), [3000], DAY - 3600)
    const span = await spanOf(home, '2026-03-28', '2026-03-29')
    expect([span.drawn, span.measured, span.expected]).toEqual([
      [4_000_000, 3_000_000],
      [96, 92],
      [96, 92]
    ])
    expect(span.totals).toMatchObject({ baseLoad: null, peak: null, drawn: 7_000_000 })
    const day = readingsDay.parse(await home.procedures['readings.day']({ meterId: 'A', date: '2026-03-28' }))
    expect(day.totals).toMatchObject({ drawn: 4_000_000, measured: 0 })
    expect(day.slots.every(({ drawn }) => drawn === null)).toBe(true)
  })

  it('prices a sum where one price holds all the while, and says no cost where it does not', async () => {
    const home = readingHousehold({ prices: TWO_STAGES })
    home.put('A', 'drawn', utc('2026-03-28T08:00:00Z'), [1000], 3 * 3600)
    home.put('A', 'drawn', utc('2026-03-29T04:00:00Z'), [1000], 3 * 3600)
    const span = await spanOf(home, '2026-03-28', '2026-03-29')
    expect(span.cost).toEqual([300_000_000, null])
    expect([span.totals.cost, span.stages]).toEqual([null, []])
  })

  it('shares energy and cost out among the stages, to the last nano-euro', async () => {
    const home = readingHousehold({ prices: TWO_STAGES })
    home.put('A', 'drawn', utc('2026-03-26T23:00:00Z'), flat(96, 1000))
    const span = await spanOf(home, '2026-03-27', '2026-03-27')
    expect(span.stages).toEqual([
      { name: 'Night', low: 200_000_000, high: 200_000_000, drawn: 24_000_000, cost: 4_800_000_000 },
      { name: 'Day', low: 300_000_000, high: 300_000_000, drawn: 72_000_000, cost: 21_600_000_000 }
    ])
    expect(span.totals.cost).toBe(26_400_000_000)
  })

  it('works prices of many days out without letting anybody wait, and says so', async () => {
    const home = readingHousehold({ prices: TWO_STAGES, now: utc('2026-06-01T00:00:00Z') })
    home.put('A', 'drawn', utc('2025-12-31T23:00:00Z'), flat(96 * 120, 10))
    expect(await spanOf(home, '2026-01-01', '2026-04-30')).toMatchObject({ costPending: true, totals: { cost: null } })
    await expect.poll(() => home.events.filter(({ name }) => name === 'readings.changed').length).toBe(1)
    const span = await spanOf(home, '2026-01-01', '2026-04-30')
    expect(span.costPending).toBe(false)
    expect(span.totals.cost).toBe(span.cost.reduce<number>((sum, cost) => sum + (cost ?? 0), 0))
  })

  it('counts a base load only while nothing is fed in', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), [...flat(48, 25), ...flat(48, 0)])
    home.put('A', 'fed-in', utc('2026-03-27T23:00:00Z'), [...flat(48, 0), ...flat(48, 100)])
    expect((await spanOf(home, '2026-03-28', '2026-03-28')).totals.baseLoad).toBe(100)
  })

  it('takes for the base load what a fifth of the slots are at or below, to the slot', async () => {
    const home = readingHousehold({ now: utc('2026-10-27T00:00:00Z') })
    home.put('A', 'drawn', utc('2026-10-24T22:00:00Z'), [...flat(20, 25), ...flat(80, 50)])
    expect((await spanOf(home, '2026-10-25', '2026-10-25')).totals.baseLoad).toBe(100)
  })

  it.each([
    [{ first: '2026-03-02', last: '2026-03-01' }, 'range-backwards'],
    [{ first: '2010-01-01', last: '2026-03-01' }, 'range-too-long'],
    [{ first: '2026-03-01', last: '2026-03-10', by: 'hour' as const }, 'range-too-long']
  ])('refuses days that make no page: %o', async ({ first, last, ...asked }, code) => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), [1])
    await expect(spanOf(home, first, last, asked)).rejects.toThrow(code)
  })
})

describe('readings.pattern', { timeout: 30_000 }, () => {
  const patternOf = async (
    home: ReadingHousehold,
    first: string,
    last: string,
    direction: 'drawn' | 'fed-in' = 'drawn'
  ) => readingsPattern.parse(await home.procedures['readings.pattern']({ meterId: 'A', first, last, direction }))

  it('puts every hour where the clock on the wall has it, and averages the one that occurs twice', async () => {
    const home = readingHousehold()
    const hours = Array.from({ length: 25 }, (_, hour) => flat(4, hour))
    home.put('A', 'drawn', utc('2025-10-25T22:00:00Z'), hours.flat())
    const { cells, columns } = await patternOf(home, '2025-10-26', '2025-10-26')
    expect(columns).toEqual(['2025-10-26'])
    expect(cells.slice(0, 5)).toEqual([0, 4000, 10_000, 16_000, 20_000])
    expect(cells[23]).toBe(96_000)
  })

  it('leaves an hour empty that is not known whole', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), [1, 1, null, 1, 1, 1, 1, 1])
    expect((await patternOf(home, '2026-03-28', '2026-03-28')).cells.slice(0, 3)).toEqual([null, 4000, null])
  })

  it('makes weeks of more than 400 days, the first as short as it is', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2024-12-31T23:00:00Z'), flat(96 * 450, 1))
    const pattern = await patternOf(home, '2025-01-01', '2026-03-26')
    expect([pattern.by, pattern.columns.slice(0, 2), pattern.columns.length]).toEqual([
      'week',
      ['2025-01-01', '2025-01-06'],
      65
    ])
    expect(new Set(pattern.cells)).toEqual(new Set([4000]))
  })

  it('orders powers from the highest to the lowest', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', utc('2026-03-27T23:00:00Z'), [...flat(10, 500), ...flat(86, 25)])
    const { duration, slots } = await patternOf(home, '2026-03-28', '2026-03-28')
    expect(slots).toBe(96)
    expect([duration?.[0], duration?.[9], duration?.[11], duration?.[100]]).toEqual([2000, 2000, 100, 100])
    expect((await patternOf(home, '2026-03-28', '2026-03-28', 'fed-in')).duration).toBeNull()
  })
})

describe('meters', { timeout: 30_000 }, () => {
  const twoMeters = (): ReadingHousehold => {
    const home = readingHousehold()
    home.put('OLD', 'drawn', utc('2026-03-09T23:00:00Z'), flat(96 * 3, 10))
    home.put('NEW', 'drawn', utc('2026-03-11T23:00:00Z'), flat(96 * 3, 20))
    return home
  }

  it('show one profile over an exchange: each meter for its own time', async () => {
    const home = twoMeters()
    await home.procedures['meters.join']({ oldMeter: 'OLD', newMeter: 'NEW', date: '2026-03-12' })
    const span = await spanOf(home, '2026-03-09', '2026-03-15', { meterId: 'NEW' })
    expect(span.drawn).toEqual([null, 960_000, 960_000, 1_920_000, 1_920_000, 1_920_000, null])
    const [range, ...more] = await home.procedures['readings.ranges']({})
    expect(more).toEqual([])
    expect(readingsRange.parse(range)).toMatchObject({
      meterId: 'NEW',
      first: '2026-03-10',
      last: '2026-03-14',
      replaced: [{ meterId: 'OLD', on: '2026-03-12' }]
    })
    await home.procedures['meters.part']({ newMeter: 'NEW' })
    expect(await home.procedures['readings.ranges']({})).toHaveLength(2)
  })

  it('cannot be joined twice, in a ring, or unknown', async () => {
    const home = twoMeters()
    const join = (oldMeter: string, newMeter: string) =>
      home.procedures['meters.join']({ oldMeter, newMeter, date: '2026-03-12' })
    await expect(join('OLD', 'OTHER')).rejects.toThrow('meter-unknown')
    await join('OLD', 'NEW')
    await expect(join('OLD', 'NEW')).rejects.toThrow('meters-joined-already')
    await expect(join('NEW', 'OLD')).rejects.toThrow('meters-joined-in-ring')
    await expect(home.procedures['meters.part']({ newMeter: 'OLD' })).rejects.toThrow('meter-unknown')
  })

  it('have the names they are given', async () => {
    const home = twoMeters()
    await home.procedures['meters.rename']({ meterId: 'OLD', name: 'Cellar' })
    expect((await home.procedures['readings.ranges']({})).map(({ name }) => name)).toEqual([null, 'Cellar'])
    await home.procedures['meters.rename']({ meterId: 'OLD', name: null })
    expect((await home.procedures['readings.ranges']({})).map(({ name }) => name)).toEqual([null, null])
    await expect(home.procedures['meters.rename']({ meterId: 'X', name: 'Y' })).rejects.toThrow('meter-unknown')
  })

  it('tell self-consumption only with a meter of what is produced, and only where all three are known', async () => {
    const home = readingHousehold()
    const start = utc('2026-03-27T23:00:00Z')
    home.put('A', 'drawn', start, [...flat(48, 50), ...flat(40, 0)])
    home.put('A', 'fed-in', start, [...flat(48, 0), ...flat(48, 60)])
    home.put('ROOF', 'fed-in', start, [...flat(48, 0), ...flat(48, 100)])
    expect((await spanOf(home, '2026-03-28', '2026-03-28')).ownPower).toBeNull()
    await home.procedures['meters.set-production']({ meterId: 'ROOF', isProduction: true })
    const used = 40 * 40_000
    expect((await spanOf(home, '2026-03-28', '2026-03-28')).ownPower).toEqual({
      produced: 40 * 100_000,
      usedHere: used,
      fedIn: 40 * 60_000,
      consumed: 48 * 50_000 + used,
      slots: 88
    })
    expect((await home.procedures['readings.overview']({})).day?.meterId).toBe('A')
  })
})

describe('imports', { timeout: 30_000 }, () => {
  const START = utc('2026-03-27T23:00:00Z')

  async function listed(home: ReadingHousehold) {
    return (await home.procedures['readings.imports']({})).map((one) => keptImport.parse(one))
  }

  it('are listed with what they brought', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', START, flat(96, 10))
    home.put('A', 'fed-in', START, flat(96, 1))
    expect(await listed(home)).toEqual([
      {
        id: 1,
        at: utc('2026-03-31T12:00:00Z'),
        name: 'test',
        meterIds: ['A'],
        directions: ['drawn', 'fed-in'],
        intervals: 192,
        first: '2026-03-28',
        last: '2026-03-28',
        removedAt: null
      }
    ])
  })

  it('leave every page when taken out, and come back exactly as they were', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', START - DAY, flat(96, 7))
    home.setTime(utc('2026-03-31T13:00:00Z'))
    home.put('A', 'drawn', START, flat(96, 10))
    home.put('A', 'fed-in', START, flat(96, 1))
    const before = await spanOf(home, '2026-03-27', '2026-03-28')
    const stored = home.store.overlapping('A', 'drawn', { start: toUtcSeconds(0), end: toUtcSeconds(START + DAY) })
    await home.procedures['readings.remove-import']({ id: 2 })
    expect((await spanOf(home, '2026-03-27', '2026-03-28')).drawn).toEqual([672_000, null])
    expect((await listed(home)).map(({ removedAt }) => removedAt)).toEqual([utc('2026-03-31T13:00:00Z'), null])
    await expect(home.procedures['readings.remove-import']({ id: 2 })).rejects.toThrow('import-unknown')
    expect(await home.procedures['readings.restore-import']({ id: 2 })).toEqual({ restored: 192, occupied: 0 })
    expect(await spanOf(home, '2026-03-27', '2026-03-28')).toEqual(before)
    expect(home.store.overlapping('A', 'drawn', { start: toUtcSeconds(0), end: toUtcSeconds(START + DAY) })).toEqual(
      stored
    )
    await expect(home.procedures['readings.restore-import']({ id: 2 })).rejects.toThrow('import-unknown')
  })

  it('never push out what has been stored meanwhile', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', START, flat(96, 10))
    await home.procedures['readings.remove-import']({ id: 1 })
    home.put('A', 'drawn', START + 7200, [99], 3600)
    expect(await home.procedures['readings.restore-import']({ id: 1 })).toEqual({ restored: 92, occupied: 4 })
    const span = await spanOf(home, '2026-03-28', '2026-03-28')
    expect(span.totals.drawn).toBe(92 * 10_000 + 99_000)
  })
})
