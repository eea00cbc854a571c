import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dateAt, firstOfMonth, isLocalDate } from '../../../renderer/format/local-date'

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))

describe('local dates', () => {
  it('step over the ends of months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(addMonths('2026-12-31', 1)).toBe('2027-01-01')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-01')
  })

  it('step back to where they came from', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -800, max: 800 }),
        (from, days) => addDays(addDays(from, days), -days) === from
      )
    )
  })

  it('begin a month on its first day', () => {
    fc.assert(
      fc.property(day, (from) => firstOfMonth(from).endsWith('-01') && firstOfMonth(from).startsWith(from.slice(0, 7)))
    )
  })

  it('fall where the clock on the wall says', () => {
    expect(dateAt(Date.UTC(2026, 4, 19, 21, 59) / 1000, 'Europe/Berlin')).toBe('2026-05-19')
    expect(dateAt(Date.UTC(2026, 4, 19, 22, 0) / 1000, 'Europe/Berlin')).toBe('2026-05-20')
  })

  it('refuse what is no day', () => {
    for (const text of ['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00']) {
      expect(isLocalDate(text), text).toBe(false)
    }
    expect(isLocalDate('2024-02-29')).toBe(true)
  })
})
