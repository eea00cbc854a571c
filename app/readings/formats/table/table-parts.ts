/** A table and the meaning of its columns as rows, register totals and remarks. */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import { toUtcSeconds } from '../../../domain/interval'
import type { FilePart, ReadContext } from '../format-reader'
import type { Amount, ProfileRow } from '../load-profile-file'
import { type Channel, REST_METER, channelsOf, columnsLeftOut } from './channels'
import { type Interval, type IntervalNotes, intervalsOf, newIntervalNotes } from './interval-list'
import { createLocalClock } from './local-clock'
import { type MeterEnergy, mergeIntervals, meterEnergies } from './meter-energy'
import { meterOfHead } from './meter-of-table'
import type { RawTable } from './raw-table'
import type { TableLayout } from './table-layout'
import { totalsOf } from './total-list'
import { mediumOf } from './words'

const BATCH = 4096
const QUALITIES = ['measured', 'estimated', 'substituted'] as const
/** 2000-01-01 to 2100-01-01 UTC. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800
/** A megawatt on average: no household has it, and every sum of a century fits into a view. */
const MOST_WATTS = 1_000_000

/** @throws AppError as the parts of the table demand, with its line; csv-time, csv-implausible { line }, table-empty. */
export function* tableParts(table: RawTable, layout: TableLayout, context: ReadContext): Generator<FilePart, void> {
  const clock = createLocalClock(layout.zone ?? context.timeZone)
  const notes = newIntervalNotes()
  const { channels, remarks, missingRows } = channelsOf(table, layout, clock, context.meterId)
  const isEnd = layout.start === null
  const isDays = table.notes.dateOnly && layout.start?.time === null && layout.end === null
  const made = (channel: Channel): Interval[] => intervalsOf(channel, { isEnd, isDays, clock }, notes)
  const extra: Remark[] = []
  const meters = meterEnergies(channels, {
    intervals: (some) => mergeIntervals(some.map(made)),
    totals: (some) => totalsOf(some, notes),
    remark: (remark) => extra.push(remark)
  })
  const isNamed = layout.meter !== null || meterOfHead(table.head) !== null
  let rows = 0
  for (const meter of meters) {
    rows += meter.drawn.length + meter.fedIn.length + meter.registers.length
    yield* meterParts(meter)
  }
  if (rows === 0 && !remarks.some(({ code }) => code.endsWith('-left-out'))) throw new AppError('table-empty')
  for (const remark of [
    ...(isNamed || rows === 0 ? [] : [{ code: 'meter-unnamed', params: { meter: context.meterId } }]),
    ...remarks,
    ...extra,
    ...partlyMissing(channels),
    ...leftOutRemarks(table, layout),
    ...noteRemarks(table, notes, missingRows)
  ]) {
    yield { kind: 'remark', remark }
  }
}

function* meterParts({ meterId, drawn, fedIn, registers }: MeterEnergy): Generator<FilePart, void> {
  const exponent = exponentOf([
    ...[drawn, fedIn].flat().map(({ energy }) => energy),
    ...registers.flatMap(({ states }) => states.map(({ energy }) => energy))
  ])
  for (const { direction, states } of registers) {
    yield {
      kind: 'registers',
      meterId,
      direction,
      states: states.map(({ start, energy, line }) => ({ at: instantOf(start, line), ...amountOf(energy, exponent) }))
    }
  }
  let rows: ProfileRow[] = []
  for (const row of pairedRows(drawn, fedIn, exponent)) {
    rows.push(row)
    if (rows.length < BATCH) continue
    yield { kind: 'rows', meterId, rows }
    rows = []
  }
  if (rows.length > 0) yield { kind: 'rows', meterId, rows }
}

