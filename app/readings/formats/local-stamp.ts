/** Instants as ISO 8601 with offset, 2026-03-29T01:45:00+01:00: read by people, exact on every day of the year. */

import { Temporal } from 'temporal-polyfill'
import type { TimeZone } from '../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { clockSeconds, midnightOf } from './civil-date'

const STAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})([+-])(\d{2}):(\d{2})$/u
const HOUR = 3600

/** Writes stamps of one zone; remembers the offset of the hour, because asking the zone is slow. */
export function createStampWriter(timeZone: TimeZone): (time: UtcSeconds) => string {
  const known = { hour: -1, offset: null as number | null }
  return (time) => {
    const hour = Math.floor(time / HOUR)
    if (known.hour !== hour) {
      const [first, last] = [offsetAt(hour * HOUR, timeZone), offsetAt((hour + 1) * HOUR - 1, timeZone)]
      known.hour = hour
      known.offset = first === last ? first : null
    }
    return stampOf(time, known.offset ?? offsetAt(time, timeZone))
  }
}

/** The instant, or undefined for anything but a real day and time of day with an offset. */
export function readStamp(text: string): UtcSeconds | undefined {
  const match = STAMP.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, sign, offsetHours, offsetMinutes] = match
  const midnight = midnightOf(Number(year), Number(month), Number(day))
  const dayTime = clockSeconds(Number(hour), Number(minute), Number(second))
  const [hours, minutes] = [Number(offsetHours), Number(offsetMinutes)]
  if (midnight === undefined || dayTime === undefined || hours > 14 || minutes > 59) return undefined
  const offset = (sign === '-' ? -1 : 1) * (hours * HOUR + minutes * 60)
  const time = midnight + dayTime - offset
  return time >= 0 ? toUtcSeconds(time) : undefined
}

function offsetAt(time: number, timeZone: TimeZone): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(time * 1000).toZonedDateTimeISO(timeZone)
  return Math.round(zoned.offsetNanoseconds / 1e9)
}

function stampOf(time: number, offset: number): string {
  const local = new Date((time + offset) * 1000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset) / 60
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
