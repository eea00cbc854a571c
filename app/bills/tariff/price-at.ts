/** The price of a moment over all components: what views show, and what a gap across prices can matter. */

import type { UtcSeconds } from '../../domain/interval'
import { rdiv } from '../../domain/money'
import type { IndexList } from '../documents/index-document'
import type { Tariff } from '../documents/tariff-document'
import { indexPriceAt } from './index-price'
import type { PeriodPlan } from './plan-period'
import { priceOn } from './price-steps'

export type MomentPrice = {
  /** Sum over all components, nano-euro per Wh, without VAT. */
  readonly net: bigint
  /** With VAT, nano-euro per kWh, rounded once. */
  readonly gross: bigint
  /** Names of the windows, joined; empty without windows. */
  readonly stage: string
}

/** Null where the plan or the list has no price. */
export function priceAt(
  tariff: Tariff,
  plan: PeriodPlan,
  list: IndexList | null,
  start: UtcSeconds
): MomentPrice | null {
  const placement = plan.place(start)
  const cell = placement && plan.cells[placement.cell]
  if (!placement || !cell) return null
  let energyIndex = 0
  let net = 0n
  let grossParts = 0n
  const names: string[] = []
  for (const component of tariff.components) {
    let price: bigint | null | undefined
    if (component.kind === 'fixed-fee') continue
    if (component.kind === 'levy') price = priceOn(component.prices, placement.date)
    else if (component.kind === 'index') price = list && indexPriceAt(list, component, start)
    else {
      const window = component.windows[cell.windows[energyIndex++] ?? -1]
      price = window && priceOn(window.prices, placement.date)
      if (window && component.windows.length > 1) names.push(window.name)
    }
    if (price === null || price === undefined) return null
    net += price
    grossParts += price * 1000n * BigInt(10_000 + component.vat)
  }
  return { net, gross: rdiv(grossParts, 10_000n), stage: names.join(' / ') }
}
