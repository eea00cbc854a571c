/** The VAT rate of a component: one for ever, or one from each day on which it changes. */

import type { LocalDate } from '../../domain/calendar'
import type { VatRates } from '../documents/tariff-document'

/** Basis points in force on a day. */
export function rateOn(vat: VatRates, day: LocalDate): number {
  if (typeof vat === 'number') return vat
  return vat.filter(({ from }) => from <= day).at(-1)?.rate ?? 0
}

/** Days on which the rate changes. */
export function rateChanges(vat: VatRates): readonly LocalDate[] {
  return typeof vat === 'number' ? [] : vat.map(({ from }) => from)
}
