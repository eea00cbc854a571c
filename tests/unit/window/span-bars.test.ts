import { describe, expect, it } from 'vitest'
import type { ReadingsSpan } from '../../../app/contract'
import { levelFor, rowDates, spanBars } from '../../../renderer/components/charts/span-bars'
import { type SpanWords, spanCostScene, spanScene } from '../../../renderer/components/charts/span-scene'
import { sampleSpan } from '../../component/support/sample-spans'

const words: SpanWords = {
  unit: (value) => `${value} kWh`,
  costUnit: (value) => `${value} euro`,
  number: (value, digits) => value.toFixed(digits),
  price: String,
  gap: (gap) => [String(gap.start)],
  day: (date) => date.slice(8),
  weekday: (date) => date,
  month: (date) => date.slice(5, 7),
  year: (date) => date.slice(0, 4)
}

const MAY = sampleSpan({ first: '2026-05-01', last: '2026-05-31', by: 'day' })

function sceneOf(span: ReadingsSpan) {
  const level = levelFor(span.by, span.starts.length - 1)
  return spanScene({ span, bars: spanBars(span, level), level, compare: true, words })
}

describe('spanScene', () => {
  it('hatches days that are not whole and leaves the future alone', () => {
    const measured = MAY.measured.map((slots, row) => (row === 7 ? slots - 3 : slots))
    const scene = sceneOf({ ...MAY, measured })
    expect(scene.count).toBe(31)
    expect(scene.estimated.flatMap((partial, index) => (partial ? [index + 1] : []))).toEqual([8])
    expect(scene.gaps).toEqual([])
  })

  it('hatches a day without readings between days that have some', () => {
    const without = <Value>(values: readonly Value[], value: Value): Value[] =>
      values.map((old, row) => (row === 4 ? value : old))
    const span = {
      ...MAY,
      drawn: without(MAY.drawn, null),
      fedIn: without(MAY.fedIn, null),
      measured: without(MAY.measured, 0)
    }
    expect(sceneOf(span).gaps.map(({ from }) => from)).toEqual([4])
  })

  it('puts the numbers of many days beside the bars, those of energy and of cost alike', () => {
    const year = sampleSpan({ first: '2026-01-01', last: '2026-12-31', by: 'day' })
    const sides = [MAY, year, sampleSpan({ first: '2026-05-11', last: '2026-05-17', by: 'hour' })].map((span) => {
      const level = levelFor(span.by, span.starts.length - 1)
      const view = { span, bars: spanBars(span, level), level, compare: true, words }
      return [spanScene(view).axisSide, spanCostScene(view).axisSide]
    })
    expect(sides).toEqual([
      ['beside', 'beside'],
      [undefined, undefined],
      [undefined, undefined]
    ])
  })

  it('marks what another source contradicts', () => {
    expect(sceneOf(MAY).marked.flatMap((marked, index) => (marked ? [index] : []))).toEqual([2])
  })

  it('puts stages above hours and costs in a plot of their own', () => {
    const week = sampleSpan({ first: '2026-05-11', last: '2026-05-17', by: 'hour' })
    const scene = sceneOf(week)
    expect(scene.count).toBe(168)
    expect(scene.bands.slice(0, 4).map(({ from, to, rank }) => [from, to, rank])).toEqual([
      [0, 6, 1],
      [6, 17, 2],
      [17, 22, 3],
      [22, 24, 1]
    ])
    expect(scene.ruler?.marks.map(({ at }) => at)).toEqual([0, 24, 48, 72, 96, 120, 144])
    const cost = spanCostScene({ span: week, bars: spanBars(week, 'hour'), level: 'hour', compare: true, words })
    expect(cost.up[18]).toBeCloseTo((week.cost[18] ?? 0) / 1e9)
  })
})

describe('spanBars', () => {
  const spring = sampleSpan({
    first: '2026-03-01',
    last: '2026-05-31',
    by: 'day',
    compare: { first: '2026-03-01', last: '2026-05-31' }
  })

  it('begins weeks on Monday and months on the first, and loses nothing', () => {
    const total = (level: 'day' | 'week' | 'month'): number =>
      spanBars(spring, level).reduce((sum, bar) => sum + (bar.drawn ?? 0), 0)
    expect(spanBars(spring, 'month').map(({ first }) => first)).toEqual(['2026-03-01', '2026-04-01', '2026-05-01'])
    expect(
      spanBars(spring, 'week')
        .slice(0, 3)
        .map(({ first, last }) => [first, last])
    ).toEqual([
      ['2026-03-01', '2026-03-01'],
      ['2026-03-02', '2026-03-08'],
      ['2026-03-09', '2026-03-15']
    ])
    expect([total('week'), total('month')]).toEqual([total('day'), total('day')])
  })

  it('compares bar by bar', () => {
    for (const bar of spanBars(spring, 'week')) expect(bar.compare).toBe(bar.drawn)
  })

  it('says no cost of a bar in which one day has none', () => {
    const cost = spring.cost.map((value, row) => (row === 40 ? null : value))
    const months = spanBars({ ...spring, cost }, 'month')
    expect(months.map((bar) => bar.cost === null)).toEqual([false, true, false])
  })

  it('counts sums that reach over days in the bar that holds them', () => {
    const [start, end] = [spring.starts[0] ?? 0, spring.starts[31] ?? 0]
    const empty = {
      ...spring,
      drawn: spring.drawn.map(() => null),
      long: [{ start, end, drawn: 310_000_000, fedIn: null }]
    }
    expect(spanBars(empty, 'month').map(({ drawn }) => drawn)).toEqual([310_000_000, null, null])
    expect(spanBars(empty, 'day').every(({ drawn }) => drawn === null)).toBe(true)
  })

  it('is coarser the more days there are', () => {
    expect([7, 100, 101, 300, 301, 1826].map((days) => levelFor('day', days))).toEqual([
      'day',
      'day',
      'week',
      'week',
      'month',
      'month'
    ])
  })

  it.each([
    ['spring forward', '2026-03-29', 23],
    ['fall back', '2026-10-25', 25]
  ])('knows the day of each hour when clocks %s', (_, sunday, hours) => {
    const start = Date.parse(`${sunday}T00:00:00${sunday < '2026-04' ? '+01:00' : '+02:00'}`) / 1000
    const starts = Array.from({ length: hours + 25 }, (__, hour) => start + hour * 3600)
    const dates = rowDates({ first: sunday, starts, by: 'hour', timeZone: 'Europe/Berlin' })
    expect(dates.filter((date) => date === sunday)).toHaveLength(hours)
    expect(new Set(dates).size).toBe(2)
  })
})
