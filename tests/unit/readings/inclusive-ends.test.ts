/** Ends that name the last second, minute or day that is inside: rows then follow each other without a gap. */

import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { readingHousehold } from '../../support/reading-household'

const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(4_102_444_800) }
const DAY = 86_400
const MIDNIGHT = Date.parse('2023-01-15T23:00Z') / 1000

/** Seconds of each stored interval, and whether each begins where the one before ends. */
async function lengthsOf(rows: readonly string[]) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put('table', rows.join('\n'))] })
  expect(result).toMatchObject({ refused: null, remarks: [{ code: 'meter-unnamed' }] })
  const stored = home.store.overlapping('home', 'drawn', EVER)
  return {
    lengths: stored.map(({ seconds }) => seconds),
    first: stored[0]?.start,
    hasGaps: stored.some(({ start }, at) => at > 0 && start !== stored[at - 1]!.start + stored[at - 1]!.seconds)
  }
}

const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19)

/** Quarter hours of a day; `end` makes its text from seconds of the day. */
const quarters = (end: (seconds: number) => string): string[] =>
  Array.from({ length: 96 }, (_, at) => `16.01.2023 ${clock(at * 900)};16.01.2023 ${end((at + 1) * 900)};0,1`)

const NAMES = 'Von;Bis;Verbrauch (kWh)'
const whole = { lengths: Array(96).fill(900) as number[], first: MIDNIGHT, hasGaps: false }

describe('the ends of quarter hours', () => {
  it.each([
    ['the last second', (seconds: number) => clock(seconds - 1)],
    ['the last minute', (seconds: number) => clock(seconds - 60).slice(0, 5)],
    ['themselves', (seconds: number) => clock(seconds)],
    [
      'themselves, but for the last minute of the day',
      (seconds: number) => clock(seconds === DAY ? DAY - 60 : seconds)
    ],
    ['themselves, but for the last second of the day', (seconds: number) => clock(seconds === DAY ? DAY - 1 : seconds)]
  ])('are understood where they name %s', async (_, end) => {
    expect(await lengthsOf([NAMES, ...quarters(end)])).toEqual(whole)
  })

  it.each([1, 60])('are understood where no beginning stands beside them, %i seconds before', async (before) => {
    const rows = Array.from({ length: 96 }, (_, at) => `16.01.2023 ${clock((at + 1) * 900 - before)};0,1`)
    expect(await lengthsOf(['Bis;Verbrauch (kWh)', ...rows])).toEqual(whole)
  })

  it('stay what they are where the next row begins there, at whichever second', async () => {
    const stamps = [3, 902, 1802, 2701, 3601].map((seconds) => `2023-01-16 ${clock(seconds)}`)
    const rows = stamps.slice(1).map((stamp, at) => `${stamps[at]};${stamp};0.1`)
    expect(await lengthsOf(['start;end;import (kWh)', ...rows])).toMatchObject({
      ...{ lengths: [899, 900, 899, 900], hasGaps: false }
    })
    const shifted = Array.from({ length: 96 }, (_, at) => [4 * 60 + at * 300, 9 * 60 + at * 300].map(clock))
    const five = shifted.map(([from, to]) => `16.01.2023 ${from};16.01.2023 ${to};0,1`)
    expect(await lengthsOf([NAMES, ...five])).toMatchObject({ lengths: Array(96).fill(300), hasGaps: false })
  })

  it('are understood where no row begins beside another', async () => {
    const rows = quarters((seconds) => clock(seconds - 1)).filter((_, at) => at % 3 === 0)
    expect(await lengthsOf([NAMES, ...rows])).toMatchObject({ lengths: Array(32).fill(900) })
  })

  it('leave minutes and seconds apart that were read now and then, or up to midnight', async () => {
    const every = (step: number, length: number) =>
      Array.from({ length: 30 }, (_, at) => DAY - 30 * step + at * step).map(
        (from) => `16.01.2023 ${clock(from)};16.01.2023 ${clock((from + length) % DAY)};0,0001`
      )
    expect(await lengthsOf([NAMES, ...every(120, 60)])).toMatchObject({ lengths: Array(30).fill(60) })
    expect(await lengthsOf([NAMES, ...every(1, 1)])).toMatchObject({ lengths: Array(30).fill(1), hasGaps: false })
  })
})

describe('the last days of months', () => {
  const MONTHS = [31, 28, 31, 30]
  const dates = (day: number): string => new Date((19_358 + day) * DAY * 1000).toISOString().slice(0, 10)
  /** @param before days from the end of a month to the day that is named. */
  const rows = (before: number): string[] =>
    MONTHS.map((length, at) => {
      const from = MONTHS.slice(0, at).reduce((sum, one) => sum + one, 0)
      return `${dates(from)};${dates(from + length - before)};${300 + at}`
    })

  it.each([0, 1])('are understood where they are named %i days before the next one begins', async (before) => {
    const { lengths, hasGaps } = await lengthsOf([NAMES, ...rows(before)])
    // March has the hour that never was.
    expect(lengths).toEqual([31, 28, 31, 30].map((days, at) => days * DAY - (at === 2 ? 3600 : 0)))
    expect(hasGaps).toBe(false)
  })

  it('are understood where years lie between them', async () => {
    const years = ['01.01.2021;31.12.2021;3000', '15.03.2023;14.03.2024;3100']
    expect((await lengthsOf([NAMES, ...years])).lengths).toEqual([365 * DAY, 366 * DAY])
  })

  it('are the next one where each row is a day', async () => {
    const days = Array.from({ length: 20 }, (_, day) => `${dates(day)};${dates(day + 1)};5,5`)
    expect(await lengthsOf([NAMES, ...days])).toMatchObject({ lengths: Array(20).fill(DAY), hasGaps: false })
  })
})
