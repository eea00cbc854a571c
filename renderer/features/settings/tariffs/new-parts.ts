/** What the editor adds to a tariff: whole parts with nothing left open but names and figures. */

import type { Block, Component, ComponentKind, PricedWindow, PriceStep, TariffDraft } from './tariff-draft'

export const COMPONENT_KINDS = [
  'energy',
  'levy',
  'fixed-fee',
  'monthly-fee',
  'block',
  'index',
  'credit'
] as const satisfies readonly ComponentKind[]

const EVERY_DAY = '1234567'

/** @param name words for the new component in the window's language; made unique within the tariff */
export function newComponent(kind: ComponentKind, name: string, { valid, components }: TariffDraft): Component {
  const { from } = valid
  const frame = {
    kind,
    name: uniqueName(
      name,
      components.map((component) => component.name)
    ),
    vat: usualRate(components)
  }
  switch (kind) {
    case 'energy':
      return { ...frame, windows: [{ ...newWindow(name, from), times: [wholeDay()] }] }
    case 'block':
      return { ...frame, per: 'period', blocks: [newBlock('1', from, ''), newBlock('2', from, null)] }
    case 'index':
      return { ...frame, aNum: '100', b: '' }
    case 'credit':
      return { ...frame, on: from, cents: '', tax: 'after', vat: '0' }
    default:
      return { ...frame, prices: [newStep(from)] }
  }
}

export function newWindow(name: string, from: string): PricedWindow {
  return { name, times: [{ days: EVERY_DAY, from: '', to: '' }], prices: [newStep(from)] }
}

export function newBlock(name: string, from: string, upTo: string | null): Block {
  return { name, upTo, prices: [newStep(from)] }
}

export function uniqueName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} ${number}`
    if (!taken.includes(tried)) return tried
  }
}

function newStep(from: string): PriceStep {
  return { from, price: '' }
}

function wholeDay() {
  return { days: EVERY_DAY, from: '00:00', to: '24:00' }
}

/** The rate that the tariff's first part has. */
function usualRate([first]: readonly Component[]): string {
  if (!first) return ''
  return typeof first.vat === 'string' ? first.vat : (first.vat.at(-1)?.rate ?? '')
}
