/** The stamps of a table's rows as instants; on clock-change days the order of the rows tells hours apart. */

import type { Remark } from '../../../contract/common'
import { lastInside } from './inclusive-ends'
import type { LocalClock } from './local-clock'
import type { RawTable } from './raw-table'
import type { Moment, TableLayout } from './table-layout'

/** `at`: beginning of the interval, or its end where the layout names only ends. `seconds`: 0 where unsaid. */
export type RowMoment = { readonly at: number; readonly seconds: number }

export type StampReader = {
  /** @param series rows of one meter and register; an hour that occurs twice is told apart within it. */
  read(row: number, series: string): RowMoment | null
  remarks(): readonly Remark[]
}

const DAY = 86_400

export function createStampReader(table: RawTable, layout: TableLayout, clock: LocalClock): StampReader {
  const [first, final] = [table.stamps.get(table.head.primary)?.at(0), table.stamps.get(table.head.primary)?.at(-1)]
  const isDescending = first !== undefined && final !== undefined && first > final
  /** Stamps that occur twice on the clock, by series, with how often they stood in the file. */
  const seen = new Map<string, Map<number, number>>()
  const never = { count: 0, line: 0 }
  const unread = { count: 0, line: 0 }
  const begin = layout.start ?? layout.end
  if (!begin) throw new TypeError('layout: neither start nor end')
  const last = lastInside(table, layout.start, layout.end)
  const at = readerOf(table, begin, layout.start ? 0 : last)
  const until = layout.start && layout.end ? readerOf(table, layout.end, last) : null
  const choose = (local: number, instants: readonly number[], series: string): number => {
    let counts = seen.get(series)
    if (!counts) seen.set(series, (counts = new Map()))
    const times = counts.get(local) ?? 0
    counts.set(local, times + 1)
    const isLater = times > 0 !== isDescending
    return (isLater ? instants[1] : instants[0]) ?? 0
  }
  return {
    read: (row, series) => {
      const { local, offset } = at(row)
      if (Number.isNaN(local)) {
        unread.count += 1
        unread.line ||= table.lines.at(row) ?? 0
        return null
      }
      const instants = Number.isNaN(offset) ? clock.instants(local) : [local - offset]
      const [one] = instants
      if (one === undefined) {
        never.count += 1
        never.line ||= table.lines.at(row) ?? 0
        return null
      }
      const start = instants.length > 1 ? choose(local, instants, series) : one
      if (!until) return { at: start, seconds: 0 }
      return { at: start, seconds: lengthOf({ local, start, isTwice: instants.length > 1 }, until(row), clock) }
    },
    remarks: () => [
      ...(unread.count > 0 ? [{ code: 'lines-left-out', params: { ...unread } }] : []),
      ...(never.count > 0 ? [{ code: 'rows-in-hour-that-never-was', params: { ...never } }] : []),
      ...lostHours(seen)
    ]
  }
}

type LocalStamp = { readonly local: number; readonly offset: number }

/** @param later seconds from what the cells name to what they mean. */
function readerOf(
  { stamps, offsets, times }: RawTable,
  { date, time }: Moment,
  later: number
): (row: number) => LocalStamp {
  const [days, east, clocks] = [stamps.get(date), offsets.get(date), time === null ? undefined : times.get(time)]
  return (row) => ({
    local: later + (days?.at(row) ?? NaN) + (time === null ? 0 : (clocks?.at(row) ?? NaN)),
    offset: east?.at(row) ?? NaN
  })
}

/** Seconds of a row that names its end; 0 where the end cannot be meant so. */
function lengthOf(
  begin: { readonly local: number; readonly start: number; readonly isTwice: boolean },
  end: LocalStamp,
  clock: LocalClock
): number {
  let local = end.local
  if (Number.isNaN(local)) return 0
  // Some sources name the last second or minute of the day alone: the next row begins at midnight.
  const toMidnight = DAY - (local % DAY)
  if ((toMidnight === 1 || toMidnight === 60) && (local + toMidnight - begin.local) % 300 === 0) local += toMidnight
  // An end at 00:00 beside the day of the beginning is the next midnight.
  if (local <= begin.local && local % DAY === 0 && begin.local - local < DAY) local += DAY
  if (!Number.isNaN(end.offset)) return Math.max(0, local - end.offset - begin.start)
  const [one, two] = clock.instants(local)
  const isPlain = one !== undefined && two === undefined && !begin.isTwice
  return Math.max(0, isPlain ? one - begin.start : local - begin.local)
}

/** The hour that clocks show twice stands only once in the file: one of the two is missing, or both are in one. */
function lostHours(seen: ReadonlyMap<string, ReadonlyMap<number, number>>): Remark[] {
  const days = new Map<number, number>()
  for (const counts of seen.values()) {
    for (const [local, times] of counts) {
      const day = Math.floor(local / DAY)
      if (times === 1) days.set(day, (days.get(day) ?? 0) + 1)
      else days.set(day, days.get(day) ?? 0)
    }
  }
  return [...days]
    .filter(([, count]) => count > 1)
    .map(([day, count]) => ({
      code: 'clock-hour-lost',
      params: { date: new Date(day * DAY * 1000).toISOString().slice(0, 10), count }
    }))
}
