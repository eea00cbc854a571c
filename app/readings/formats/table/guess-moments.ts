/** Which columns tell when an interval begins and ends, and what a single stamp means. */

import { indexes } from './find-table'
import { clockOf } from './inclusive-ends'
import type { KnownSource } from './known-sources'
import { parseTimeSpan } from './parse-stamp'
import type { RawTable } from './raw-table'
import type { LayoutValue, Moment } from './table-layout'
import { isEndName, isMomentName } from './words'

export type Moments = { readonly start: Moment | null; readonly end: Moment | null; readonly isSure: boolean }

const DAY = 86_400

export function guessMoments(
  table: RawTable,
  values: readonly LayoutValue[],
  known: KnownSource | undefined
): Moments | null {
  const { start, end } = momentsOf(table)
  if (!start) return null
  const isDays = table.notes.dateOnly && start.time === null
  // A register alone, beside a beginning and an end: it was read at one of them.
  if (end)
    return { start, end, isSure: values.some(({ kind }) => kind !== 'total') && endsFollow(table, start, end, isDays) }
  if (table.head.isMatrix || isDays || values.every(({ kind }) => kind === 'total')) {
    return { start, end: null, isSure: true }
  }
  const meaning =
    known?.meaning ?? meaningOfName(table, start) ?? meaningOfTotals(table, values) ?? meaningOfSpan(table, start)
  return meaning === 'end'
    ? { start: null, end: start, isSure: true }
    : { start, end: null, isSure: meaning === 'start' }
}

function momentsOf({ head }: RawTable): { readonly start: Moment | null; readonly end: Moment | null } {
  const firstOfName = (column: number): boolean => {
    const name = head.names[column] ?? ''
    return name === '' || head.names.indexOf(name) === column
  }
  const of = (kind: string): number[] =>
    indexes(head.kinds.length).filter((column) => head.kinds[column] === kind && firstOfName(column))
  const [stamps, dates, times] = [of('stamp'), of('date'), of('time')]
  const isEnd = (column: number): boolean => isEndName(head.names[column] ?? '')
  const split = (columns: readonly number[]): readonly [number | undefined, number | undefined] => {
    const begin = columns.find((column) => !isEnd(column)) ?? columns[0]
    return [begin, columns.find((column) => column !== begin && (isEnd(column) || head.names[column] === ''))]
  }
  if (stamps.length > 0) {
    const [one, two] = split(stamps)
    return { start: moment(one, null), end: moment(two, null) }
  }
  const [date, endDate] = split(dates)
  if (times.length === 0) return { start: moment(date, null), end: moment(endDate, null) }
  const [time, endTime] = split(times)
  return { start: moment(date, time ?? null), end: endTime === undefined ? null : moment(endDate ?? date, endTime) }
}

function moment(date: number | undefined, time: number | null): Moment | null {
  return date === undefined ? null : { date, time }
}

/**
 * An end may be written as 00:00 of the same day, and a last day may be the first one too; where hardly any other comes
 * after its beginning, the names are wrong.
 */
function endsFollow(table: RawTable, start: Moment, end: Moment, isDays: boolean): boolean {
  const [begin, finish] = [clockOf(table, start), clockOf(table, end)]
  const rows = table.stamps.get(start.date)?.length ?? 0
  let [after, others] = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (finish(row) > begin(row) || (isDays && finish(row) === begin(row))) after += 1
    else if (finish(row) <= begin(row)) others += 1
  }
  return after >= others
}

function meaningOfName({ head }: RawTable, { date, time }: Moment): 'start' | 'end' | null {
  const name = [date, time].flatMap((column) => (column === null ? [] : [head.names[column] ?? ''])).join(' ')
  // A span of times in one cell is read as its beginning.
  const spans = time === null ? [] : (head.samples[time] ?? [])
  if (spans.some((cell) => parseTimeSpan(cell) !== undefined)) return 'start'
  if (/start|beginn|\bvon\b|\bfrom\b|vanaf|\bab\b/iu.test(name)) return 'start'
  return isMomentName(name) || isEndName(name) ? 'end' : null
}

/**
 * A register beside the energy tells: its step up to the stamp is the energy of the row, or that of the row before. Null
 * where it tells nothing.
 */
export function meaningOfTotals({ numbers }: RawTable, values: readonly LayoutValue[]): 'start' | 'end' | null {
  const total = numbers.get(values.find(({ kind }) => kind === 'total')?.column ?? -1)
  const energy = numbers.get(values.find(({ kind }) => kind === 'interval')?.column ?? -1)
  if (!total || !energy) return null
  const votes = { start: 0, end: 0 }
  for (let row = 1; row < Math.min(total.length, 2000); row++) {
    const step = (total.at(row) ?? NaN) - (total.at(row - 1) ?? NaN)
    if (step === energy.at(row)) votes.end += 1
    if (step === energy.at(row - 1)) votes.start += 1
  }
  if (votes.end === votes.start) return null
  return votes.end > votes.start ? 'end' : 'start'
}

/** A file of whole days begins at midnight where stamps are beginnings, and ends at midnight where they are ends. */
function meaningOfSpan(table: RawTable, moment: Moment): 'start' | 'end' | null {
  const clockAt = clockOf(table, moment)
  const rows = table.stamps.get(moment.date)?.length ?? 0
  let [first, last] = [Infinity, -Infinity]
  for (let row = 0; row < rows; row++) {
    const clock = clockAt(row)
    if (Number.isNaN(clock)) continue
    first = Math.min(first, clock)
    last = Math.max(last, clock)
  }
  if (first % DAY === 0 && last % DAY !== 0) return 'start'
  return first % DAY !== 0 && last % DAY === 0 ? 'end' : null
}
