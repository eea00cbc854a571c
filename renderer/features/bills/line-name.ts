/** What a line of a bill is called: sums have the window's words, everything else its name in the tariff. */

import type { BillLine } from '../../../app/contract'

type KindOfLine = BillLine['kind']

/** Kinds whose name in the tariff does not say what they are; energy, levies and daily fees speak for themselves. */
const SAID: ReadonlySet<KindOfLine> = new Set(['index', 'monthly-fee', 'block', 'credit', 'instalment', 'carry-over'])
const SUMS: ReadonlySet<KindOfLine> = new Set(['vat', 'net', 'total', 'due'])

export function isSumLine({ kind }: Pick<BillLine, 'kind'>): boolean {
  return SUMS.has(kind)
}

export function lineName({ kind, name }: Pick<BillLine, 'kind' | 'name'>, t: (key: string) => string): string {
  return isSumLine({ kind }) || name === '' ? t(`bills.kinds.${kind}`) : name
}

/** Null where the name says it. */
export function lineKind({ kind, name }: Pick<BillLine, 'kind' | 'name'>, t: (key: string) => string): string | null {
  const words = t(`bills.kinds.${kind}`)
  return SAID.has(kind) && name !== '' && name.toLowerCase() !== words.toLowerCase() ? words : null
}
