/** What the first page says about today and this month. */

import type { Overview } from '../../contract/readings'
import {
  type LocalDate,
  addDays,
  daysBetween,
  localDateAt,
  monthOf,
  periodOfDays,
  weekdayOf
} from '../../domain/calendar'
import type { Period } from '../../domain/interval'
import { sumOfCosts } from './costs'
import { dayView } from './day-view'
import { type DayOfMonth, daysOfMonth, drawnOf } from './month-view'
import { percentile } from './percentile'
import { type ViewContext, readDay, windowOf } from './read-day'
import { milliOf } from './slots'
import { wattsOf } from './totals'
import { usualDay } from './usual-day'

type Month = NonNullable<Overview['month']>

/** Days from which the rest of the month is forecast. */
const FORECAST_DAYS = 56
/** With fewer days of one kind (workday, weekend) a forecast would be a guess. */
const FEWEST_DAYS = 3
const LOW = 0.25
const HIGH = 0.75

/** @param span first to last reading of the meter. */
export function overviewView(context: ViewContext, meterId: string, span: Period): Overview {
  const today = localDateAt(context.now, context.timeZone)
  const day = dayView(context, meterId, today, span)
  return {
    day,
    againstUsual: againstUsual(context, meterId, today),
    lastPower: lastPower(context, meterId, span),
    month: monthSoFar(context, meterId, today)
  }
}

/** Drawn so far against the median of usual days over the same slots; null where either is unknown. */
function againstUsual(context: ViewContext, meterId: string, today: LocalDate): number | null {
  const day = readDay(context, meterId, today, windowOf(context, meterId, periodOfDays(today, today, context.timeZone)))
  const usual = usualDay(context, meterId, today, day.grid)
  if (!usual) return null
  const differences = day.slots.flatMap(({ drawn }, index) => {
    const median = usual.median[index]
    return drawn === null || median === null || median === undefined ? [] : [drawn - median]
  })
  return differences.length === 0 ? null : Number(differences.reduce((sum, difference) => sum + difference, 0n))
}

function lastPower({ readings }: ViewContext, meterId: string, span: Period): number | null {
  const newest = readings.overlapping(meterId, 'drawn', { start: span.start, end: span.end }).at(-1)
  if (!newest) return null
  return wattsOf(milliOf(newest), newest.seconds)
}

function monthSoFar(context: ViewContext, meterId: string, today: LocalDate): Month | null {
  const { first, last } = monthOf(today)
  const days = daysOfMonth(context, meterId, first)
  const read = days.filter(({ day }) => drawnOf(day).length > 0)
  if (read.length === 0) return null
  const drawn = read.flatMap(({ day }) => drawnOf(day)).reduce((sum, energy) => sum + energy, 0n)
  const forecast = forecastOf(context, meterId, days, today, last)
  const before = daysOfMonth(context, meterId, monthOf(addDays(first, -1)).first)
  return {
    month: first,
    drawn: Number(drawn),
    cost: numberOf(sumOfCosts(read.map(({ cost }) => cost))),
    days: read.length,
    daysInMonth: days.length,
    forecastLow: numberOf(forecast?.low ?? null),
    forecastHigh: numberOf(forecast?.high ?? null),
    previousCost: numberOf(costOfDays(before))
  }
}

/** Cost of whole days; null where there is none or one has no price. */
function costOfDays(days: readonly DayOfMonth[]): bigint | null {
  const read = days.filter(({ day }) => drawnOf(day).length > 0)
  return read.length === 0 ? null : sumOfCosts(read.map(({ cost }) => cost))
}

/**
 * Cost of the days before today as it was, and for today and later what the middle half of the last eight weeks'
 * workdays or weekend days cost. Null without prices or with too few days of a kind.
 */
function forecastOf(
  context: ViewContext,
  meterId: string,
  days: readonly DayOfMonth[],
  today: LocalDate,
  last: LocalDate
): { readonly low: bigint; readonly high: bigint } | null {
  const past = days.filter(({ date, day }) => date < today && drawnOf(day).length > 0)
  const spent = sumOfCosts(past.map(({ cost }) => cost))
  const usual = usualCosts(context, meterId, today)
  if (spent === null || !usual) return null
  const rest = Array.from({ length: daysBetween(today, last) }, (_, index) => usual[kindOf(addDays(today, index))])
  return rest.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), {
    low: spent,
    high: spent
  })
}

type Kind = 'workday' | 'weekend'
type Range = { readonly low: bigint; readonly high: bigint }

function usualCosts(context: ViewContext, meterId: string, today: LocalDate): Readonly<Record<Kind, Range>> | null {
  const first = addDays(today, -FORECAST_DAYS)
  const window = windowOf(context, meterId, periodOfDays(first, addDays(today, -1), context.timeZone))
  const costs: Record<Kind, bigint[]> = { workday: [], weekend: [] }
  for (let index = 0; index < FORECAST_DAYS; index++) {
    const date = addDays(first, index)
    const day = readDay(context, meterId, date, window)
    if (day.slots.every(({ drawn }) => drawn !== null) && day.cost !== null) costs[kindOf(date)].push(day.cost)
  }
  const [workday, weekend] = [rangeOf(costs.workday), rangeOf(costs.weekend)]
  return workday && weekend ? { workday, weekend } : null
}

function rangeOf(costs: readonly bigint[]): Range | null {
  const [low, high] = [percentile(costs, LOW), percentile(costs, HIGH)]
  return costs.length < FEWEST_DAYS || low === null || high === null ? null : { low, high }
}

function kindOf(date: LocalDate): Kind {
  return weekdayOf(date) >= 6 ? 'weekend' : 'workday'
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}
