/** A price that changes on announced days, and the split of an energy that is only known across such a day. */

import { type LocalDate, addDays, daysBetween } from '../../domain/calendar'
import { rdiv } from '../../domain/money'

/** In ascending order of days; the first one is in force when the tariff begins. */
export type PriceSteps = readonly { readonly from: LocalDate; readonly price: bigint }[]

/** Days with one and the same step of a price. */
export type PriceStretch = { readonly first: LocalDate; readonly last: LocalDate; readonly price: bigint }

/** Price in force on a day; undefined before the first step. */
export function priceOn(steps: PriceSteps, day: LocalDate): bigint | undefined {
  return steps.filter(({ from }) => from <= day).at(-1)?.price
}

/**
 * The stretches of `first` to `last`, both included, in order.
 * @param cuts further days on which a stretch begins, though its price is the one before.
 */
export function stretchesOf(
  steps: PriceSteps,
  first: LocalDate,
  last: LocalDate,
  cuts: readonly LocalDate[] = []
): readonly PriceStretch[] {
  const days = [...new Set([...steps.map(({ from }) => from), ...cuts])].sort()
  const borders = days.filter((from) => from > first && from <= last)
  const starts = [first, ...borders]
  return starts.flatMap((start, index) => {
    const price = priceOn(steps, start)
    const next = starts[index + 1]
    return price === undefined ? [] : [{ first: start, last: next ? addDays(next, -1) : last, price }]
  })
}

/**
 * The contract's rule where a price changes inside a cell: the energy is shared by days. The running sum is what
 * is rounded, so the parts always add up to the whole.
 */
export function splitByDays(
  energy: bigint,
  stretches: readonly Pick<PriceStretch, 'first' | 'last'>[]
): readonly bigint[] {
  const days = stretches.map(({ first, last }) => BigInt(daysBetween(first, last)))
  const total = days.reduce((sum, count) => sum + count, 0n)
  let reached = 0n
  let given = 0n
  return days.map((count) => {
    reached += count
    const upTo = rdiv(energy * reached, total)
    const part = upTo - given
    given = upTo
    return part
  })
}
