/** When which tariff stage holds, as instants: the clock on the wall decides, also in the hour that occurs twice. */

import { type LocalDate, type TimeZone, addDays, localDateAt, localOffsetAt, periodOfDay } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import type { DaySwitch, TariffDay, TariffFile } from '../formats/ar2418/ar2418-document'

/** 23:45 by the clock on the wall. */
const LAST_QUARTER = 23 * 3600 + 45 * 60

/** From here on `stage` holds; null where the tariff says nothing of the date. */
export type StageStart = { readonly at: UtcSeconds; readonly stage: number | null }

/**
 * Ascending, the first at or before the start of the period; neighbours differ.
 * @param dayIds the days that speak of one direction; of a date they may name one only.
 */
export function stageStarts(
  { calendar, days }: Pick<TariffFile, 'calendar' | 'days'>,
  dayIds: ReadonlySet<string>,
  period: Period,
  timeZone: TimeZone
): readonly StageStart[] {
  const starts: StageStart[] = []
  const last = localDateAt(period.end, timeZone)
  for (let date = localDateAt(period.start, timeZone); date <= last; date = addDays(date, 1)) {
    const dayId = calendar.find((one) => one.date === date && dayIds.has(one.dayId))?.dayId
    const day = days.find(({ ids }) => dayId !== undefined && ids.includes(dayId))
    for (const start of startsOfDay(date, day, timeZone)) {
      if (starts.at(-1)?.stage !== start.stage) starts.push(start)
    }
  }
  return starts
}

/** TRuDI's rule: a change at 23:45 that is the last of its day is not seen, so that day ends as it was (ADR 21). */
export function hasUnseenSwitch({ switches }: TariffDay): boolean {
  const [before, last] = switches.slice(-2)
  return before !== undefined && last?.second === LAST_QUARTER && last.stage !== before.stage
}

/** The stage that holds at `from` and until `to`; null where it changes between them or nothing is known. */
export function stageBetween(starts: readonly StageStart[], from: UtcSeconds, to: UtcSeconds): number | null {
  let [known, found] = [-1, starts.length]
  while (found - known > 1) {
    const middle = (known + found) >> 1
    if ((starts[middle] as StageStart).at <= from) known = middle
    else found = middle
  }
  const next = starts[known + 1]
  return next && next.at < to ? null : (starts[known]?.stage ?? null)
}

function startsOfDay(date: LocalDate, day: TariffDay | undefined, timeZone: TimeZone): readonly StageStart[] {
  const { start, end } = periodOfDay(date, timeZone)
  if (!day) return [{ at: start, stage: null }]
  const change = clockChangeIn({ start, end }, timeZone)
  const spans =
    change === null
      ? [{ from: start, to: end }]
      : [
          { from: start, to: change },
          { from: change, to: end }
        ]
  const midnight = start + localOffsetAt(start, timeZone)
  const switches = seenSwitches(day)
  return spans.flatMap(({ from, to }) => {
    const offset = localOffsetAt(from, timeZone)
    const wall = from + offset - midnight
    const inside = switches
      .map(({ second, stage }) => ({ at: toUtcSeconds(midnight + second - offset), stage }))
      .filter(({ at }) => at > from && at < to)
    return [{ at: from, stage: stageBy(switches, wall) }, ...inside]
  })
}

function seenSwitches(day: TariffDay): readonly DaySwitch[] {
  return hasUnseenSwitch(day) ? day.switches.slice(0, -1) : day.switches
}

/** The stage of the last switch at or before a second of the day; null before the first. */
function stageBy(switches: readonly DaySwitch[], second: number): number | null {
  return switches.filter((one) => one.second <= second).at(-1)?.stage ?? null
}

/** First instant with another offset than the one before, by halving; null on a day of one offset. */
function clockChangeIn({ start, end }: Period, timeZone: TimeZone): UtcSeconds | null {
  const before = localOffsetAt(start, timeZone)
  if (localOffsetAt(end, timeZone) === before) return null
  let [known, found]: [number, number] = [start, end]
  while (found - known > 1) {
    const middle = toUtcSeconds(Math.floor((known + found) / 2))
    if (localOffsetAt(middle, timeZone) === before) known = middle
    else found = middle
  }
  return toUtcSeconds(found)
}
