/**
 * Register readings on the times they stand for. A gateway takes a reading some seconds beside the full quarter hour;
 * up to 3 % of the period it counts as taken on time (PTB-A 50.8, the same share as a meter's clock may be set by).
 */

import { type UtcSeconds, toUtcSeconds } from '../../../domain/interval'
import { type ItemList, countOf, joinedLists, listOver, numbersOf } from '../lists/item-list'
import type { RegisterBlock, RegisterList, RegisterReading } from './ar2418-document'

const PERIODS = [60, 300, 600, 900, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400]
const GRIDS = [900, 300, 60, 10]
const SHARE = 3 / 100

export type AlignedReading = {
  readonly at: UtcSeconds
  /** False for a reading that is beside the grid by more than 3 %: `at` is then when it was taken. */
  readonly onGrid: boolean
  readonly reading: RegisterReading
}

type Counted = Iterable<RegisterReading> & { readonly length: number }

export type AlignedBlock = {
  readonly start: UtcSeconds
  readonly end: UtcSeconds
  /** Ascending by `at`, one reading per instant; never empty. */
  readonly readings: ItemList<AlignedReading>
  /** How many of them are beside the grid. */
  readonly offGrid: number
}

export type AlignedList = {
  /** Seconds between readings, as stated or as found; null where there is no commonest distance. */
  readonly period: number | null
  /** Ascending; they share no time but one instant where one ends and the next begins. */
  readonly blocks: readonly AlignedBlock[]
  /** Readings left out because another stands for the same instant. */
  readonly doubled: number
}

export function alignReadings(list: Pick<RegisterList, 'period' | 'blocks'>): AlignedList {
  const all = joinedLists(list.blocks.map(({ readings }) => readings))
  const period = list.period ?? commonestDistance(all)
  const grid = (period !== null && GRIDS.find((step) => period % step === 0)) || null
  const blocks = mergeBlocks(list.blocks.filter(({ readings }) => readings.length > 0)).map(
    ({ start, end, readings }): AlignedBlock => ({ start, end, ...alignAll(readings, grid) })
  )
  return {
    period,
    blocks,
    doubled: all.length - blocks.reduce((sum, { readings }) => sum + readings.length, 0)
  }
}

/** One per instant, ascending: as they stand where they are, which half a million of them usually do. */
function alignAll(
  readings: ItemList<RegisterReading>,
  grid: number | null
): Pick<AlignedBlock, 'readings' | 'offGrid'> {
  const aligned = listOver(
    () => readings.length,
    (index) => alignOne(readings.at(index) as RegisterReading, grid)
  )
  const offGrid = offGridOf(aligned)
  if (offGrid !== null) return { readings: aligned, offGrid }
  const sorted = [...aligned].sort((one, other) => one.at - other.at || distance(one) - distance(other))
  const single = sorted.filter(({ at }, index) => sorted[index - 1]?.at !== at)
  return { readings: single, offGrid: countOf(single, ({ onGrid }) => !onGrid) }
}

/** Null where they are not ascending. */
function offGridOf(aligned: Iterable<AlignedReading>): number | null {
  let [last, count] = [-Infinity, 0]
  for (const { at, onGrid } of aligned) {
    if (at <= last) return null
    last = at
    if (!onGrid) count += 1
  }
  return count
}

/** In order of time; blocks that overlap become one. */
function mergeBlocks(blocks: readonly RegisterBlock[]): readonly RegisterBlock[] {
  const merged: RegisterBlock[] = []
  for (const block of [...blocks].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1)
    if (last && block.start < last.end) {
      const end = toUtcSeconds(Math.max(last.end, block.end))
      merged[merged.length - 1] = { start: last.start, end, readings: [...last.readings, ...block.readings] }
    } else merged.push(block)
  }
  return merged
}

function alignOne(reading: RegisterReading, grid: number | null): AlignedReading {
  const { target, captured } = reading
  if (target !== null) return { at: target, onGrid: grid === null || target % grid === 0, reading }
  if (grid === null) return { at: captured, onGrid: true, reading }
  const nearest = Math.round(captured / grid) * grid
  const onGrid = Math.abs(nearest - captured) <= grid * SHARE
  return { at: onGrid ? toUtcSeconds(nearest) : captured, onGrid, reading }
}

function distance({ at, reading }: AlignedReading): number {
  return Math.abs(at - reading.captured)
}

function commonestDistance(readings: Counted): number | null {
  const times = numbersOf(readings, ({ target, captured }) => target ?? captured).sort()
  const counts = new Map<number, number>()
  for (const [index, time] of times.entries()) {
    const before = times[index - 1]
    const seconds = before === undefined ? 0 : time - before
    const period = PERIODS.find((one) => Math.abs(one - seconds) <= one * SHARE)
    if (period !== undefined) counts.set(period, (counts.get(period) ?? 0) + 1)
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0])
  return most?.[0] ?? null
}
