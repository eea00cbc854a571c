/** The price of a moment over all components of a register: what views show, and what a gap across prices can matter. */

import type { LocalDate } from '../../domain/calendar'
import type { UtcSeconds } from '../../domain/interval'
import { rdiv } from '../../domain/money'
import { type Tariff, type TariffComponent, registerOf } from '../documents/tariff-document'
import { type PriceList, indexPriceAt } from './index-price'
import { type Cell, type PeriodPlan, energyComponentsOf } from './plan-period'
import { priceOn } from './price-steps'
import { rateOn } from './vat-rates'

export type MomentPrice = {
  /** Sum over all components, nano-euro per Wh, without VAT. */
  readonly net: bigint
  /** With VAT, nano-euro per kWh, rounded once. */
  readonly gross: bigint
  /** Names of the windows, joined; empty without windows. */
  readonly stage: string
}

/** Null where the plan or the list has no price. Of blocks the first one counts: a moment does not know the others. */
export function priceAt(
  tariff: Tariff,
  plan: PeriodPlan,
  list: PriceList | null,
  start: UtcSeconds
): MomentPrice | null {
  const placement = plan.place(start)
  const cell = placement && plan.cells[placement.cell]
  if (!placement || !cell) return null
  let net = 0n
  let grossParts = 0n
  const names: string[] = []
  for (const component of tariff.components) {
    if (registerOf(component) !== plan.obis) continue
    const window = windowIn(tariff, plan, cell, component)
    const price =
      component.kind === 'index'
        ? list && indexPriceAt(list, component, start)
        : priceOfComponent(component, window, placement.date)
    if (price === null) return null
    if (window && component.kind === 'energy' && component.windows.length > 1) names.push(window.name)
    net += price
    grossParts += price * 1000n * BigInt(10_000 + rateOn(component.vat, placement.date))
  }
  return { net, gross: rdiv(grossParts, 10_000n), stage: names.join(' / ') }
}

type Window = Extract<TariffComponent, { kind: 'energy' }>['windows'][number]

/** The window of a component in which a cell lies; null for what has no windows. */
export function windowIn(tariff: Tariff, plan: PeriodPlan, cell: Cell, component: TariffComponent): Window | null {
  if (component.kind !== 'energy') return null
  const place = energyComponentsOf(tariff, plan.obis).findIndex(({ name }) => name === component.name)
  return component.windows[cell.windows[place] ?? -1] ?? null
}

/** Price per energy on a day; null for what has none. */
export function priceOfComponent(component: TariffComponent, window: Window | null, day: LocalDate): bigint | null {
  if (component.kind === 'energy') return (window && priceOn(window.prices, day)) ?? null
  if (component.kind === 'levy') return priceOn(component.prices, day) ?? null
  if (component.kind === 'block') return priceOn(component.blocks[0]?.prices ?? [], day) ?? null
  return null
}
