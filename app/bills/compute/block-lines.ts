/** Lines of a tariff whose price depends on how much the whole period used. */

import { daysBetween } from '../../domain/calendar'
import type { UnitExponent } from '../../domain/energy'
import { toAmount } from '../../domain/money'
import type { BillFigures } from '../compute-bill'
import type { BlockComponent } from '../documents/tariff-document'
import type { PeriodPlan } from '../tariff/plan-period'
import { splitByDays, stretchesOf } from '../tariff/price-steps'
import { rateChanges } from '../tariff/vat-rates'
import type { LineDraft } from './line-draft'

/** One line per block and price step, in order; a block that was not reached has a line of 0. */
export function blockLines(
  component: BlockComponent,
  plan: PeriodPlan,
  figures: BillFigures,
  unitExp: UnitExponent
): readonly LineDraft[] {
  const total = figures.cells.reduce((sum, cell) => sum + cell, 0n)
  const energies = blockEnergies(component, daysBetween(plan.first, plan.last), total, unitExp)
  return component.blocks.flatMap(({ name, prices }, block) => {
    const stretches = stretchesOf(prices, plan.first, plan.last, rateChanges(component.vat))
    const parts = splitByDays(energies[block] ?? 0n, stretches)
    return stretches.map((stretch, index) => {
      const energy = parts[index] ?? 0n
      const amount = toAmount(energy * stretch.price)
      return { ...stretch, window: name, energy, days: null, amount, shared: stretches.length > 1 }
    })
  })
}

/** How much of a total falls into each block; a limit per day counts as many times as the period has days. */
export function blockEnergies(
  { blocks, per }: BlockComponent,
  days: number,
  total: bigint,
  unitExp: UnitExponent
): readonly bigint[] {
  const scale = 10n ** BigInt(unitExp) * (per === 'day' ? BigInt(days) : 1n)
  let below = 0n
  return blocks.map(({ upTo }) => {
    const limit = upTo === null ? null : upTo * scale
    const reached = limit === null || total < limit ? total : limit
    const energy = reached - below
    below = reached
    return energy
  })
}
