/** The Readings page of one day. */

import type { ReadingsDay } from '../../contract/readings'
import { type LocalDate, addDays, periodOfDay } from '../../domain/calendar'
import { type Period, toUtcSeconds } from '../../domain/interval'
import type { ReadingQuality } from '../reading-store'
import { clockChangeIn } from './clock-change'
import { gapsOf } from './day-gaps'
import { type DaySlots, type ViewContext, expectedSlots, readDay, windowOf } from './read-day'
import { sumOrNull, totalsOf } from './totals'
import { drawnByMinute, usualDay } from './usual-day'

/** How far back the slot length is looked for when the day itself has no readings. */
const LOOK_BACK_SECONDS = 14 * 86_400
const MOST_BANDS = 100

/** @param span first to last reading of the meter. */
export function dayView(context: ViewContext, meterId: string, date: LocalDate, span: Period): ReadingsDay {
  const period = periodOfDay(date, context.timeZone)
  const start = toUtcSeconds(Math.max(0, period.start - LOOK_BACK_SECONDS))
  const day = readDay(context, meterId, date, windowOf(context, meterId, { start, end: period.end }))
  const before = drawnByMinute(context, meterId, addDays(date, -1), day.grid.seconds)
  const usual = usualDay(context, meterId, date, day.grid)
  const numbers = (values: readonly (bigint | null)[]): (number | null)[] =>
    values.map((value) => (value === null ? null : Number(value)))
  return {
    meterId,
    date,
    timeZone: context.timeZone,
    seconds: day.grid.seconds,
    slots: slotsOf(day),
    clockChange: clockChangeIn(period, context.timeZone),
    bands: day.bands.slice(0, MOST_BANDS).map((band) => ({ ...band })),
    gaps: gapsOf(day, span),
    totals: totalsOf({
      slots: day.slots,
      longDrawn: longInside(day, day.drawn.long),
      longFedIn: longInside(day, day.fedIn.long),
      cost: day.cost,
      expected: expectedSlots(day, context.now, span)
    }),
    previous: numbers(day.grid.minutes.map((minute) => before.get(minute) ?? null)),
    previousDrawn: sumOrNull([...before.values()]),
    usual: usual && { low: numbers(usual.low), median: numbers(usual.median), high: numbers(usual.high) }
  }
}

/** Sums that lie inside the day whole; a sum over midnight cannot be shared out. */
export function longInside(day: DaySlots, long: DaySlots['drawn']['long']): bigint[] {
  const { start, end } = day.grid.period
  return long.filter(({ period }) => period.start >= start && period.end <= end).map(({ energy }) => energy)
}

function slotsOf({ slots, drawn, fedIn, costs }: DaySlots): ReadingsDay['slots'] {
  return slots.map((slot, index) => ({
    start: slot.start,
    seconds: slot.seconds,
    drawn: slot.drawn === null ? null : Number(slot.drawn),
    fedIn: slot.fedIn === null ? null : Number(slot.fedIn),
    quality: qualityOf(
      slot.drawn === null ? null : drawn.slots[index]?.quality,
      slot.fedIn === null ? null : fedIn.slots[index]?.quality
    ),
    cost: costs[index] === null || costs[index] === undefined ? null : Number(costs[index])
  }))
}

/** The worse of the two directions. */
function qualityOf(
  drawn: ReadingQuality | null | undefined,
  fedIn: ReadingQuality | null | undefined
): ReadingsDay['slots'][number]['quality'] {
  const both = [drawn, fedIn].filter((quality) => quality !== null && quality !== undefined)
  const [first] = both
  if (!first) return 'missing'
  return both.find((quality) => quality === 'substituted') ?? both.find((quality) => quality === 'estimated') ?? first
}
