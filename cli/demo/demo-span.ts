/** Which days a demo lives through, and which intervals the meters need for them. */

import { type BillingPeriod, billingPeriods } from '../../app/bills/tariff/billing-periods'
import {
  type LocalDate,
  type TimeZone,
  addDays,
  daysBetween,
  localDateAt,
  startOfDay,
  weekdayOf
} from '../../app/domain/calendar'
import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import { AppError } from '../../app/app-error'
import type { PriceTable } from '../../services/supplier/publish-index'

export type DemoSpan = {
  readonly first: LocalDate
  readonly last: LocalDate
  /** Local midnight of the first day: the meters' lives begin. */
  readonly start: UtcSeconds
  /** Local midnight after the last day. */
  readonly end: UtcSeconds
  /** First whole UTC day. */
  readonly firstUtcDay: number
  /** Whole UTC days with rounds: `days`, or one less where the data ends with the last local day. */
  readonly roundDays: number
  /** Periods with a bill, in order: shorter ones would need a person's word. */
  readonly billed: readonly BillingPeriod[]
}

const DEFAULT_FIRST = '2026-03-01' as LocalDate

/**
 * @param firstStamp first time stamp of replayed data read as UTC, or null for generated loads.
 * @param dataSeconds how long the data goes on, or null for ever.
 * @throws AppError demo-prices-too-short, load-file-too-short.
 */
export function demoSpan(
  zone: TimeZone,
  days: number,
  firstStamp: UtcSeconds | null,
  dataSeconds: number | null,
  prices: PriceTable | null
): DemoSpan {
  const first = firstDay(zone, days, firstStamp, prices)
  const last = addDays(first, days - 1)
  const start = startOfDay(first, zone)
  const end = startOfDay(addDays(first, days), zone)
  const dataEnd = dataSeconds === null ? Infinity : start + dataSeconds
  if (dataEnd < end)
    throw new AppError('load-file-too-short', { name: '', days: Math.floor((dataSeconds ?? 0) / SECONDS_PER_DAY) })
  const firstUtcDay = utcDayOf(toUtcSeconds(start + SECONDS_PER_DAY - 1))
  const whole = Math.min(days, Math.floor((dataEnd - startOfUtcDay(firstUtcDay)) / SECONDS_PER_DAY))
  const billed = billingPeriods({ first, last }, last).filter(({ short }) => !short)
  return { first, last, start, end, firstUtcDay, roundDays: whole, billed }
}

/** Intervals a meter needs from the start to the end of the last day, local or UTC. */
export function intervalsNeeded({ start, end, firstUtcDay, roundDays }: DemoSpan, seconds: number): number {
  return (Math.max(end, startOfUtcDay(firstUtcDay + roundDays)) - start) / seconds
}

/**
 * Generated loads: the default day, or the first of a month with prices. Real loads: whole weeks later, the same day of
 * the year where prices reach it, else the nearest week.
 */
function firstDay(zone: TimeZone, days: number, firstStamp: UtcSeconds | null, prices: PriceTable | null): LocalDate {
  const candidates = [...possibleDays(zone, days, prices)]
  const recorded = firstStamp === null ? null : localDateAt(firstStamp, 'UTC' as TimeZone)
  const fitting = recorded === null ? candidates : candidates.filter((day) => weekdayOf(day) === weekdayOf(recorded))
  const wanted = recorded === null ? DEFAULT_FIRST.slice(4) : recorded.slice(4)
  const best = fitting
    .map((day) => ({ day, distance: distanceOf(day, wanted) }))
    .sort((a, b) => a.distance - b.distance)[0]
  if (!best) throw new AppError('demo-prices-too-short', { days })
  return best.day
}

function* possibleDays(zone: TimeZone, days: number, prices: PriceTable | null): Generator<LocalDate> {
  const from = prices
    ? localDateAt(toUtcSeconds(prices.start + SECONDS_PER_DAY - 1), zone)
    : ('2026-01-01' as LocalDate)
  const end = prices
    ? toUtcSeconds(prices.start + prices.prices.length * prices.seconds)
    : startOfDay('2027-01-01' as LocalDate, zone)
  for (let day = from; startOfDay(addDays(day, days), zone) <= end; day = addDays(day, 1)) yield day
}

/** Days between a day and the same calendar day -MM-DD of its own or a neighbouring year. */
function distanceOf(day: LocalDate, monthAndDay: string): number {
  const year = Number(day.slice(0, 4))
  const others = [year - 1, year, year + 1].map(
    (each) => `${each}${monthAndDay === '-02-29' ? '-02-28' : monthAndDay}` as LocalDate
  )
  return Math.min(...others.map((other) => Math.abs(daysBetween(other, day) - 1)))
}
