/** The price of an index tariff: affine in a list that somebody else publishes (docs/bill-format.md 5). */

import type { UtcSeconds } from '../../domain/interval'
import { type NanoEuroPerWh, rdiv, toPrice } from '../../domain/money'
import type { IndexList } from '../documents/index-document'

const PRICE_LIMIT = 2n ** 31n
const A_SCALE = 1_000_000n

/** Dense steps of one length, from `start` on. */
export type PriceList = Pick<IndexList, 'start' | 'seconds' | 'prices'>

export type IndexTerms = {
  /** Millionths: 1,000,000 takes the listed price as it is. */
  readonly aNum: bigint
  /** Nano-euro per Wh, added. */
  readonly b: bigint
  /** percentage-first when left out. */
  readonly order?: 'percentage-first' | 'surcharge-first' | undefined
}

/**
 * p = rdiv(aNum * s, 10^6) + b of the step that holds `start`, or with the surcharge first rdiv(aNum * (s + b), 10^6);
 * null where the list ends or the price is out of range.
 */
export function indexPriceAt(list: PriceList, terms: IndexTerms, start: UtcSeconds): NanoEuroPerWh | null {
  const listed = listedPriceAt(list, start)
  if (listed === null) return null
  const price =
    terms.order === 'surcharge-first'
      ? rdiv(terms.aNum * (listed + terms.b), A_SCALE)
      : rdiv(terms.aNum * listed, A_SCALE) + terms.b
  return price > -PRICE_LIMIT && price < PRICE_LIMIT ? toPrice(price) : null
}

/** s of the step that holds `start`. */
export function listedPriceAt(list: PriceList, start: UtcSeconds): NanoEuroPerWh | null {
  return list.prices[Math.floor((start - list.start) / list.seconds)] ?? null
}

/** A list whose steps are shorter than the meter's intervals has no price for an interval. */
export function fitsInterval(list: PriceList, seconds: number): boolean {
  return list.seconds % seconds === 0
}
