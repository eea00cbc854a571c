/** A tariff as a wrong price table has it. */

import type { Tariff, TariffComponent } from '../../app/bills/documents/tariff-document'
import { type LocalDate, toLocalDate } from '../../app/domain/calendar'
import { type NanoEuroPerWh, toCents, toPrice } from '../../app/domain/money'
import type { Mistake } from './config'

type Step<Price> = { from: LocalDate; price: Price }

/** @param first first day of the period that is being billed. */
export function mistakenTariff(tariff: Tariff, mistakes: readonly Mistake[], first: LocalDate): Tariff {
  return mistakes.filter(({ period }) => period === first).reduce(withMistake, tariff)
}

function withMistake(tariff: Tariff, mistake: Mistake): Tariff {
  const change = mistake.kind === 'surcharge' ? withSurcharge(mistake) : withPrice(mistake)
  return { ...tariff, components: tariff.components.map(change) }
}

function withSurcharge(mistake: Extract<Mistake, { kind: 'surcharge' }>) {
  return (component: TariffComponent): TariffComponent =>
    component.kind === 'index' ? { ...component, b: toPrice(BigInt(mistake.b)) } : component
}

function withPrice(mistake: Extract<Mistake, { kind: 'price' }>) {
  const from = toLocalDate(mistake.from)
  const price = BigInt(mistake.price)
  const wrong = <Price>(steps: readonly Step<Price>[], value: Price): Step<Price>[] => [
    ...steps.filter((step) => step.from < from),
    { from, price: value }
  ]
  return (component: TariffComponent): TariffComponent => {
    if (component.name !== mistake.component || component.kind === 'index') return component
    if (component.kind === 'credit') return { ...component, cents: toCents(price) }
    if (component.kind === 'fixed-fee' || component.kind === 'monthly-fee')
      return { ...component, prices: wrong<bigint>(component.prices, price) }
    const perWh: NanoEuroPerWh = toPrice(price)
    if (component.kind === 'levy') return { ...component, prices: wrong(component.prices, perWh) }
    if (component.kind === 'block') {
      const blocks = component.blocks.map((block) =>
        block.name === mistake.window ? { ...block, prices: wrong(block.prices, perWh) } : block
      )
      return { ...component, blocks }
    }
    const windows = component.windows.map((window) =>
      window.name === mistake.window ? { ...window, prices: wrong(window.prices, perWh) } : window
    )
    return { ...component, windows }
  }
}
