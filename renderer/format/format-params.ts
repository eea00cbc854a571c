/**
 * Parameters of a code's sentence, written in the person's language. Their names say what they are; where one name
 * means different things, the code decides.
 */

import type { Params } from '../../app/contract'
import { splitCellName } from './cell-name'
import type { Format } from './create-format'
import { isLocalDate } from './local-date'

type Writer = (value: number, format: Format) => string

const price: Writer = (value, format) => format.price(value)
const energy: Writer = (value, format) => format.energy(value, 3)
const money: Writer = (value, format) => format.money(value)
const rate: Writer = (value, format) => format.percent(value / 10_000, 2)
const change: Writer = (value, format) => format.difference(value)
const minutes: Writer = (value, format) => format.number(value / 60)

const PRICES = { expected: price, billed: price }
const ENERGIES = { expected: energy, billed: energy }

/** Findings whose parameters need more than their names (app/bills/checks/finding-codes.ts). */
const BY_CODE: Readonly<Record<string, Readonly<Record<string, Writer>>>> = {
  price: PRICES,
  'price-line': PRICES,
  'index-price': PRICES,
  'levy-price': PRICES,
  'fee-price': PRICES,
  'block-price': PRICES,
  'credit-price': { expected: money, billed: money },
  'cell-energy': ENERGIES,
  'line-energy': ENERGIES,
  'own-register-differs': { energy, register: energy },
  'vat-rate': { expected: rate, billed: rate },
  'line-amount': { cents: change },
  'line-cents': { cents: change },
  net: { cents: change },
  vat: { cents: change },
  total: { cents: change },
  'reading-contradicts': { stored: energy, found: energy },
  'reading-overlaps': { found: energy },
  'list-too-fine': { seconds: minutes, interval: minutes }
}

const BY_NAME: readonly (readonly [RegExp, Writer])[] = [
  [/cents$/iu, (value, format) => format.money(value)],
  [/^energy$|mwh$/iu, energy],
  [/^rate$/iu, rate],
  [/bytes$|^size$|^limit$/iu, (value, format) => format.bytes(value)],
  [/^year$|^port$|^line$|^row$/iu, (value) => String(value)]
]

/** Seconds UTC of our time have ten digits; nothing else that is said does. */
const INSTANTS = { from: 1_000_000_000, to: 10_000_000_000 }

export function formatParams(code: string, params: Params, format: Format): Record<string, string> {
  const written = Object.entries(params).map(([name, value]) => [name, write(code, name, value, format)] as const)
  return { ...Object.fromEntries(written), place: placeOf(params) }
}

function write(code: string, name: string, value: string | number, format: Format): string {
  if (typeof value === 'string')
    return name === 'cell' ? cellOf(value, format) : isLocalDate(value) ? format.dayFull(value) : value
  const writer = BY_CODE[code]?.[name] ?? BY_NAME.find(([pattern]) => pattern.test(name))?.[1]
  if (writer) return writer(value, format)
  if (value >= INSTANTS.from && value < INSTANTS.to) return format.instant(value)
  return Number.isInteger(value) ? format.number(value) : format.number(value, 2)
}

/** Its first day tells two cells of the same name apart. */
function cellOf(cell: string, format: Format): string {
  const { first, words } = splitCellName(cell)
  return first === null ? words : `${words} (${format.dayFull(first)})`
}

/** A component of the tariff, with its window where it has several. */
function placeOf({ component, window }: Params): string {
  return [component, window].filter((part) => typeof part === 'string' && part !== '').join(', ')
}
