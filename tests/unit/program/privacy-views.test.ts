import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { PrivacyEntry, PrivacyLog } from '../../../app/ports'
import { privacyDay } from '../../../app/program/privacy-views'

const at = (iso: string) => toUtcSeconds(Date.parse(iso) / 1000)

function dayOf(now: string, entries: readonly Partial<PrivacyEntry>[], date: string | null = null) {
  const full = entries.map((entry) => ({
    at: at(now),
    recipient: 'collector',
    host: null,
    purpose: 'round-submit' as const,
    bytes: 100,
    about: null,
    ...entry
  }))
  const log: PrivacyLog = {
    append: () => undefined,
    list: () => [],
    between: (from, to) => full.filter((entry) => entry.at >= from && entry.at < to)
  }
  return privacyDay({ clock: { now: () => at(now) }, log, timeZone: () => toTimeZone('Europe/Berlin') }, date)
}

describe('the day on the sill', () => {
  it('has 92, 96 or 100 quarter hours', () => {
    expect(dayOf('2026-03-29T12:00:00Z', []).slots).toHaveLength(92)
    expect(dayOf('2026-05-18T12:00:00Z', []).slots).toHaveLength(96)
    expect(dayOf('2026-10-25T12:00:00Z', []).slots).toHaveLength(100)
  })

  it('marks the quarter hours in which something left, and no others', () => {
    const day = dayOf('2026-05-18T15:30:00Z', [{ at: at('2026-05-18T04:20:00Z') }, { at: at('2026-05-17T04:20:00Z') }])
    expect(day.slots.flatMap((value, index) => (value ? [index] : []))).toEqual([25])
    expect(day).toMatchObject({ date: '2026-05-18', currentSlot: 70, messages: 1, bytes: 100 })
  })

  it('does not count what is asked of the meter in the house', () => {
    expect(dayOf('2026-05-18T15:30:00Z', [{ purpose: 'meter-request' }])).toMatchObject({ messages: 0, recipients: [] })
  })

  it('adds up by recipient and purpose, largest first', () => {
    const day = dayOf('2026-05-18T15:30:00Z', [
      { bytes: 10 },
      { bytes: 5 },
      { recipient: 'supplier', purpose: 'bill-response', bytes: 40 }
    ])
    expect(day.recipients).toEqual([
      { recipient: 'supplier', purpose: 'bill-response', messages: 1, bytes: 40 },
      { recipient: 'collector', purpose: 'round-submit', messages: 2, bytes: 15 }
    ])
  })

  it('has no current quarter hour on another day', () => {
    expect(dayOf('2026-05-18T15:30:00Z', [], '2026-05-17').currentSlot).toBe(-1)
  })
})
