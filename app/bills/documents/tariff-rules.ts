/** What a tariff must keep to beyond the form of its fields: nothing is missing, nothing is there twice. */

import { FormatError } from '../../../crypto'
import { calendarOf } from '../tariff/week-calendar'
import type { BlockComponent, EnergyComponent, TariffComponent } from './tariff-document'

/** @throws FormatError. */
export function assertComponent(component: TariffComponent, validFrom: string): void {
  const where = `tariff.${component.name}`
  if (typeof component.vat !== 'number') assertFromStart(component.vat, validFrom, where)
  if (component.kind === 'index' || component.kind === 'credit') return
  for (const { prices } of seriesOf(component)) assertFromStart(prices, validFrom, where)
  if (component.kind === 'block') assertBlocks(component, where)
  if (component.kind === 'energy') assertWindows(component, where)
}

export function assertDistinct(names: readonly string[], where: string): void {
  if (new Set(names).size !== names.length) throw new FormatError('name-twice', where)
}

export function assertAscending(days: readonly string[], where: string): void {
  if (days.some((day, index) => index > 0 && day <= (days[index - 1] ?? ''))) {
    throw new FormatError('not-ascending', where)
  }
}

type Step = { readonly from: string }

function seriesOf(
  component: Exclude<TariffComponent, { kind: 'index' | 'credit' }>
): readonly { readonly prices: readonly Step[] }[] {
  if (component.kind === 'energy') return component.windows
  return component.kind === 'block' ? component.blocks : [component]
}

function assertFromStart(steps: readonly Step[], validFrom: string, where: string): void {
  assertAscending(
    steps.map(({ from }) => from),
    where
  )
  if ((steps[0]?.from ?? '') > validFrom) throw new FormatError('no-price-at-start', where)
}

function assertWindows(component: EnergyComponent, where: string): void {
  assertDistinct(
    component.windows.map(({ name }) => name),
    where
  )
  calendarOf(component)
}

/** Limits rise, and only the last block has none. */
function assertBlocks({ blocks }: BlockComponent, where: string): void {
  assertDistinct(
    blocks.map(({ name }) => name),
    where
  )
  blocks.forEach(({ upTo }, index) => {
    const before = blocks[index - 1]?.upTo ?? 0n
    const isLast = index === blocks.length - 1
    if (isLast !== (upTo === null) || (upTo !== null && upTo <= before))
      throw new FormatError('blocks-not-rising', where)
  })
}
