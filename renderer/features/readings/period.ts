/** Which days a period has, what is before and after it, and what it is compared with. */

import {
  addDays,
  addMonths,
  addYears,
  daysBetween,
  firstOfMonth,
  firstOfWeek,
  firstOfYear
} from '../../format/local-date'

export type PeriodKind = 'day' | 'week' | 'month' | 'year' | 'range'
export type Comparison = 'before' | 'year' | 'none'
export type Days = { readonly first: string; readonly last: string }

const WEEK = 7
/** Whole weeks, so that weekdays stand beside weekdays. */
const YEAR_OF_WEEKS = 364

/** @param chosen days of a free range */
export function periodOf(kind: PeriodKind, date: string, chosen: Days): Days {
  if (kind === 'week') return { first: firstOfWeek(date), last: addDays(firstOfWeek(date), WEEK - 1) }
  if (kind === 'month') return { first: firstOfMonth(date), last: addDays(addMonths(date, 1), -1) }
  if (kind === 'year') return { first: firstOfYear(date), last: addDays(firstOfYear(addYears(date, 1)), -1) }
  return kind === 'range' ? chosen : { first: date, last: date }
}

/** A day of the period before or after. */
export function stepFrom(kind: PeriodKind, date: string, direction: 1 | -1): string {
  if (kind === 'week') return addDays(date, WEEK * direction)
  if (kind === 'month') return addMonths(date, direction)
  if (kind === 'year') return addYears(date, direction)
  return addDays(date, direction)
}

/** A free range moves by its own length. */
export function shifted({ first, last }: Days, direction: 1 | -1): Days {
  const by = daysBetween(first, last) * direction
  return { first: addDays(first, by), last: addDays(last, by) }
}

export function comparedDays(kind: PeriodKind, with_: Comparison, days: Days): Days | null {
  if (with_ === 'none') return null
  if (with_ === 'before') {
    if (kind === 'range') return shifted(days, -1)
    return periodOf(kind, stepFrom(kind, days.first, -1), days)
  }
  if (kind === 'week') return { first: addDays(days.first, -YEAR_OF_WEEKS), last: addDays(days.last, -YEAR_OF_WEEKS) }
  if (kind === 'range') return { first: addYears(days.first, -1), last: addYears(days.last, -1) }
  return periodOf(kind, addYears(days.first, -1), days)
}

/** What a period can be compared with. */
export function comparisonsOf(kind: PeriodKind): readonly Comparison[] {
  return kind === 'day' || kind === 'year' ? ['before', 'none'] : ['before', 'year', 'none']
}
