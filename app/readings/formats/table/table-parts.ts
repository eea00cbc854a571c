/** A table and the meaning of its columns as rows, register totals and remarks. */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { FilePart, ReadContext } from '../format-reader'
import { type Channel, REST_METER, channelsOf, columnsLeftOut } from './channels'
import { type Interval, type IntervalNotes, intervalsOf, newIntervalNotes } from './interval-list'
import { meaningOfTotals } from './guess-moments'
import type { ItemList } from '../lists/item-list'
import { createLocalClock } from './local-clock'
import { mergeIntervals, meterEnergies } from './meter-energy'
import { meterParts } from './meter-parts'
import { meterOfHead } from './meter-of-table'
import type { RawTable } from './raw-table'
import type { TableLayout } from './table-layout'
import { totalsAgainstParts } from './total-beside-parts'
import { totalsOf } from './total-list'
import { mediumOf } from './words'

const MEDIA_LEFT_OUT: ReadonlySet<string> = new Set(
  ['gas', 'heat', 'water', 'volume'].map((medium) => `${medium}-left-out`)
)

/** @throws AppError as the parts of the table demand, with its line; csv-time, csv-implausible { line }, table-empty. */
export function* tableParts(table: RawTable, layout: TableLayout, context: ReadContext): Generator<FilePart, void> {
  const clock = createLocalClock(layout.zone ?? context.timeZone)
  const notes = newIntervalNotes()
  const { channels, remarks, missingRows } = yield* channelsOf(table, layout, clock, context.meterId)
  // Every row names another medium than electricity.
  const [other] = remarks.filter(({ code }) => MEDIA_LEFT_OUT.has(code))
  if (channels.length === 0 && other) throw new AppError(`file-only-${other.code.replace('-left-out', '')}`)
  const isNamed = layout.meter !== null || meterOfHead(table.head) !== null
  const leftOut = leftOutRemarks(table, layout)
  // Where rows have a beginning and an end, a register was read at the end unless the energy beside it says otherwise.
  const readAtEnd = meaningOfTotals(table, layout.values) !== 'start'
  forgetCells(table)
  const isEnd = layout.start === null
  const isDays = table.notes.dateOnly && layout.start?.time === null && layout.end === null
  const partly = partlyMissing(channels)
  const made = (channel: Channel): ItemList<Interval> => intervalsOf(channel, { isEnd, isDays, clock }, notes)
  const extra: Remark[] = []
  const meters = meterEnergies(channels, {
    intervals: (some) => mergeIntervals(some.map(made)),
    totals: (some) => totalsOf(some, readAtEnd && layout.start !== null && layout.end !== null, notes),
    remark: (remark) => extra.push(remark)
  })
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
    ...partly,
    ...leftOut,
    ...noteRemarks(table, notes, missingRows)
  ]) {
    yield { kind: 'remark', remark }
  }
}

/** A year of minutes is a hundred megabytes of cells, which nobody needs any more. */
function forgetCells({ lines, stamps, offsets, times, numbers, texts }: RawTable): void {
  const columns = [lines, ...[stamps, offsets, times, numbers].flatMap((column) => [...column.values()])]
  for (const column of [...columns, ...[...texts.values()].map(({ codes }) => codes)]) column.clear()
}

/** Columns that are empty in rows where others are not. */
function partlyMissing(channels: readonly Channel[]): Remark[] {
  return channels.flatMap(({ name, amounts, lines }) => {
    let [count, at] = [0, 0]
    for (let row = amounts.length - 1; row >= 0; row--) {
      if (!Number.isNaN(amounts.at(row))) continue
      count += 1
      at = row
    }
    const isPart = count > 0 && count < amounts.length && channels.length > 1
    return isPart ? [{ code: 'column-values-missing', params: { name, count, line: lines.at(at) ?? 0 } }] : []
  })
}

function leftOutRemarks(table: RawTable, layout: TableLayout): Remark[] {
  const columns = columnsLeftOut(table, layout).filter((name) => mediumOf(name) === 'electricity')
  const media = columnsLeftOut(table, layout).filter((name) => mediumOf(name) !== 'electricity')
  const { leftOut, firstLeftOut } = table.notes
  return [
    ...(columns.length > 0 ? [{ code: 'columns-left-out', params: { names: columns.join(', ').slice(0, 400) } }] : []),
    ...totalsAgainstParts(table, layout),
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
    { code: 'row-ends-odd', found: notes.oddEnds },
    { code: 'rows-wider-apart', found: notes.wider }
  ]
  return [
    ...counts.filter(({ count }) => count > 0).map(({ code, count }) => ({ code, params: { count } })),
    ...lines
      .filter(({ found }) => found.size > 0)
      .map(({ code, found }) => ({ code, params: { count: found.size, line: [...found][0] ?? 0 } }))
  ]
}
