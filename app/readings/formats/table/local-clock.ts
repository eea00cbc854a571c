/** Wall-clock stamps of one zone as instants: 23- and 25-hour days, and hours that occur twice or never. */

import { Temporal } from 'temporal-polyfill'
import { type TimeZone, toTimeZone } from '../../../domain/calendar'

const HOUR = 3600
const DAY = 86_400

export type LocalClock = {
  /** The instants at which clocks showed this: none, one, or two (earlier first). */
  instants(local: number): readonly number[]
  /** What clocks show at an instant. */
  local(instant: number): number
}

/** `UTC+10:00` and the like are fixed; everything else is an IANA name. @throws RangeError for an unknown zone. */
export function createLocalClock(zone: string): LocalClock {
  const fixed = /^UTC([+-])(\d{2}):(\d{2})$/u.exec(zone)
  if (fixed) {
    const offset = (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * HOUR + Number(fixed[3]) * 60)
    return { instants: (local) => [local - offset], local: (instant) => instant + offset }
  }
  return zonedClock(toTimeZone(zone))
}

function zonedClock(zone: TimeZone): LocalClock {
  const offsets = new Map<number, number>()
  const offsetAt = (instant: number): number => {
    // Offsets change only at whole quarter hours; asking the zone each time would be most of an import's time.
    const slot = Math.floor(instant / 900)
    const known = offsets.get(slot)
    if (known !== undefined) return known
    const zoned = Temporal.Instant.fromEpochMilliseconds(slot * 900_000).toZonedDateTimeISO(zone)
    const offset = Math.round(zoned.offsetNanoseconds / 1e9)
    if (offsets.size > 4096) offsets.clear()
    offsets.set(slot, offset)
    return offset
  }
  const days = new Map<number, number | null>()
  /** The one offset of a whole local day; null on days where clocks change. */
  const offsetOfDay = (day: number): number | null => {
    const known = days.get(day)
    if (known !== undefined) return known
    const [before, after] = [offsetAt(day * DAY - 14 * HOUR), offsetAt(day * DAY + 38 * HOUR)]
    const one = before === after ? before : null
    if (days.size > 10_000) days.clear()
    days.set(day, one)
    return one
  }
  return {
    instants: (local) => {
      const one = offsetOfDay(Math.floor(local / DAY))
      if (one !== null) return [local - one]
      const candidates = [offsetAt(local - 14 * HOUR), offsetAt(local + 14 * HOUR)].map((offset) => local - offset)
      const found = candidates.filter((instant) => instant + offsetAt(instant) === local)
      return [...new Set(found)].sort((a, b) => a - b)
    },
    local: (instant) => instant + offsetAt(instant)
  }
}
