/**
 * A tariff as the editor holds it: the document's own JSON with its numbers as people type them. What the editor does not
 * show stays as it was. Places of fields are those of the document: 'components.0.windows.1.name'.
 */

import { parseDecimal, writeDecimal } from '../../../format/parse-decimal'

type Language = 'de' | 'en'

export type PriceStep = { from: string; price: string }
export type RateStep = { from: string; rate: string }
export type Season = { from: string; to: string }
export type Stretch = { days: string; from: string; to: string; season?: Season }
export type PricedWindow = { name: string; times: Stretch[]; prices: PriceStep[] }
export type Block = { name: string; upTo: string | null; prices: PriceStep[] }
export type Holiday = { date: string; as: string; name?: string }
export type ComponentKind = 'energy' | 'levy' | 'fixed-fee' | 'monthly-fee' | 'block' | 'index' | 'credit'
export type Component = {
  kind: ComponentKind
  name: string
  vat: string | RateStep[]
  /** Of energy drawn where it is left out. */
  register?: '1.8.0' | '2.8.0'
  windows?: PricedWindow[]
  per?: 'period' | 'day'
  blocks?: Block[]
  prices?: PriceStep[]
  /** Factor on the exchange price, in per cent, and the surcharge. */
  aNum?: string
  b?: string
  order?: 'percentage-first' | 'surcharge-first'
  on?: string
  cents?: string
  tax?: 'before' | 'after'
}
export type TariffDraft = {
  name: string
  supplier: string
  valid: { from: string; to: string }
  rounding: 'per-line' | 'net-total'
  holidays: Holiday[]
  components: Component[]
}

export type PriceUnit = 'kwh' | 'day' | 'month'

/** Decimal places between what is typed and the document's whole numbers. */
const PLACES = { kwh: 4, day: 7, month: 9, rate: 2, percent: 4, limit: 3, money: 2 } as const
const LEAST = { kwh: 2, day: 2, month: 2, rate: 0, percent: 0, limit: 0, money: 2 } as const

type NumberField = {
  readonly at: string
  readonly unit: keyof typeof PLACES
  readonly get: () => string
  readonly set: (text: string) => void
}

export type WrittenDraft = {
  readonly body: string | null
  /** Places of numbers and days that cannot be read. */
  readonly wrong: readonly string[]
}

/** @param body JSON text that the core wrote and has validated */
export function readDraft(body: string, language: Language): TariffDraft {
  const draft = JSON.parse(body) as TariffDraft
  for (const { unit, get, set } of numberFields(draft)) {
    set(writeDecimal(Number(get()), PLACES[unit], language, LEAST[unit]))
  }
  return draft
}

/** The draft as a document again. Prices begin with the tariff, steps and holidays stand in order of their days. */
export function writeDraft(draft: TariffDraft, language: Language): WrittenDraft {
  const copy = JSON.parse(JSON.stringify(draft)) as TariffDraft
  const wrong = daysOf(copy).filter(([, day]) => day === '')
  const places = wrong.map(([at]) => at)
  for (const { at, unit, get, set } of numberFields(copy)) {
    const value = parseDecimal(get(), PLACES[unit], language)
    if (value === null) places.push(at)
    else set(String(value))
  }
  if (places.length > 0) return { body: null, wrong: places }
  for (const { steps } of stepsOf(copy)) {
    steps.sort((a, b) => a.from.localeCompare(b.from))
    const [first] = steps
    if (first && first.from > copy.valid.from) first.from = copy.valid.from
  }
  copy.holidays.sort((a, b) => a.date.localeCompare(b.date))
  for (const holiday of copy.holidays) if (holiday.name === '') delete holiday.name
  return { body: JSON.stringify(copy), wrong: [] }
}

export function unitOf(kind: ComponentKind): PriceUnit {
  return kind === 'fixed-fee' ? 'day' : kind === 'monthly-fee' ? 'month' : 'kwh'
}

type Steps = { readonly at: string; readonly steps: (PriceStep | RateStep)[] }

function stepsOf({ components }: TariffDraft): readonly Steps[] {
  return components.flatMap((component, index) => [
    ...pricesOf(component, `components.${index}`).map(({ at, steps }): Steps => ({ at, steps })),
    ...(typeof component.vat === 'string' ? [] : [{ at: `components.${index}.vat`, steps: component.vat }])
  ])
}

function pricesOf(component: Component, at: string): readonly { readonly at: string; readonly steps: PriceStep[] }[] {
  const { windows = [], blocks = [], prices } = component
  return [
    ...windows.map((window, index) => ({ at: `${at}.windows.${index}.prices`, steps: window.prices })),
    ...blocks.map((block, index) => ({ at: `${at}.blocks.${index}.prices`, steps: block.prices })),
    ...(prices ? [{ at: `${at}.prices`, steps: prices }] : [])
  ]
}

/** Every day that must be there. */
function daysOf(draft: TariffDraft): readonly (readonly [string, string])[] {
  return [
    ['valid.from', draft.valid.from],
    ['valid.to', draft.valid.to],
    ...draft.holidays.map(({ date }, index) => [`holidays.${index}.date`, date] as const),
    ...stepsOf(draft).flatMap(({ at, steps }) =>
      steps.map(({ from }, index) => [`${at}.${index}.from`, from] as const)
    ),
    ...draft.components.flatMap(({ on }, index) => (on === undefined ? [] : [[`components.${index}.on`, on] as const]))
  ]
}

function numberFields({ components }: TariffDraft): readonly NumberField[] {
  return components.flatMap((component, index) => {
    const at = `components.${index}`
    return [...pricedFields(component, at), ...taxFields(component, at), ...termFields(component, at)]
  })
}

function pricedFields(component: Component, place: string): readonly NumberField[] {
  const unit = unitOf(component.kind)
  const prices = pricesOf(component, place).flatMap(({ at, steps }) =>
    steps.map((step, index) => field(step, 'price', `${at}.${index}.price`, unit))
  )
  const limits = (component.blocks ?? []).flatMap((block, index) =>
    block.upTo === null ? [] : [field(block as { upTo: string }, 'upTo', `${place}.blocks.${index}.upTo`, 'limit')]
  )
  return [...prices, ...limits]
}

function taxFields(component: Component, at: string): readonly NumberField[] {
  const { vat } = component
  if (typeof vat === 'string') return [field(component as { vat: string }, 'vat', `${at}.vat`, 'rate')]
  return vat.map((step, index) => field(step, 'rate', `${at}.vat.${index}.rate`, 'rate'))
}

const TERMS = { b: 'kwh', aNum: 'percent', cents: 'money' } as const

function termFields(component: Component, at: string): readonly NumberField[] {
  return (['b', 'aNum', 'cents'] as const)
    .filter((key) => component[key] !== undefined)
    .map((key) => field(component as Record<typeof key, string>, key, `${at}.${key}`, TERMS[key]))
}

function field<Key extends string>(
  holder: Record<Key, string>,
  key: Key,
  at: string,
  unit: keyof typeof PLACES
): NumberField {
  return { at, unit, get: () => holder[key], set: (text) => void (holder[key] = text as Record<Key, string>[Key]) }
}