/** Both directions side by side where interval and quality are the same. */
function* pairedRows(
  drawn: readonly Interval[],
  fedIn: readonly Interval[],
  exponent: number
): Generator<ProfileRow, void> {
  let [left, right] = [0, 0]
  while (left < drawn.length || right < fedIn.length) {
    const [one, other] = [drawn[left], fedIn[right]]
    const isPair = one && other && one.start === other.start && one.seconds === other.seconds && one.rank === other.rank
    const first = one && (!other || one.start <= other.start) ? one : other
    if (!first) return
    if (isPair || first === one) left += 1
    if (isPair || first === other) right += 1
    yield {
      start: instantOf(first.start, first.line),
      seconds: first.seconds,
      quality: QUALITIES[first.rank],
      drawn: isPair || first === one ? energyAmount(one ?? first, exponent) : null,
      fedIn: isPair || first === other ? energyAmount(other ?? first, exponent) : null
    }
  }
}

function energyAmount({ energy, seconds, line }: Interval, exponent: number): Amount {
  if (energy < 0) throw new AppError('csv-negative', { line })
  if (energy * 3.6 > MOST_WATTS * seconds) throw new AppError('csv-implausible', { line })
  return amountOf(energy, exponent)
}

function amountOf(energy: number, exponent: number): Amount {
  return { amount: BigInt(energy / 10 ** (3 - exponent)), exponent }
}

function instantOf(time: number, line: number) {
  if (!(time >= FIRST_TIME && time <= LAST_TIME)) throw new AppError('csv-time', { line })
  return toUtcSeconds(time)
}

/** The coarsest resolution in which every amount of the meter is whole. */
function exponentOf(energies: readonly number[]): number {
  let exponent = 0
  for (const energy of energies) while (exponent < 3 && energy % 10 ** (3 - exponent) !== 0) exponent += 1
  return exponent
}

/** Columns that are empty in rows where others are not. */
function partlyMissing(channels: readonly Channel[]): Remark[] {
  return channels.flatMap(({ name, amounts, lines }) => {
    const at = amounts.findIndex((amount) => Number.isNaN(amount))
    const count = amounts.filter((amount) => Number.isNaN(amount)).length
    const isPart = count > 0 && count < amounts.length && channels.length > 1
    return isPart ? [{ code: 'column-values-missing', params: { name, count, line: lines[at] ?? 0 } }] : []
  })
}

function leftOutRemarks(table: RawTable, layout: TableLayout): Remark[] {
  const columns = columnsLeftOut(table, layout).filter((name) => mediumOf(name) === 'electricity')
  const media = columnsLeftOut(table, layout).filter((name) => mediumOf(name) !== 'electricity')
  const { leftOut, firstLeftOut } = table.notes
  return [
    ...(columns.length > 0 ? [{ code: 'columns-left-out', params: { names: columns.join(', ').slice(0, 400) } }] : []),
    ...media.map((name) => ({ code: `${mediumOf(name)}-left-out`, params: { name } })),
    ...(leftOut > 0 ? [{ code: 'lines-left-out', params: { count: leftOut, line: firstLeftOut } }] : []),
    ...(layout.values.some(({ register }) => register === 'rest')
      ? [{ code: 'community-rest', params: { suffix: REST_METER } }]
      : []),
    ...(layout.values.some(({ register }) => register === 'net') ? [{ code: 'net-split', params: {} }] : [])
  ]
}

function noteRemarks({ notes: { rounded } }: RawTable, notes: IntervalNotes, missingRows: number): Remark[] {
  const counts = [
    { code: 'rows-missing', count: missingRows },
    { code: 'values-rounded', count: rounded + notes.rounded }
  ]
  const lines = [
    { code: 'rows-repeated', found: notes.repeated },
    { code: 'sum-rows-left-out', found: notes.sums },
    { code: 'row-ends-odd', found: notes.oddEnds }
  ]
  return [
    ...counts.filter(({ count }) => count > 0).map(({ code, count }) => ({ code, params: { count } })),
    ...lines
      .filter(({ found }) => found.size > 0)
      .map(({ code, found }) => ({ code, params: { count: found.size, line: [...found][0] ?? 0 } }))
  ]
}
