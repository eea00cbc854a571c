/** Local days and wall clocks of an IANA zone; days have 23, 24 or 25 hours (temporal-polyfill's tz rules). */

import { Temporal } from 'temporal-polyfill'
import { type Period, type UtcSeconds, toUtcSeconds } from './interval'

declare const zone: unique symbol
declare const date: unique symbol

/** An IANA time zone name that this runtime knows, such as Europe/Berlin. */
export type TimeZone = string & { readonly [zone]: true }

/** A calendar day, YYYY-MM-DD, without a zone. */
export type LocalDate = string & { readonly [date]: true }

/** Monday is 1, Sunday 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export type WallClock = {
  readonly date: LocalDate
  readonly weekday: Weekday
  /** Minutes since local midnight by the clock on the wall, 0..1439; repeats when clocks go back. */
  readonly minute: number
}

/** @throws RangeError for a name the runtime does not know, or an offset instead of a name. */
export function toTimeZone(name: string): TimeZone {
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/u.test(name)) throw new RangeError('time zone: not a name')
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
  return name as TimeZone
}

/** @throws RangeError unless `text` is a real calendar day written YYYY-MM-DD. */
export function toLocalDate(text: string): LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) throw new RangeError('date: YYYY-MM-DD expected')
  return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as LocalDate
}

/** The wall clock at an instant. */
export function wallClockAt(time: UtcSeconds, timeZone: TimeZone): WallClock {
  const local = zonedAt(time, timeZone)
  return {
    date: local.toPlainDate().toString() as LocalDate,
    weekday: local.dayOfWeek as Weekday,
    minute: local.hour * 60 + local.minute
  }
}

/** The calendar day in which an instant falls. */
export function localDateAt(time: UtcSeconds, timeZone: TimeZone): LocalDate {
  return zonedAt(time, timeZone).toPlainDate().toString() as LocalDate
}

/** [local midnight, next local midnight): 82,800, 86,400 or 90,000 seconds in Central Europe. */
export function periodOfDay(day: LocalDate, timeZone: TimeZone): Period {
  return { start: startOfDay(day, timeZone), end: startOfDay(addDays(day, 1), timeZone) }
}

/** [first day's local midnight, midnight after the last day). */
export function periodOfDays(first: LocalDate, last: LocalDate, timeZone: TimeZone): Period {
  return { start: startOfDay(first, timeZone), end: startOfDay(addDays(last, 1), timeZone) }
}

/** The calendar month in which `day` lies, as its first and last day. */
export function monthOf(day: LocalDate): { readonly first: LocalDate; readonly last: LocalDate } {
  const first = Temporal.PlainDate.from(day).with({ day: 1 })
  return {
    first: first.toString() as LocalDate,
    last: first.add({ months: 1 }).subtract({ days: 1 }).toString() as LocalDate
  }
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ days }).toString() as LocalDate
}

/** Days from `first` to `last`, both counted. */
export function daysBetween(first: LocalDate, last: LocalDate): number {
  return Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last)).days + 1
}

export function weekdayOf(day: LocalDate): Weekday {
  return Temporal.PlainDate.from(day).dayOfWeek as Weekday
}

/** First instant of a local day. */
export function startOfDay(day: LocalDate, timeZone: TimeZone): UtcSeconds {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(timeZone)
  return toUtcSeconds(Math.floor(start.epochMilliseconds / 1000))
}

/** Seconds by which local clocks are ahead of UTC at an instant; negative west of it. */
export function localOffsetAt(time: UtcSeconds, timeZone: TimeZone): number {
  return Math.round(zonedAt(time, timeZone).offsetNanoseconds / 1e9)
}

function zonedAt(time: UtcSeconds, timeZone: TimeZone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(time * 1000).toZonedDateTimeISO(timeZone)
}
