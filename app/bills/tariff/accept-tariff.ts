/**
 * Whether a household may agree to a tariff at all. What a tariff would open is judged here, when the contract is
 * accepted, and not when the bill comes (docs/bill-format.md 7): nobody has to refuse a bill that is already due.
 */

import { type LocalDate, daysBetween } from '../../domain/calendar'
import { utf8 } from '../../../crypto'
import type { Contract } from '../documents/contract-document'
import type { Tariff } from '../documents/tariff-document'
import { billingPeriods } from './billing-periods'
import { hasTooManyCells, planPeriod, smallCells } from './plan-period'

export type Refusal = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

type Terms = Pick<Contract, 'supplier' | 'currency' | 'zone' | 'first' | 'last' | 'index'>

/** Time segments of an index tariff: T is opened for no less than this, save at both ends of a contract. */
const MIN_INDEX_DAYS = 28
const MAX_CELL_NAME_BYTES = 64

/** Everything that speaks against it; empty when it may be accepted for the days from `from` on. */
export function refusalsOf(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  const found = [...mismatches(terms, tariff, from), ...indexRefusals(terms, tariff)]
  return found.length > 0 ? found : cellRefusals(terms, tariff, from)
}

/** Hash of the accepted tariff that holds over all of first..last; null where none does or it changes inside. */
export function acceptedTariffFor(contract: Contract, first: LocalDate, last: LocalDate): string | null {
  const index = contract.tariffs.filter(({ from }) => from <= first).length - 1
  const next = contract.tariffs[index + 1]
  return next && next.from <= last ? null : (contract.tariffs[index]?.hash ?? null)
}

function mismatches(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  const found: Refusal[] = []
  if (tariff.supplier !== terms.supplier.name) found.push(refusal('other-supplier', { supplier: tariff.supplier }))
  if (tariff.currency !== terms.currency) found.push(refusal('other-currency', { currency: tariff.currency }))
  if (tariff.zone !== terms.zone) found.push(refusal('other-zone', { zone: tariff.zone }))
  if (tariff.valid.from > from || tariff.valid.to < from) {
    found.push(refusal('not-valid-then', { from: tariff.valid.from, to: tariff.valid.to }))
  }
  if (!tariff.components.some(({ kind }) => kind === 'energy' || kind === 'index')) {
    found.push(refusal('no-price-for-energy'))
  }
  return found
}

/** A supplier that published the list itself could read single intervals from T (B28). */
function indexRefusals(terms: Terms, tariff: Tariff): readonly Refusal[] {
  if (!tariff.components.some(({ kind }) => kind === 'index')) return []
  if (terms.index === null) return [refusal('no-index-publisher')]
  const same = terms.index.key.every((byte, index) => byte === terms.supplier.key[index])
  return same ? [refusal('index-by-supplier')] : []
}

function cellRefusals(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  const indexed = tariff.components.some(({ kind }) => kind === 'index')
  for (const { first, last, short } of billingPeriods(terms, tariff.valid.to)) {
    if (last < from || last > tariff.valid.to) continue
    const plan = planPeriod(tariff, terms.zone, first, last)
    const small = smallCells(plan)[0]
    // A short first or last period needs the person's word anyway, for every one of its days.
    if (small && !short)
      return [refusal('cell-too-small', { cell: small.name, minutes: small.minutes, dates: small.dates })]
    if (hasTooManyCells(plan)) return [refusal('too-many-cells', { first })]
    const long = plan.cells.find(({ name }) => utf8(name).length > MAX_CELL_NAME_BYTES)
    if (long) return [refusal('cell-name-too-long', { cell: long.name })]
    const border = first === terms.first || last === terms.last
    if (indexed && !border && daysBetween(first, last) < MIN_INDEX_DAYS) return [refusal('period-too-short', { first })]
  }
  return []
}

function refusal(code: string, params: Refusal['params'] = {}): Refusal {
  return { code, params }
}
