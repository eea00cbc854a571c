/** What left the house, as the sill and the privacy log show it. Everything comes from the log, never from constants. */

import type { PrivacyDay } from '../contract/program'
import { type TimeZone, localDateAt, periodOfDay, toLocalDate } from '../domain/calendar'
import type { UtcSeconds } from '../domain/interval'
import type { Clock, PrivacyEntry, PrivacyLog } from '../ports'

const SLOT_SECONDS = 900

export type PrivacyViewDeps = {
  readonly clock: Clock
  readonly log: PrivacyLog
  readonly timeZone: () => TimeZone
}

/**
 * One local day as 92, 96 or 100 quarter hours.
 * @param date the day, or null for today. @throws RangeError for a day that is none.
 */
export function privacyDay({ clock, log, timeZone }: PrivacyViewDeps, date: string | null): PrivacyDay {
  const zone = timeZone()
  const now = clock.now()
  const day = date === null ? localDateAt(now, zone) : toLocalDate(date)
  const { start, end } = periodOfDay(day, zone)
  const entries = log.between(start, end).filter(leftTheHouse)
  const slots = new Array<number>((end - start) / SLOT_SECONDS).fill(0)
  for (const entry of entries) slots[slotOf(entry.at, start)] = 1
  return {
    date: day,
    now,
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    messages: entries.length,
    slots,
    currentSlot: now >= start && now < end ? slotOf(now, start) : -1,
    recipients: byRecipient(entries)
  }
}

/** Requests to the household's own meter stay in the house: in the log, but not on the sill. */
function leftTheHouse(entry: PrivacyEntry): boolean {
  return entry.purpose !== 'meter-request'
}

function slotOf(at: UtcSeconds, start: UtcSeconds): number {
  return Math.floor((at - start) / SLOT_SECONDS)
}

function byRecipient(entries: readonly PrivacyEntry[]): PrivacyDay['recipients'] {
  const sums = new Map<string, PrivacyDay['recipients'][number]>()
  for (const { recipient, purpose, bytes } of entries) {
    const key = `${recipient}\n${purpose}`
    const sum = sums.get(key) ?? { recipient, purpose, messages: 0, bytes: 0 }
    sums.set(key, { ...sum, messages: sum.messages + 1, bytes: sum.bytes + bytes })
  }
  return [...sums.values()].sort((a, b) => b.bytes - a.bytes).slice(0, 50)
}
