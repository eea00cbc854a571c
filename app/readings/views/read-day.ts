/** One local day of one meter, cut into slots: what the day, month and overview pages are made from. */

import type { LocalDate, TimeZone } from '../../domain/calendar'
import type { Period, UtcSeconds } from '../../domain/interval'
import type { PriceBand, PriceSource } from '../price-source'
import type { Reading, ReadingStore } from '../reading-store'
import { costOf, sumOfCosts } from './costs'
import { type DayGrid, type FilledDay, fillDay, gridOf, lengthOf, slotSecondsOf } from './slots'
import type { TotalledSlot } from './totals'

export type ViewContext = {
  readonly readings: ReadingStore
  /** Null until a tariff is known. */
  readonly prices: PriceSource | null
  readonly timeZone: TimeZone
  readonly now: UtcSeconds
}

export type DaySlots = {
  readonly grid: DayGrid
  readonly drawn: FilledDay
  readonly fedIn: FilledDay
  readonly slots: readonly TotalledSlot[]
  /** Cost of each slot; null without energy or price. */
  readonly costs: readonly (bigint | null)[]
  /** Sum over the slots with energy; null where one of them has no price. */
  readonly cost: bigint | null
  readonly bands: readonly PriceBand[]
}

/** Readings of both directions over a longer time, so that many days need one look at the store. */
export type ReadingWindow = { readonly drawn: readonly Reading[]; readonly fedIn: readonly Reading[] }

export function windowOf({ readings }: ViewContext, meterId: string, period: Period): ReadingWindow {
  return {
    drawn: readings.overlapping(meterId, 'drawn', period),
    fedIn: readings.overlapping(meterId, 'fed-in', period)
  }
}

/** @param seconds length of a slot; what most readings of the window have when absent. */
export function readDay(
  context: ViewContext,
  meterId: string,
  date: LocalDate,
  window: ReadingWindow,
  seconds?: number
): DaySlots {
  const rough = gridOf(date, context.timeZone, 3600)
  const drawnReadings = inside(window.drawn, rough.period)
  const fedInReadings = inside(window.fedIn, rough.period)
  const own = [...drawnReadings, ...fedInReadings]
  const slot = seconds ?? slotSecondsOf(own.length > 0 ? own : [...window.drawn, ...window.fedIn])
  const grid = gridOf(date, context.timeZone, slot)
  const drawn = fillDay(grid, drawnReadings)
  const fedIn = fillDay(grid, fedInReadings)
  const bands = context.prices?.bands(meterId, grid.period, slot) ?? []
  const slots = grid.starts.map((start, index) => ({
    start,
    seconds: lengthOf(grid, index),
    drawn: drawn.slots[index]?.energy ?? null,
    fedIn: fedIn.slots[index]?.energy ?? null
  }))
  const costs = slots.map((one) => (one.drawn === null ? null : costOf(one.drawn, one.start, bands)))
  const cost = bands.length === 0 ? null : sumOfCosts(costs.filter((_, index) => slots[index]?.drawn !== null))
  return { grid, drawn, fedIn, slots, costs, cost, bands }
}

/** Slots that are over by now and not before the meter's first reading. */
export function expectedSlots({ grid }: DaySlots, now: UtcSeconds, span: Period): number {
  return grid.starts.filter((start, index) => start >= span.start && start + lengthOf(grid, index) <= now).length
}

/** Readings that share time with the period. */
function inside(readings: readonly Reading[], { start, end }: Period): readonly Reading[] {
  return readings.filter((reading) => reading.start < end && reading.start + reading.seconds > start)
}
