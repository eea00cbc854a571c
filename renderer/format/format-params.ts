/** Parameters of a code's sentence, written in the person's language. Their names say what they are. */

import type { Params } from '../../app/contract'
import type { Format } from './create-format'
import { isLocalDate } from './local-date'

type Writer = (value: number, format: Format) => string

const BY_NAME: readonly (readonly [RegExp, Writer])[] = [
  [/cents$/iu, (value, format) => format.money(value)],
  [/(?:mwh|milliwatthours)$/iu, (value, format) => format.energy(value, 3)],
  [/nanoeuroperkwh$|price$/iu, (value, format) => format.price(value)],
  [/nanoeuro$|cost$/iu, (value, format) => format.fineCost(value)],
  [/wh$|watthours$/iu, (value, format) => format.energy(value * 1000, 3)],
  [/watts$/iu, (value, format) => format.power(value)],
  [/bytes$|^size$|^limit$/iu, (value, format) => format.bytes(value)],
  [/basispoints$/iu, (value, format) => format.percent(value / 10_000, 2)]
]

/** Seconds UTC of today need ten digits; nothing else that is said does. */
const INSTANTS = { from: 1_000_000_000, to: 10_000_000_000 }

export function formatParams(params: Params, format: Format): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(name, value, format)]))
}

function write(name: string, value: string | number, format: Format): string | number {
  if (typeof value === 'string') return isLocalDate(value) ? format.dayFull(value) : value
  const writer = BY_NAME.find(([pattern]) => pattern.test(name))?.[1]
  if (writer) return writer(value, format)
  if (value >= INSTANTS.from && value < INSTANTS.to) return format.instant(value)
  return Number.isInteger(value) ? format.number(value) : format.number(value, 2)
}
