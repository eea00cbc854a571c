import { describe, expect, it } from 'vitest'
import type { BillReport } from '../../../app/contract'
import { paintYearMap } from '../../../renderer/features/bills/paint-year-map'
import { YEAR_MAP, topOf, yearMap } from '../../../renderer/features/bills/year-map'
import { openWindow, press } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { hashOf, sampleReport } from '../support/sample-bills'
import { TIME_ZONE } from '../support/sample-readings'

const DAY = 86_400

/** Local midnight in Berlin: summer time from 29 March to 25 October 2026. */
function midnightOf(date: string): number {
  const isSummer = date > '2026-03-29' && date <= '2026-10-25'
  return Date.parse(`${date}T00:00:00Z`) / 1000 - (isSummer ? 7200 : 3600)
}

/** A year of quarter hours: 35,040 intervals, two of them wrongly priced. */
function yearReport(): BillReport {
  const report = sampleReport(hashOf('wrong'))
  const map = Array.from({ length: 365 }, (_, day) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
    const next = new Date(Date.UTC(2026, 0, 2 + day)).toISOString().slice(0, 10)
    const start = midnightOf(date)
    const slots = '.'.repeat((midnightOf(next) - start) / 900)
    return { date, start, slots: day === 200 ? `xx${slots.slice(2)}` : slots }
  })
  return { ...report, map, intervals: 35_040, timeZone: TIME_ZONE, seconds: 900 }
}

describe('the map of a long bill', () => {
  it('shows a year of 35,040 intervals as columns of days', () => {
    const map = yearMap(yearReport())
    let points = 0
    map.each(() => (points += 1))
    expect(points).toBe(35_040)
    expect(map.days).toBe(365)
  })

  it('places points by the clock on the wall when clocks change', () => {
    const map = yearMap(yearReport())
    const spring = map.find(midnightOf('2026-03-29') + 2 * 3600)!
    expect(spring.minute).toBe(180)
    const autumn = map.find(midnightOf('2026-10-25') + 3 * 3600)!
    expect(autumn.minute).toBe(120)
    expect(topOf(autumn)).toBeLessThan(topOf({ ...autumn, minute: 121 }))
  })

  it('finds what is shown at a minute of a day', () => {
    const map = yearMap(yearReport())
    expect(map.near(0, 61)?.start).toBe(midnightOf('2026-01-01') + 3600)
    expect(map.find(midnightOf('2026-01-01') - DAY)).toBeNull()
    expect(map.at(365, 0)).toBeNull()
  })

  it('is painted into pixels: wrong points red, missing ones not at all', () => {
    const report = yearReport()
    const first = report.map[0]!
    const map = yearMap({ ...report, map: [{ ...first, slots: `x-${first.slots.slice(2)}` }] })
    const [width, height] = [800, 214]
    const data = new Uint8ClampedArray(width * height * 4)
    paintYearMap(
      { width, height, data },
      map,
      1,
      new Map([
        ['.', '#0b5d69'],
        ['x', '#bb2a16']
      ])
    )
    const pixel = (x: number, y: number): number[] => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)]
    expect(pixel(YEAR_MAP.left, YEAR_MAP.top)).toEqual([0xbb, 0x2a, 0x16, 255])
    expect(pixel(YEAR_MAP.left, YEAR_MAP.top + 1)).toEqual([0xbb, 0x2a, 0x16, 255])
    expect(pixel(YEAR_MAP.left, YEAR_MAP.top + 2)).toEqual([0, 0, 0, 0])
    expect(pixel(YEAR_MAP.left, YEAR_MAP.top + 4)).toEqual([0x0b, 0x5d, 0x69, 255])
    expect(pixel(YEAR_MAP.left - 1, YEAR_MAP.top)).toEqual([0, 0, 0, 0])
  })

  it('is on the page, named, counted and walked by keyboard; Enter works one out', async () => {
    const { root, calls } = await openWindow({
      path: `/bills/${hashOf('wrong')}`,
      answers: { 'bills.report': yearReport }
    })
    expect(faultsOf(root)).toEqual([])
    const map = byRole(root, 'application', /a column per day/u)
    expect(textOf(root.querySelector('figure'))).toContain('35,040 are checked, 2 have the wrong price.')
    await press(map, 'ArrowDown')
    await press(map, 'ArrowDown')
    await press(map, 'PageDown')
    await press(map, 'ArrowRight')
    expect(textOf(map.querySelector('[aria-live]'))).toMatch(/^Fri,? 9 January, 00:15 to 00:30, checked$/u)
    await press(map, 'Enter')
    expect(calls.at(-1)).toMatchObject({
      name: 'bills.interval',
      request: { start: midnightOf('2026-01-09') + 900 }
    })
    await press(map, 'End')
    await press(map, 'ArrowUp')
    await press(map, 'ArrowUp')
    expect(textOf(map.querySelector('[aria-live]'))).toMatch(/^Thu,? 31 December, 00:00/u)
  })

  it('gives way to strokes for a month of quarter hours', async () => {
    const { root } = await openWindow({ path: `/bills/${hashOf('wrong')}` })
    expect(allByRole(root, 'application', /a column per day/u)).toHaveLength(0)
  })
})
