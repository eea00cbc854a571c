/** A zone's clock as LocalTimeParameters of ESPI write it: offsets in seconds, the two changes of a year as 32 bits. */

import { Temporal } from 'temporal-polyfill'
import { type TimeZone, localDateAt, localOffsetAt, startOfDay, toLocalDate } from '../../../domain/calendar'
import { SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../../../domain/interval'

/** What a zone without summer time has for its rules. */
const NO_RULE = 'FFFFFFFF'
const HALF_HOUR = 1800
/** DstRuleType: the last such weekday of the month; the n-th is n + 1. */
const LAST = 7

export type ClockRules = {
  /** East of UTC, without summer time. */
  readonly offset: number
  /** What summer time adds. */
  readonly summer: number
  readonly start: string
  readonly end: string
}

/** As it is in the year of `time`. */
export function clockRules(timeZone: TimeZone, time: UtcSeconds): ClockRules {
  const year = localDateAt(time, timeZone).slice(0, 4)
  const first = startOfDay(toLocalDate(`${year}-01-01`), timeZone)
  const last = startOfDay(toLocalDate(`${year}-12-31`), timeZone)
  const changes = changesBetween(first, last, timeZone)
  const offsets = changes.map(({ at }) => localOffsetAt(at, timeZone))
  const begins = changes.find(({ by }) => by > 0)
  const ends = changes.find(({ by }) => by < 0)
  if (changes.length !== 2 || !begins || !ends)
    return { offset: localOffsetAt(first, timeZone), summer: 0, start: NO_RULE, end: NO_RULE }
  const offset = Math.min(...offsets)
  const summer = Math.max(...offsets) - offset
  return { offset, summer, start: ruleOf(begins.at, offset), end: ruleOf(ends.at, offset + summer) }
}

/** All clocks that change do so at a full or half hour. */
function changesBetween(
  first: UtcSeconds,
  last: UtcSeconds,
  timeZone: TimeZone
): readonly { readonly at: UtcSeconds; readonly by: number }[] {
  const changes: { readonly at: UtcSeconds; readonly by: number }[] = []
  for (let day = first; day < last; day = toUtcSeconds(day + SECONDS_PER_DAY)) {
    const [before, after] = [day, toUtcSeconds(day + SECONDS_PER_DAY)].map((at) => localOffsetAt(at, timeZone)) as [
      number,
      number
    ]
    let at = day
    while (before !== after && localOffsetAt(at, timeZone) === before) at = toUtcSeconds(at + HALF_HOUR)
    if (before !== after) changes.push({ at, by: after - before })
  }
  return changes
}

/** Month, which weekday of it, hour and second by the clock that is about to change (ESPI, DstRuleType). */
function ruleOf(at: UtcSeconds, offset: number): string {
  const wall = Temporal.Instant.fromEpochMilliseconds((at + offset) * 1000).toZonedDateTimeISO('UTC')
  const isLast = wall.day + 7 > wall.daysInMonth
  const operator = isLast ? LAST : Math.ceil(wall.day / 7) + 1
  const parts = [
    [wall.month, 28],
    [operator, 25],
    [wall.dayOfWeek, 17],
    [wall.hour, 12],
    [wall.minute * 60 + wall.second, 0]
  ] as const
  const bits = parts.reduce((sum, [value, shift]) => sum + value * 2 ** shift, 0)
  return bits.toString(16).toUpperCase().padStart(8, '0')
}
