/** Lines of what costs the same however much is used: fees per day and per month, single credits. */

import { type LocalDate, addDays, daysBetween, monthOf } from '../../domain/calendar'
import type { UnitExponent } from '../../domain/energy'
import { rdiv, toAmount } from '../../domain/money'
import type { CreditComponent, FeeComponent, MonthlyFeeComponent } from '../documents/tariff-document'
import { stretchesOf } from '../tariff/price-steps'
import { rateChanges } from '../tariff/vat-rates'
import type { DayRange, LineDraft } from './line-draft'

/** Units of 10^-unitExp nano-euro in a cent. */
const CENT_EXPONENT = 7

/** Days are counted in the local calendar; a day of 23 or 25 hours is one day. */
export function feeLines(
  { prices, vat }: FeeComponent,
  { first, last }: DayRange,
  unitExp: UnitExponent
): readonly LineDraft[] {
  return stretchesOf(prices, first, last, rateChanges(vat)).map((stretch) => {
    const days = daysBetween(stretch.first, stretch.last)
    const amount = toAmount(stretch.price * BigInt(days) * 10n ** BigInt(unitExp))
    return { ...stretch, window: null, energy: null, days, amount, shared: false }
  })
}

/** One line per calendar month and price step. */
export function monthlyFeeLines(
  { prices, vat }: MonthlyFeeComponent,
  { first, last }: DayRange,
  unitExp: UnitExponent
): readonly LineDraft[] {
  return monthsIn(first, last).flatMap((month) =>
    stretchesOf(prices, month.first, month.last, rateChanges(vat)).map((stretch) => {
      const days = daysBetween(stretch.first, stretch.last)
      const amount = toAmount(monthlyAmount(stretch.price, stretch.first, days, unitExp))
      return { ...stretch, window: null, energy: null, days, amount, shared: false }
    })
  )
}

/** The share of a month's fee for `days` days of the calendar month in which `first` lies. */
export function monthlyAmount(price: bigint, first: LocalDate, days: number, unitExp: number): bigint {
  const month = monthOf(first)
  return rdiv(price * BigInt(days) * 10n ** BigInt(unitExp), BigInt(daysBetween(month.first, month.last)))
}

/** A credit before VAT is a line on its day; one after VAT stands in the settlement. */
export function creditLines(
  { on, cents, tax }: CreditComponent,
  { first, last }: DayRange,
  unitExp: UnitExponent
): readonly LineDraft[] {
  if (tax === 'after' || on < first || on > last) return []
  const amount = toAmount(creditAmount(cents, unitExp))
  return [{ window: null, first: on, last: on, energy: null, days: null, price: cents, amount, shared: false }]
}

export function creditAmount(cents: bigint, unitExp: number): bigint {
  return cents * 10n ** BigInt(CENT_EXPONENT + unitExp)
}

function monthsIn(first: LocalDate, last: LocalDate): readonly DayRange[] {
  const months: DayRange[] = []
  for (let day = first; day <= last;) {
    const end = monthOf(day).last
    months.push({ first: day, last: end < last ? end : last })
    day = addDays(end, 1)
  }
  return months
}
