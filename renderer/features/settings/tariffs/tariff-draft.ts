/**
 * A tariff as the editor holds it: the document's own JSON with its numbers as people type them. What the editor does not
 * show stays as it was.
 */

import { parseDecimal, writeDecimal } from '../../../format/parse-decimal'

type Language = 'de' | 'en'

export type PriceStep = { from: string; price: string }
export type Stretch = { days: string; from: string; to: string; season?: { from: string; to: string } }
type Priced = { name: string; prices: PriceStep[] }
type Component = {
  kind: 'energy' | 'levy' | 'fixed-fee' | 'monthly-fee' | 'block' | 'index' | 'credit'
  name: string
  vat: string | { from: string; rate: string }[]
  windows?: (Priced & { times: Stretch[] })[]
  blocks?: Priced[]
  prices?: PriceStep[]
  b?: string
}
export type TariffDraft = {
  name: string
  supplier: string
  valid: { from: string; to: string }
  components: Component[]
}

export type PriceUnit = 'kwh' | 'day' | 'month'

/** One price with the days from which it holds; its steps and times are the draft's own, to be typed into. */
export type PriceRow = {
  readonly key: string
  readonly component: string
  readonly name: string
  readonly unit: PriceUnit
  readonly steps: PriceStep[]
  readonly times: Stretch[]
}

/** Places between what is typed (cent per kWh or day, euro per month) and the document's nano-euro. */
const PLACES: Readonly<Record<PriceUnit, number>> = { kwh: 4, day: 7, month: 9 }

/** @param body JSON text that the core wrote and has validated */
export function readDraft(body: string, language: Language): TariffDraft {
  const draft = JSON.parse(body) as TariffDraft
  for (const { steps, unit } of priceRows(draft)) {
    for (const step of steps) step.price = writeDecimal(Number(step.price), PLACES[unit], language, 2)
  }
  for (const component of draft.components) {
    if (component.b !== undefined) component.b = writeDecimal(Number(component.b), PLACES.kwh, language, 2)
  }
  return draft
}

/** Every price that can be typed, in the order of the tariff. */
export function priceRows({ components }: TariffDraft): readonly PriceRow[] {
  return components.flatMap(({ kind, name: component, windows, blocks, prices }, index): PriceRow[] => {
    const row = (part: number, priced: Priced, unit: PriceUnit, times: Stretch[] = []): PriceRow => ({
      key: `${index}.${part}`,
      component,
      name: priced.name,
      unit,
      steps: priced.prices,
      times
    })
    if (windows) return windows.map((window, part) => row(part, window, 'kwh', window.times))
    if (blocks) return blocks.map((block, part) => row(part, block, 'kwh'))
    if (!prices) return []
    const unit = kind === 'fixed-fee' ? 'day' : kind === 'monthly-fee' ? 'month' : 'kwh'
    return [row(0, { name: component, prices }, unit)]
  })
}

export type WrittenDraft = { readonly body: string | null; readonly wrong: ReadonlySet<string> }

/** The draft as a document again; `wrong` names rows whose price is no number. */
export function writeDraft(draft: TariffDraft, language: Language): WrittenDraft {
  const copy = JSON.parse(JSON.stringify(draft)) as TariffDraft
  const wrong = new Set<string>()
  for (const { key, steps, unit } of priceRows(copy)) {
    for (const step of steps) {
      const price = parseDecimal(step.price, PLACES[unit], language)
      if (price === null) wrong.add(key)
      else step.price = String(price)
    }
    // A price must hold from the first day on.
    const [first] = steps
    if (first && first.from > copy.valid.from) first.from = copy.valid.from
    steps.sort((a, b) => a.from.localeCompare(b.from))
  }
  copy.components.forEach((component, index) => {
    if (component.b === undefined) return
    const surcharge = parseDecimal(component.b, PLACES.kwh, language)
    if (surcharge === null) wrong.add(`${index}.b`)
    else component.b = String(surcharge)
  })
  return { body: wrong.size === 0 ? JSON.stringify(copy) : null, wrong }
}
