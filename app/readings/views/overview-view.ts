/** What the first page says about today and this month. */

import type { Overview, ReadingsDay } from '../../contract/readings'
import { type LocalDate, addDays, daysBetween, localDateAt, monthOf, weekdayOf } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { dayView } from './day-view'
import { meterAt } from './meter-at'
import { percentile } from './percentile'
import { wattsOf } from './profile-totals'
import { newestIn } from './ranges-view'
import { readProfile } from './read-profile'
import { spanCosts } from './span-costs'
import { sumRows } from './span-rows'
import type { ViewContext } from './view-context'

type Month = NonNullable<Overview['month']>

/** Days from which the rest of the month is forecast. */
const FORECAST_DAYS = 56
/** With fewer days of one kind (workday, weekend) a forecast would be a guess. */
const FEWEST_DAYS = 3
const LONGEST_OF_POWER = 3600
const LOW = 0.25
const HIGH = 0.75
/** Prices of all days that the page speaks of are worked out at once. */
const ALL_DAYS = 200

/** @param span first to last reading of the meter. */
export function overviewView(context: ViewContext, meterId: string, span: Period): Overview {
  const today = localDateAt(context.now, context.timeZone)
  const newest = localDateAt(toUtcSeconds(newestOf(context, meterId, span) - 1), context.timeZone)
  // Files end days or months ago: an empty today would say that nothing was used.
  const date = newest < today ? newest : today
  const day = dayView(context, meterId, date, span, 'quarters')
  return {
    day,
    againstUsual: againstUsual(day),
    lastPower: lastPower(context, meterId),
    month: monthSoFar(context, meterId, date, today)
  }
}

/** End of its newest reading: a look at the register months later shows no day. */
function newestOf({ readings, partsOf }: ViewContext, meterId: string, span: Period): UtcSeconds {
  const ids = partsOf(meterId).map((part) => part.meterId)
  const own = readings.spans().filter((one) => ids.includes(one.meterId))
  return own.length === 0 ? span.end : newestIn(own)
}

/** Drawn so far against the median of usual days over the same slots; null where either is unknown. */
function againstUsual({ slots, usual }: ReadingsDay): number | null {
  const differences = slots.flatMap(({ drawn }, index) => {
    const median = usual?.median[index] ?? null
    return drawn === null || median === null ? [] : [drawn - median]
  })
  return differences.length === 0 ? null : differences.reduce((sum, difference) => sum + difference, 0)
}

function lastPower({ readings, profiles }: ViewContext, meterId: string): number | null {
  const span = readings.spans().find((one) => one.meterId === meterId && one.direction === 'drawn')
  const newest = span && profiles.across(meterId, 'drawn', toUtcSeconds(span.newest - 1))
  // The average of a day or a month is no power that anybody would see at a meter.
  return newest && newest.seconds <= LONGEST_OF_POWER ? wattsOf(newest.energy, newest.seconds) : null
}

type DayRow = {
  readonly date: LocalDate
  readonly drawn: number | null
  readonly cost: number | null
  /** Every slot of the day has an energy. */
  readonly isWhole: boolean
}

function dayRows(context: ViewContext, meterId: string, first: LocalDate, last: LocalDate): readonly DayRow[] {
  const profile = readProfile(context, meterId, first, last, { only: 'drawn' })
  const edges = profile.days.starts
  const { energies, covered } = sumRows(profile, profile.drawn, edges)
  const costs = spanCosts(context.prices, (time) => meterAt(context, meterId, time), profile, edges, ALL_DAYS)
  return profile.days.dates.map((date, row) => ({
    date,
    drawn: energies[row] ?? null,
    cost: costs.rows[row] ?? null,
    isWhole: covered[row] === (edges[row + 1] ?? 0) - (edges[row] ?? 0)
  }))
}

/** @param date the day that is shown @param today nothing is forecast for a month that is over */
function monthSoFar(context: ViewContext, meterId: string, date: LocalDate, today: LocalDate): Month | null {
  const { first, last } = monthOf(date)
  const before = monthOf(addDays(first, -1))
  const days = dayRows(context, meterId, first, last)
  const read = days.filter(({ drawn }) => drawn !== null)
  if (read.length === 0) return null
  const usual = dayRows(context, meterId, addDays(date, -FORECAST_DAYS), addDays(date, -1)).filter(
    ({ isWhole }) => isWhole
  )
  // Today is not over, so that it is still one of the days to come.
  const from = date === today ? today : addDays(date, 1)
  const past = read.filter((day) => day.date < from)
  const rest = Array.from({ length: Math.max(0, daysBetween(from, last)) }, (_, index) => addDays(from, index))
  const isOver = last < today
  const cost = isOver ? null : forecastOf(sumOf(past, 'cost'), usual, rest, 'cost')
  const drawn = isOver ? null : forecastOf(sumOf(past, 'drawn'), usual, rest, 'drawn')
  const previous = dayRows(context, meterId, before.first, before.last)
  return {
    month: first,
    drawn: sumOf(read, 'drawn') ?? 0,
    cost: sumOf(read, 'cost'),
    days: read.length,
    daysInMonth: days.length,
    forecastLow: cost?.low ?? null,
    forecastHigh: cost?.high ?? null,
    drawnLow: drawn?.low ?? null,
    drawnHigh: drawn?.high ?? null,
    // A month of which days are missing is no measure for this one.
    previousDrawn: sumOf(previous, 'drawn'),
    previousCost: sumOf(previous, 'cost')
  }
}

/** Null as soon as one day has none. */
function sumOf(days: readonly DayRow[], what: 'drawn' | 'cost'): number | null {
  return days.reduce<number | null>(
    (sum, { [what]: value }) => (sum === null || value === null ? null : sum + value),
    0
  )
}

type Range = { readonly low: number; readonly high: number }

/**
 * The days before today as they were, and for today and later what the middle half of the last eight weeks' workdays or
 * weekend days had. Null where a day before has no figure, or with too few days of a kind.
 */
function forecastOf(
  past: number | null,
  usual: readonly DayRow[],
  rest: readonly LocalDate[],
  what: 'drawn' | 'cost'
): Range | null {
  const ranges = { workday: rangeOf(usual, 'workday', what), weekend: rangeOf(usual, 'weekend', what) }
  if (past === null) return null
  return rest.reduce<Range | null>(
    (sum, date) => {
      const range = ranges[kindOf(date)]
      return sum && range && { low: sum.low + range.low, high: sum.high + range.high }
    },
    { low: past, high: past }
  )
}

type Kind = 'workday' | 'weekend'

function rangeOf(days: readonly DayRow[], kind: Kind, what: 'drawn' | 'cost'): Range | null {
  const values = days.flatMap((day) => (kindOf(day.date) === kind ? (day[what] ?? []) : []))
  const [low, high] = [percentile(values, LOW), percentile(values, HIGH)]
  return values.length < FEWEST_DAYS || low === null || high === null ? null : { low, high }
}

function kindOf(date: LocalDate): Kind {
  return weekdayOf(date) >= 6 ? 'weekend' : 'workday'
}
