/**
 * From the opened numbers to the total: lines, rounding, VAT. The same function serves the supplier, who issues,
 * and the household, who compares; the tests hold a plain computation of their own against both.
 */

import { type LocalDate, daysBetween } from '../domain/calendar'
import type { UnitExponent } from '../domain/energy'
import { type AmountUnits, type Cents, centsOf, rdiv, toAmount, toCents } from '../domain/money'
import type { EnergyComponent, FeeComponent, IndexComponent, LevyComponent, Tariff } from './documents/tariff-document'
import type { PeriodPlan } from './tariff/plan-period'
import { type PriceSteps, splitByDays, stretchesOf } from './tariff/price-steps'

/** What the household opens: the energy of each cell of the plan, and for an index tariff T. */
export type BillFigures = {
  /** In the order of the plan's cells, units of 10^-unitExp Wh. */
  readonly cells: readonly bigint[]
  /** T = SUM p * v in units of 10^-unitExp nano-euro; null without an index component. */
  readonly indexAmount: bigint | null
}

export type ComputedLine = {
  readonly kind: 'energy' | 'levy' | 'index' | 'fixed-fee'
  readonly component: string
  /** Null for what has no windows. */
  readonly window: string | null
  /** Days of the period on which the price is in force. */
  readonly first: LocalDate
  readonly last: LocalDate
  readonly energy: bigint | null
  readonly days: number | null
  /** Nano-euro per Wh, or per day; null for an index component. */
  readonly price: bigint | null
  readonly amount: AmountUnits
  /** Null where only the net total is rounded. */
  readonly cents: Cents | null
  /** Rate of the VAT in basis points. */
  readonly vat: number
  /** The price changed inside a cell, so the energy is shared by days. */
  readonly shared: boolean
}

export type ComputedTax = { readonly rate: number; readonly net: Cents; readonly vat: Cents }

export type ComputedBill = {
  readonly lines: readonly ComputedLine[]
  /** One per rate, in the order in which the rates appear in the tariff. */
  readonly taxes: readonly ComputedTax[]
  readonly total: Cents
}

/**
 * @param tariff prices; its windows are those that `plan` was made from.
 * @throws RangeError when the figures are not those of the plan.
 */
export function computeBill(
  tariff: Tariff,
  plan: PeriodPlan,
  figures: BillFigures,
  unitExp: UnitExponent
): ComputedBill {
  if (figures.cells.length !== plan.cells.length) throw new RangeError('figures: one energy per cell wanted')
  let energyIndex = 0
  const lines = tariff.components.flatMap((component): readonly ComputedLine[] => {
    const drafts = ((): readonly Draft[] => {
      switch (component.kind) {
        case 'energy':
          return energyLines(component, energyIndex++, plan, figures)
        case 'levy':
          return levyLines(component, plan, figures)
        case 'index':
          return indexLines(component, plan, figures)
        case 'fixed-fee':
          return feeLines(component, plan, unitExp)
      }
    })()
    return drafts.map((draft) => ({
      ...draft,
      kind: component.kind,
      component: component.name,
      vat: component.vat,
      cents: tariff.rounding === 'per-line' ? centsOf(draft.amount, unitExp) : null
    }))
  })
  return { lines, ...totalsOf(lines, unitExp) }
}

/** Net and VAT per rate, on the cents of that rate, and their sum. */
export function totalsOf(
  lines: readonly Pick<ComputedLine, 'amount' | 'cents' | 'vat'>[],
  unitExp: UnitExponent
): Pick<ComputedBill, 'taxes' | 'total'> {
  const rates = [...new Set(lines.map(({ vat }) => vat))]
  const taxes = rates.map((rate) => {
    const ofRate = lines.filter(({ vat }) => vat === rate)
    // Where only the net total is rounded, the exact amounts are added first.
    const exact = ofRate.reduce((sum, line) => sum + (line.cents === null ? line.amount : 0n), 0n)
    const rounded = ofRate.reduce((sum, line) => sum + (line.cents ?? 0n), 0n)
    const net = toCents(rounded + centsOf(toAmount(exact), unitExp))
    return { rate, net, vat: toCents(rdiv(net * BigInt(rate), 10_000n)) }
  })
  return { taxes, total: toCents(taxes.reduce((sum, { net, vat }) => sum + net + vat, 0n)) }
}

type Draft = Omit<ComputedLine, 'kind' | 'component' | 'vat' | 'cents'>

/** A share of some cell's energy in one window on the days of one price. */
type Share = Pick<ComputedLine, 'first' | 'last' | 'energy' | 'price' | 'shared'>

/** One line per window and price step; several cells may add to one line. */
function energyLines(
  component: EnergyComponent,
  energyIndex: number,
  plan: PeriodPlan,
  figures: BillFigures
): readonly Draft[] {
  return component.windows.flatMap((window, windowIndex) => {
    const shares = plan.cells.flatMap((cell, index) =>
      cell.windows[energyIndex] === windowIndex
        ? sharesOf(window.prices, cell.first, cell.last, figures.cells[index] ?? 0n)
        : []
    )
    return joinShares(window.prices, plan, window.name, shares)
  })
}

function levyLines(component: LevyComponent, plan: PeriodPlan, figures: BillFigures): readonly Draft[] {
  const shares = plan.cells.flatMap((cell, index) =>
    sharesOf(component.prices, cell.first, cell.last, figures.cells[index] ?? 0n)
  )
  return joinShares(component.prices, plan, null, shares)
}

function sharesOf(prices: PriceSteps, first: LocalDate, last: LocalDate, energy: bigint): readonly Share[] {
  const stretches = stretchesOf(prices, first, last)
  const parts = splitByDays(energy, stretches)
  return stretches.map((stretch, index) => ({
    ...stretch,
    energy: parts[index] ?? 0n,
    shared: stretches.length > 1
  }))
}

function joinShares(
  prices: PriceSteps,
  plan: PeriodPlan,
  window: string | null,
  shares: readonly Share[]
): readonly Draft[] {
  return stretchesOf(prices, plan.first, plan.last).flatMap((stretch) => {
    const mine = shares.filter(({ first, last }) => first >= stretch.first && last <= stretch.last)
    if (mine.length === 0) return []
    const energy = mine.reduce((sum, share) => sum + (share.energy ?? 0n), 0n)
    const shared = mine.some((share) => share.shared)
    return [{ ...stretch, window, energy, days: null, amount: toAmount(energy * stretch.price), shared }]
  })
}

function indexLines(component: IndexComponent, plan: PeriodPlan, figures: BillFigures): readonly Draft[] {
  if (figures.indexAmount === null) throw new RangeError(`figures: ${component.name} needs the index amount`)
  const energy = figures.cells.reduce((sum, cell) => sum + cell, 0n)
  const { first, last } = plan
  const amount = toAmount(figures.indexAmount)
  return [{ first, last, window: null, energy, days: null, price: null, amount, shared: false }]
}

/** Days are counted in the local calendar; a day of 23 or 25 hours is one day. */
function feeLines(component: FeeComponent, plan: PeriodPlan, unitExp: UnitExponent): readonly Draft[] {
  return stretchesOf(component.prices, plan.first, plan.last).map((stretch) => {
    const days = daysBetween(stretch.first, stretch.last)
    const amount = toAmount(stretch.price * BigInt(days) * 10n ** BigInt(unitExp))
    return { ...stretch, window: null, energy: null, days, amount, shared: false }
  })
}
