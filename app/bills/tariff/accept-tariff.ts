/**
 * Whether a household may agree to a tariff at all. What a tariff would open is judged here, when the contract is
 * accepted, and not when the bill comes (docs/bill-format.md 7): nobody has to refuse a bill that is already due.
 */

import { type LocalDate, addDays, daysBetween } from '../../domain/calendar'
import { utf8 } from '../../../crypto'
import { type Contract, obisName } from '../documents/contract-document'
import { type Tariff, registersOf } from '../documents/tariff-document'
import { type BillingPeriod, billingPeriods } from './billing-periods'
import { MIN_SEGMENT_DAYS, type PeriodPlan, hasTooManyCells, planPeriod, smallCells } from './plan-period'

export type Refusal = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

export type AcceptedDays = { readonly hash: string; readonly first: LocalDate; readonly last: LocalDate }

type Terms = Pick<Contract, 'supplier' | 'currency' | 'zone' | 'first' | 'last' | 'index'> &
  Partial<Pick<Contract, 'registers' | 'billing'>>

const MAX_CELL_NAME_BYTES = 64

/** Everything that speaks against it; empty when it may be accepted for the days from `from` on. */
export function refusalsOf(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  const found = [...mismatches(terms, tariff, from), ...indexRefusals(terms, tariff)]
  return found.length > 0 ? found : cellRefusals(terms, tariff, from)
}

/** The accepted tariffs of first..last with the days on which each holds; empty where some day has none. */
export function acceptedTariffsFor(
  contract: Pick<Contract, 'tariffs'>,
  first: LocalDate,
  last: LocalDate
): readonly AcceptedDays[] {
  const reaching = contract.tariffs.filter(({ from }, index) => {
    const next = contract.tariffs[index + 1]
    return from <= last && (!next || next.from > first)
  })
  if (reaching[0] === undefined || reaching[0].from > first) return []
  return reaching.map(({ hash, from }, index) => {
    const next = reaching[index + 1]
    return { hash, first: from > first ? from : first, last: next ? addDays(next.from, -1) : last }
  })
}

/** Hash of the accepted tariff that holds over all of first..last; null where none does or it changes inside. */
export function acceptedTariffFor(contract: Contract, first: LocalDate, last: LocalDate): string | null {
  const accepted = acceptedTariffsFor(contract, first, last)
  return accepted.length === 1 ? (accepted[0]?.hash ?? null) : null
}

function mismatches(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  const found: Refusal[] = []
  if (tariff.supplier !== terms.supplier.name) found.push(refusal('other-supplier', { supplier: tariff.supplier }))
  if (tariff.currency !== terms.currency) found.push(refusal('other-currency', { currency: tariff.currency }))
  if (tariff.zone !== terms.zone) found.push(refusal('other-zone', { zone: tariff.zone }))
  if (tariff.valid.from > from || tariff.valid.to < from) {
    found.push(refusal('not-valid-then', { from: tariff.valid.from, to: tariff.valid.to }))
  }
  if (!tariff.components.some(({ kind }) => kind === 'energy' || kind === 'index' || kind === 'block')) {
    found.push(refusal('no-price-for-energy'))
  }
  const missing = registersOf(tariff).find((obis) => terms.registers?.every((register) => register.obis !== obis))
  if (missing !== undefined) found.push(refusal('register-missing', { register: obisName(missing) }))
  return found
}

/** A supplier that published the list itself could read single intervals from T (B28). */
function indexRefusals(terms: Terms, tariff: Tariff): readonly Refusal[] {
  if (!tariff.components.some(({ kind }) => kind === 'index')) return []
  if (terms.index === null) return [refusal('no-index-publisher')]
  const same = terms.index.key.every((byte, index) => byte === terms.supplier.key[index])
  return same ? [refusal('index-by-supplier')] : []
}

/**
 * Nothing more is asked of an index tariff: a period is a month at least, save at both ends of a contract
 * (docs/adr/0046-an-index-tariff-changes-between-periods.md).
 */
function cellRefusals(terms: Terms, tariff: Tariff, from: LocalDate): readonly Refusal[] {
  for (const { first, last, short } of billingPeriods(terms, tariff.valid.to)) {
    if (last < from || last > tariff.valid.to) continue
    for (const obis of registersOf(tariff)) {
      const refused = planRefusal(planPeriod(tariff, terms.zone, first, last, obis), short)
      if (refused) return [refused]
    }
  }
  return []
}

function planRefusal(plan: PeriodPlan, short: boolean): Refusal | null {
  const small = smallCells(plan)[0]
  // A short first or last period needs the person's word anyway, for every one of its days.
  if (small && !short)
    return refusal('cell-too-small', { cell: small.name, minutes: small.minutes, dates: small.dates })
  if (hasTooManyCells(plan)) return refusal('too-many-cells', { first: plan.first })
  const long = plan.cells.find(({ name }) => utf8(name).length > MAX_CELL_NAME_BYTES)
  return long ? refusal('cell-name-too-long', { cell: long.name }) : null
}

/**
 * What speaks against a change of tariff within a period: each part is a time segment of its own, rounded the same
 * way, and T, which is opened once for a period, cannot be split.
 */
export function changeRefusals(
  parts: readonly { readonly tariff: Tariff; readonly first: LocalDate; readonly last: LocalDate }[],
  { short }: Pick<BillingPeriod, 'short'>
): readonly Refusal[] {
  if (parts.length < 2) return []
  const found: Refusal[] = []
  const tooShort = parts.find(({ first, last }) => !short && daysBetween(first, last) < MIN_SEGMENT_DAYS)
  if (tooShort) found.push(refusal('tariff-change-too-short', { first: tooShort.first, last: tooShort.last }))
  if (new Set(parts.map(({ tariff }) => tariff.rounding)).size > 1) found.push(refusal('other-rounding'))
  if (parts.some(({ tariff }) => tariff.components.some(({ kind }) => kind === 'index'))) {
    found.push(refusal('index-change-in-period'))
  }
  return found
}

/** What speaks against a contract as a whole: each of its tariffs, and each change that falls into a period. */
export function contractRefusals(contract: Contract, tariffOf: (hash: string) => Tariff | null): readonly Refusal[] {
  const found: Refusal[] = []
  let until: LocalDate = contract.first
  for (const { hash, from } of contract.tariffs) {
    const tariff = tariffOf(hash)
    if (!tariff) return [refusal('tariff-unknown', { from })]
    found.push(...refusalsOf(contract, tariff, from > contract.first ? from : contract.first))
    until = tariff.valid.to
  }
  for (const due of billingPeriods(contract, until)) {
    const parts = acceptedTariffsFor(contract, due.first, due.last).flatMap(({ hash, first, last }) => {
      const tariff = tariffOf(hash)
      return tariff ? [{ tariff, first, last }] : []
    })
    found.push(...changeRefusals(parts, due))
  }
  return found
}

function refusal(code: string, params: Refusal['params'] = {}): Refusal {
  return { code, params }
}
