/** The billing calendar of a contract: calendar months, quarters or years, cut by its first and last day. */

import { type LocalDate, addDays, daysBetween, monthOf, toLocalDate } from '../../domain/calendar'
import type { Contract } from '../documents/contract-document'

export type BillingPeriod = {
  readonly first: LocalDate
  readonly last: LocalDate
  /** Shorter than 14 days: what it opens speaks of few days, so it needs a word of the person. */
  readonly short: boolean
}

const SHORT_DAYS = 14
/** A first or last rest shorter than this has no bill of its own. */
const MIN_DAYS = 3

type Terms = Pick<Contract, 'first' | 'last'> & { readonly billing?: Contract['billing'] }

/** Two units further than asked, because a rest at either end belongs to its neighbour. */
const AHEAD_DAYS = { 'calendar-month': 62, 'calendar-quarter': 186, 'calendar-year': 734 } as const

/** Periods that begin on or before `until`, in order. */
export function billingPeriods(terms: Terms, until: LocalDate): readonly BillingPeriod[] {
  const ahead = AHEAD_DAYS[terms.billing ?? 'calendar-month']
  return joinRests(unitsOf(terms, addDays(until, ahead)), terms)
    .filter(({ first }) => first <= until)
    .map((month) => ({ ...month, short: daysBetween(month.first, month.last) < SHORT_DAYS }))
}

/** The period that begins on a day; null where none does. */
export function billingPeriodFrom(terms: Terms, first: LocalDate): BillingPeriod | null {
  return billingPeriods(terms, first).find((period) => period.first === first) ?? null
}

type Days = { readonly first: LocalDate; readonly last: LocalDate }

function unitsOf(terms: Terms, until: LocalDate): readonly Days[] {
  const end = terms.last !== null && terms.last < until ? terms.last : until
  const months: Days[] = []
  for (let first = terms.first; first <= end;) {
    const unitEnd = lastOfUnit(first, terms.billing ?? 'calendar-month')
    const last = terms.last !== null && terms.last < unitEnd ? terms.last : unitEnd
    months.push({ first, last })
    first = addDays(last, 1)
  }
  return months
}

function lastOfUnit(day: LocalDate, billing: Contract['billing']): LocalDate {
  if (billing === 'calendar-month') return monthOf(day).last
  const month = billing === 'calendar-year' ? 12 : Math.ceil(Number(day.slice(5, 7)) / 3) * 3
  return monthOf(toLocalDate(`${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`)).last
}

/** A rest of one or two days belongs to the month after it; at the end of the contract to the one before. */
function joinRests(months: readonly Days[], terms: Terms): readonly Days[] {
  const joined = [...months]
  const [head, next] = joined
  if (head && next && isRest(head)) joined.splice(0, 2, { first: head.first, last: next.last })
  const [before, tail] = joined.slice(-2)
  if (before && tail && tail.last === terms.last && isRest(tail)) {
    joined.splice(-2, 2, { first: before.first, last: tail.last })
  }
  return joined
}

function isRest({ first, last }: Days): boolean {
  return daysBetween(first, last) < MIN_DAYS
}
