/** Where a day has no energy per slot: stretches without readings, and those whose energy is known only as a sum. */

import type { ReadingsDay } from '../../contract/readings'
import type { Period, UtcSeconds } from '../../domain/interval'
import type { DaySlots } from './read-day'
import { lengthOf } from './slots'

type Gap = ReadingsDay['gaps'][number]

/** Only inside the time the meter has been read: what is still to come is no gap. */
export function gapsOf(day: DaySlots, span: Period): Gap[] {
  const gaps: { start: number; end: number }[] = []
  day.slots.forEach(({ start, drawn, fedIn }, index) => {
    const end = start + lengthOf(day.grid, index)
    if (drawn !== null || fedIn !== null || end <= span.start || start >= span.end) return
    const last = gaps.at(-1)
    if (last?.end === start) last.end = end
    else gaps.push({ start, end })
  })
  return gaps.map(({ start, end }) => ({ start, end, drawn: energyOver(day, start, end) }))
}

/** The sum that one long reading tells, where it begins and ends inside the gap. */
function energyOver({ drawn }: DaySlots, start: number, end: number): number | null {
  const inside = drawn.long.filter(({ period }) => startsIn(period.start, start, end) && period.end <= end)
  return inside.length === 0 ? null : Number(inside.reduce((sum, { energy }) => sum + energy, 0n))
}

function startsIn(time: UtcSeconds, start: number, end: number): boolean {
  return time >= start && time < end
}
