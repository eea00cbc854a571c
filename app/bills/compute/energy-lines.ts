/** Lines of what is priced by energy as it was opened: windows, levies, the index. */

import { toAmount } from '../../domain/money'
import type { BillFigures } from '../compute-bill'
import type { EnergyComponent, IndexComponent, LevyComponent, VatRates } from '../documents/tariff-document'
import type { PeriodPlan } from '../tariff/plan-period'
import { type PriceSteps, splitByDays, stretchesOf } from '../tariff/price-steps'
import { rateChanges } from '../tariff/vat-rates'
import type { DayRange, LineDraft } from './line-draft'

type Priced = { readonly prices: PriceSteps; readonly vat: VatRates }

/** A share of some cell's energy on the days of one price. */
type Share = Pick<LineDraft, 'first' | 'last' | 'price' | 'shared'> & { readonly energy: bigint }

/**
 * One line per window and price step; several cells may add to one line.
 * @param place position of the component's window in a cell's windows.
 */
export function energyLines(
  { windows, vat }: EnergyComponent,
  place: number,
  plan: PeriodPlan,
  figures: BillFigures
): readonly LineDraft[] {
  return windows.flatMap(({ name, prices }, windowIndex) => {
    const priced = { prices, vat }
    const shares = plan.cells.flatMap((cell, index) =>
      cell.windows[place] === windowIndex ? sharesOf(priced, cell, figures.cells[index] ?? 0n) : []
    )
    return joinShares(priced, plan, name, shares)
  })
}

export function levyLines(component: LevyComponent, plan: PeriodPlan, figures: BillFigures): readonly LineDraft[] {
  const shares = plan.cells.flatMap((cell, index) => sharesOf(component, cell, figures.cells[index] ?? 0n))
  return joinShares(component, plan, null, shares)
}

/** One line; where the VAT changes within the period, T and its energy are shared by days. */
export function indexLines(component: IndexComponent, plan: PeriodPlan, figures: BillFigures): readonly LineDraft[] {
  if (figures.indexAmount === null) throw new RangeError(`figures: ${component.name} needs the index amount`)
  const energy = figures.cells.reduce((sum, cell) => sum + cell, 0n)
  const steps = [{ from: plan.first, price: 0n }]
  const stretches = stretchesOf(steps, plan.first, plan.last, rateChanges(component.vat))
  const energies = splitByDays(energy, stretches)
  const amounts = splitByDays(figures.indexAmount, stretches)
  return stretches.map(({ first, last }, index) => ({
    first,
    last,
    window: null,
    energy: energies[index] ?? 0n,
    days: null,
    price: null,
    amount: toAmount(amounts[index] ?? 0n),
    shared: stretches.length > 1
  }))
}

function sharesOf({ prices, vat }: Priced, { first, last }: DayRange, energy: bigint): readonly Share[] {
  const stretches = stretchesOf(prices, first, last, rateChanges(vat))
  const parts = splitByDays(energy, stretches)
  return stretches.map((stretch, index) => ({
    ...stretch,
    energy: parts[index] ?? 0n,
    shared: stretches.length > 1
  }))
}

function joinShares(
  { prices, vat }: Priced,
  plan: PeriodPlan,
  window: string | null,
  shares: readonly Share[]
): readonly LineDraft[] {
  return stretchesOf(prices, plan.first, plan.last, rateChanges(vat)).flatMap((stretch) => {
    const mine = shares.filter(({ first, last }) => first >= stretch.first && last <= stretch.last)
    if (mine.length === 0) return []
    const energy = mine.reduce((sum, share) => sum + share.energy, 0n)
    const shared = mine.some((share) => share.shared)
    return [{ ...stretch, window, energy, days: null, amount: toAmount(energy * stretch.price), shared }]
  })
}
