/** Energy of intervals in milliwatt-hours, ascending and apart, made from one series of a table's rows. */

import { AppError } from '../../../app-error'
import { type ItemList, countOf, listOver, numbersOf } from '../lists/item-list'
import { commonest } from './find-table'
import type { Channel, QualityRank } from './channels'
import type { LocalClock } from './local-clock'
import { changed, createIntervalList, only, packed } from './packed-intervals'
import { widerRows } from './wider-rows'

/** `energy`: whole milliwatt-hours as a safe integer, may be negative where the source says net; NaN is missing. */
export type Interval = {
  start: number
  seconds: number
  energy: number
  rank: QualityRank
  readonly line: number
}

/** What happened on the way, over all series of a file. */
export type IntervalNotes = {
  /** Lines. */
  readonly repeated: Set<number>
  readonly sums: Set<number>
  readonly oddEnds: Set<number>
  readonly wider: Set<number>
  /** Values. */
  rounded: number
}

const DAY = 86_400
const ENOUGH = 0.5
/** An interval longer than so many of its neighbours at the end of a file is a slip of the writer, not a reading. */
const FAR = 40

export function newIntervalNotes(): IntervalNotes {
  return { repeated: new Set(), sums: new Set(), oddEnds: new Set(), wider: new Set(), rounded: 0 }
}

/**
 * Empties the series.
 * @param isEnd the stamps are ends. @param isDays the stamps are days without a time.
 * @throws AppError table-uneven, csv-overlap { line }.
 */
export function intervalsOf(
  channel: Channel,
  { isEnd, isDays, clock }: { readonly isEnd: boolean; readonly isDays: boolean; readonly clock: LocalClock },
  notes: IntervalNotes
): ItemList<Interval> {
  const stamped = sortedRows(channel)
  const step = stepOf(stamped, isDays, clock)
  if (!isDays) for (const line of widerRows(stamped, step, isEnd)) notes.wider.add(line)
  const rows = createIntervalList()
  for (const row of stamped) {
    const seconds = row.seconds > 0 ? row.seconds : lengthAt(row, step, isEnd, isDays, clock)
    rows.push({ ...row, seconds, start: isEnd ? row.start - seconds : row.start })
  }
  emptied(channel)
  const apart = withoutRepeats(mendedEnds(withoutSums(rows, step, notes), step, notes), notes)
  assertApart(apart)
  return channel.unit === 'kWh' ? apart : packed(inEnergy(apart, channel.unit, notes))
}

function* inEnergy(rows: Iterable<Interval>, unit: Channel['unit'], notes: IntervalNotes): Generator<Interval, void> {
  for (const row of rows) yield { ...row, energy: energyOf(row.energy, unit, row.seconds, notes) }
}

/** Stamps and amounts in order of time, as the rows have them; amounts in millionths of the unit. Gone with the series. */
export function sortedRows({ starts, seconds, amounts, ranks, lines }: Channel): ItemList<Interval> {
  const rows = listOver<Interval>(
    () => starts.length,
    (index) => ({
      start: starts.at(index) ?? 0,
      seconds: seconds.at(index) ?? 0,
      energy: amounts.at(index) ?? NaN,
      rank: (ranks.at(index) ?? 0) as QualityRank,
      line: lines.at(index) ?? 0
    })
  )
  for (let index = 1; index < starts.length; index++) {
    if ((starts.at(index) ?? 0) < (starts.at(index - 1) ?? 0))
      return [...rows].sort((one, other) => one.start - other.start || one.line - other.line)
  }
  return rows
}

export function emptied({ starts, seconds, amounts, ranks, lines }: Channel): void {
  for (const column of [starts, seconds, amounts, ranks, lines]) column.clear()
}

/** Millionths of a unit as whole milliwatt-hours. */
export function energyOf(amount: number, unit: Channel['unit'], seconds: number, notes: { rounded: number }): number {
  if (unit === 'kWh' || Number.isNaN(amount)) return amount
  if (unit === 'MWh') return amount * 1000
  const exact = unit === 'Wh' ? amount / 1000 : (amount * seconds) / 3600 / (unit === 'W' ? 1000 : 1)
  const whole = Math.round(exact)
  if (Math.abs(whole - exact) > 1e-6) notes.rounded += 1
  return whole
}

