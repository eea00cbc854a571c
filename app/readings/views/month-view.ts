/** The Readings page of one month: a sum per day. */

import type { ReadingsMonth } from '../../contract/readings'
import { type LocalDate, addDays, daysBetween, monthOf, periodOfDays } from '../../domain/calendar'
import type { Period } from '../../domain/interval'
import { sumOfCosts } from './costs'
import { longInside } from './day-view'
import { type DaySlots, type ViewContext, expectedSlots, readDay, windowOf } from './read-day'
import { sumOrNull, totalsOf } from './totals'

type MonthDay = ReadingsMonth['days'][number]

export type DayOfMonth = { readonly date: LocalDate; readonly day: DaySlots; readonly cost: bigint | null }

/** @param month any day of the month. @param span first to last reading of the meter. */
export function monthView(context: ViewContext, meterId: string, month: LocalDate, span: Period): ReadingsMonth {
  const { first } = monthOf(month)
  const days = daysOfMonth(context, meterId, first)
  const before = daysOfMonth({ ...context, prices: null }, meterId, monthOf(addDays(first, -1)).first)
  const shown = days.map((one) => monthDay(context, one, span))
  return {
    meterId,
    month: first,
    timeZone: context.timeZone,
    days: shown,
    totals: totalsOf({
      slots: days.flatMap(({ day }) => day.slots),
      longDrawn: days.flatMap(({ day }) => longInside(day, day.drawn.long)),
      longFedIn: days.flatMap(({ day }) => longInside(day, day.fedIn.long)),
      cost: sumOfCosts(days.filter(({ day }) => hasDrawn(day)).map(({ cost }) => cost)),
      expected: shown.reduce((sum, { expected }) => sum + expected, 0)
    }),
    previousDrawn: sumOrNull(before.flatMap(({ day }) => drawnOf(day)))
  }
}

/** All days of the month that begins on `first`, from one look at the store. */
export function daysOfMonth(context: ViewContext, meterId: string, first: LocalDate): readonly DayOfMonth[] {
  const { last } = monthOf(first)
  const window = windowOf(context, meterId, periodOfDays(first, last, context.timeZone))
  return Array.from({ length: daysBetween(first, last) }, (_, index) => {
    const date = addDays(first, index)
    const day = readDay(context, meterId, date, window)
    return { date, day, cost: hasDrawn(day) ? day.cost : null }
  })
}

/** Energies drawn on a day, sums over gaps included. */
export function drawnOf(day: DaySlots): bigint[] {
  return [...day.slots.flatMap(({ drawn }) => drawn ?? []), ...longInside(day, day.drawn.long)]
}

function monthDay(context: ViewContext, { date, day, cost }: DayOfMonth, span: Period): MonthDay {
  const fedIn = [...day.slots.flatMap((slot) => slot.fedIn ?? []), ...longInside(day, day.fedIn.long)]
  return {
    date,
    drawn: sumOrNull(drawnOf(day)),
    fedIn: sumOrNull(fedIn),
    cost: cost === null ? null : Number(cost),
    measured: day.slots.filter(({ drawn, fedIn: fed }) => drawn !== null || fed !== null).length,
    expected: expectedSlots(day, context.now, span)
  }
}

function hasDrawn(day: DaySlots): boolean {
  return day.slots.some(({ drawn }) => drawn !== null)
}
