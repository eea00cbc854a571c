/** Intervals of a table in their order, packed: a year of minutes is half a million of them for each of its columns. */

import { type GrowingList, type ItemList, listOver } from '../lists/item-list'
import { createNumberColumn } from '../lists/number-column'
import { growing } from '../lists/reading-list'
import type { Interval } from './interval-list'

export function createIntervalList(): GrowingList<Interval> {
  const [starts, seconds, lines] = [
    createNumberColumn('real'),
    createNumberColumn('whole'),
    createNumberColumn('whole')
  ]
  const [energies, ranks] = [createNumberColumn('real'), createNumberColumn('whole')]
  const list = listOver<Interval>(
    () => starts.length,
    (index) => ({
      start: starts.at(index) ?? 0,
      seconds: seconds.at(index) ?? 0,
      energy: energies.at(index) ?? NaN,
      rank: (ranks.at(index) ?? 0) as Interval['rank'],
      line: lines.at(index) ?? 0
    })
  )
  return growing(list, (interval) => {
    starts.push(interval.start)
    seconds.push(interval.seconds)
    energies.push(interval.energy)
    ranks.push(interval.rank)
    lines.push(interval.line)
  })
}

export function packed(intervals: Iterable<Interval>): ItemList<Interval> {
  const list = createIntervalList()
  for (const interval of intervals) list.push(interval)
  return list
}

/** The same list where all of it is wanted, as most often. */
export function only(
  intervals: ItemList<Interval>,
  isWanted: (interval: Interval, index: number) => boolean
): ItemList<Interval> {
  let index = 0
  for (const interval of intervals) if (!isWanted(interval, index++)) return packed(wanted(intervals, isWanted))
  return intervals
}

function* wanted(intervals: ItemList<Interval>, isWanted: (interval: Interval, index: number) => boolean) {
  let index = 0
  for (const interval of intervals) if (isWanted(interval, index++)) yield interval
}

/** @param change gives the very same interval where nothing is changed; the same list where none is */
export function changed(
  intervals: ItemList<Interval>,
  change: (interval: Interval, index: number) => Interval
): ItemList<Interval> {
  let index = 0
  for (const interval of intervals) {
    if (change(interval, index++) !== interval) return packed(changes(intervals, change))
  }
  return intervals
}

function* changes(intervals: ItemList<Interval>, change: (interval: Interval, index: number) => Interval) {
  let index = 0
  for (const interval of intervals) yield change(interval, index++)
}
