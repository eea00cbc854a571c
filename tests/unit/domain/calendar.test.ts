import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  localDateAt,
  monthOf,
  periodOfDay,
  periodOfDays,
  startOfDay,
  toLocalDate,
  toTimeZone,
  wallClockAt
} from '../../../app/domain/calendar'
import { toIsoInstant, toUtcSeconds } from '../../../app/domain/interval'

const vienna = toTimeZone('Europe/Vienna')
const at = (iso: string) => toUtcSeconds(Date.parse(iso) / 1000)

describe('local days', () => {
  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-05-18', 24]
  ])('%s has %s hours in Vienna', (date, hours) => {
    const { start, end } = periodOfDay(toLocalDate(date), vienna)
    expect((end - start) / 3600).toBe(hours)
  })

  it('begins at local midnight, which is 23:00 UTC of the day before in winter', () => {
    expect(toIsoInstant(startOfDay(toLocalDate('2026-03-01'), vienna))).toBe('2026-02-28T23:00:00Z')
  })

  it('spans a month from midnight to midnight over the clock change', () => {
    const { start, end } = periodOfDays(toLocalDate('2026-03-01'), toLocalDate('2026-03-31'), vienna)
    expect((end - start) / 900).toBe(31 * 96 - 4)
  })

  it('counts both ends of a span of days', () => {
    expect(daysBetween(toLocalDate('2026-03-01'), toLocalDate('2026-03-31'))).toBe(31)
    expect(addDays(toLocalDate('2026-02-28'), 1)).toBe('2026-03-01')
    expect(monthOf(toLocalDate('2024-02-11'))).toEqual({ first: '2024-02-01', last: '2024-02-29' })
  })
})

describe('the wall clock', () => {
  it('shows the repeated hour of October twice', () => {
    expect(wallClockAt(at('2026-10-25T00:30:00Z'), vienna)).toEqual({ date: '2026-10-25', weekday: 7, minute: 150 })
    expect(wallClockAt(at('2026-10-25T01:30:00Z'), vienna)).toEqual({ date: '2026-10-25', weekday: 7, minute: 150 })
  })

  it('never shows the missing hour of March', () => {
    expect(wallClockAt(at('2026-03-29T00:59:00Z'), vienna).minute).toBe(119)
    expect(wallClockAt(at('2026-03-29T01:00:00Z'), vienna).minute).toBe(180)
  })

  it('puts the last quarter hour of a UTC day into the next local day', () => {
    expect(localDateAt(at('2026-03-01T23:45:00Z'), vienna)).toBe('2026-03-02')
  })
})

describe('names of zones and days from outside', () => {
  it.each(['+01:00', 'Europe/Nowhere', '', '../etc', 'Europe/Vienna\n'])('refuses the zone %j', (name) => {
    expect(() => toTimeZone(name)).toThrow(RangeError)
  })

  it.each(['2026-02-30', '2026-2-3', '20260203', '2026-02-03T00:00', ''])('refuses the day %j', (text) => {
    expect(() => toLocalDate(text)).toThrow(RangeError)
  })
})