/** Commonest distance of two rows; 0 where every row says how long it lasts. @throws AppError table-uneven. */
function stepOf(rows: ItemList<Interval>, isDays: boolean, clock: LocalClock): number {
  const known = numbersOf(rows, ({ seconds }) => seconds).filter((seconds) => seconds > 0)
  if (known.length === rows.length) return commonest(known) ?? 0
  const clocks = numbersOf(rows, ({ start }) => (isDays ? clock.local(start) : start))
  const steps = clocks
    .subarray(1)
    .map((time, index) => time - (clocks[index] ?? time))
    .filter((step) => step > 0)
  const step = commonest(bothOf(known, steps))
  const isMonths =
    isDays && steps.every((one) => one >= 28 * DAY) && clocks.every((time) => new Date(time * 1000).getUTCDate() === 1)
  if (isMonths) return 31 * DAY
  const isSteady = step !== null && countOf(steps, (one) => one === step) >= steps.length * ENOUGH
  if (!step || !isSteady || (isDays && step > 7 * DAY)) {
    throw new AppError('table-uneven', { line: rows.at(0)?.line ?? 0 })
  }
  return step
}

function* bothOf(one: Iterable<number>, other: Iterable<number>): Generator<number, void> {
  yield* one
  yield* other
}

function lengthAt({ start }: Interval, step: number, isEnd: boolean, isDays: boolean, clock: LocalClock): number {
  if (!isDays && step < DAY - 3600) return step
  if (!isDays && (step > DAY + 3600 || clock.local(start) % DAY !== 0)) return step
  // Whole local days have 23, 24 or 25 hours, months their own length.
  const days = isDays && step === 31 * DAY ? daysOfMonthAt(clock.local(start)) : Math.round(step / DAY)
  const other = clock.instants(clock.local(start) + (isEnd ? -days : days) * DAY)[0]
  return other === undefined ? step : Math.abs(other - start)
}

function daysOfMonthAt(local: number): number {
  const date = new Date(local * 1000)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

/** Rows that hold the sum of others, as a last line or between them, are not readings of their own. */
function withoutSums(rows: ItemList<Interval>, step: number, notes: IntervalNotes): ItemList<Interval> {
  if (step === 0) return rows
  return only(rows, (row, index) => {
    if (row.seconds <= step * 1.5) return true
    const end = row.start + row.seconds
    let inside = 0
    for (const near of [-2, -1, 1, 2, 3]) {
      const other = index + near < 0 ? undefined : rows.at(index + near)
      if (other && other.start >= row.start && other.start + other.seconds <= end && other.seconds < row.seconds)
        inside += 1
    }
    if (inside < 2) return true
    notes.sums.add(row.line)
    return false
  })
}

/** An end that reaches into later rows, or far beyond the last one, is not meant; the row lasts as long as the others. */
function mendedEnds(rows: ItemList<Interval>, step: number, notes: IntervalNotes): ItemList<Interval> {
  if (step === 0) return rows
  return changed(rows, (row, index) => {
    if (row.seconds === step) return row
    const next = rows.at(index + 1)
    const isOdd = next
      ? row.start + row.seconds > next.start && next.start - row.start >= step
      : row.seconds > FAR * step && rows.length > 2
    if (!isOdd) return row
    notes.oddEnds.add(row.line)
    return { ...row, seconds: step }
  })
}

function hasRepeats(rows: Iterable<Interval>): boolean {
  let last = NaN
  for (const { start } of rows) {
    if (start === last) return true
    last = start
  }
  return false
}

/** @throws AppError csv-overlap { line } where two rows speak of the same time and do not say the same. */
function withoutRepeats(rows: ItemList<Interval>, notes: IntervalNotes): ItemList<Interval> {
  if (!hasRepeats(rows)) return rows
  const found: Interval[] = []
  for (const row of rows) {
    const before = found.at(-1)
    if (!before || before.start !== row.start) found.push(row)
    else if (Number.isNaN(before.energy)) found[found.length - 1] = row
    else if (!Number.isNaN(row.energy)) {
      if (before.energy !== row.energy || before.seconds !== row.seconds)
        throw new AppError('csv-overlap', { line: row.line })
      notes.repeated.add(row.line)
    }
  }
  return found
}

/** @throws AppError csv-overlap { line }. */
export function assertApart(rows: Iterable<Interval>): void {
  let end = -Infinity
  for (const { start, seconds, line } of rows) {
    if (start < end) throw new AppError('csv-overlap', { line })
    end = start + seconds
  }
}
