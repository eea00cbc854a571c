/** A day of minutes with slots put together, so that its bars can be told apart: sums, never values in between. */

import type { ReadingsDay } from '../../../app/contract'

type Slot = ReadingsDay['slots'][number]

const WORST = ['measured', 'estimated', 'substituted'] as const

/** @param factor slots per bar; the last bar may have fewer */
export function groupSlots(day: ReadingsDay, factor: number): ReadingsDay {
  if (factor === 1) return day
  const starts = Array.from({ length: Math.ceil(day.slots.length / factor) }, (_, index) => index * factor)
  return {
    ...day,
    seconds: day.seconds * factor,
    slots: starts.map((at) => together(day.slots.slice(at, at + factor))),
    previous: starts.map((at) => sumOf(day.previous.slice(at, at + factor))),
    usual: null
  }
}

function together(slots: readonly Slot[]): Slot {
  const [first] = slots as [Slot]
  const rank = Math.max(...slots.map(({ quality }) => WORST.indexOf(quality as 'measured')))
  const [drawn, fedIn] = [sumOf(slots.map((slot) => slot.drawn)), sumOf(slots.map((slot) => slot.fedIn))]
  return {
    start: first.start,
    seconds: slots.reduce((sum, { seconds }) => sum + seconds, 0),
    drawn,
    fedIn,
    quality: drawn === null && fedIn === null ? 'missing' : (WORST[Math.max(0, rank)] ?? 'measured'),
    cost: drawn === null ? null : sumOf(slots.map(({ cost }) => cost))
  }
}

/** Null as soon as one is missing: part of a sum would be too little. */
function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0)
}
