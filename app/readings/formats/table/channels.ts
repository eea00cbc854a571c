/** A table's rows as series: one per meter, register and column, in instants, before anything is added up. */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { FilePart } from '../format-reader'
import { labelOf } from './guess-layout'
import type { LocalClock } from './local-clock'
import { meterOfHead, toMeterName } from './meter-of-table'
import { type NumberColumn, createNumberColumn } from '../lists/number-column'
import { INVALID, type RawTable } from './raw-table'
import { createStampReader } from './stamp-reader'
import type { LayoutValue, TableLayout } from './table-layout'
import { type Medium, qualityOf, saysMissing, unitOf } from './words'

/** 0 measured, 1 estimated, 2 substituted. */
export type QualityRank = 0 | 1 | 2

export type Channel = {
  readonly meterId: string
  /** Of the column. */
  readonly name: string
  readonly register: 'drawn' | 'fed-in' | 'net'
  readonly kind: LayoutValue['kind']
  readonly unit: LayoutValue['unit']
  /** Instants as the rows name them: of beginnings, or of ends where the layout knows no beginnings. */
  readonly starts: NumberColumn
  /** 0 where the row does not say how long it lasts. */
  readonly seconds: NumberColumn
  /** Millionths of the unit; NaN where the row says that its value is missing. */
  readonly amounts: NumberColumn
  /** QualityRank of each. */
  readonly ranks: NumberColumn
  readonly lines: NumberColumn
}

export type ChannelSet = {
  readonly channels: readonly Channel[]
  readonly remarks: readonly Remark[]
  /** Rows none of whose values is there. */
  readonly missingRows: number
}

/** Suffix of the meter that holds what remains to be drawn from the grid beside an energy community. */
export const REST_METER = '-grid'

/** Rows after which others have their turn. */
const ROWS_PER_TURN = 20_000

/** Yields now and then, so that nobody waits long. @throws AppError csv-number { line } for a cell that is no number. */
export function* channelsOf(
  table: RawTable,
  layout: TableLayout,
  clock: LocalClock,
  unnamed: string
): Generator<FilePart, ChannelSet> {
  const stamps = createStampReader(table, layout, clock)
  const meterOf = meterCodes(table, layout, unnamed)
  const labels = labelCodes(table, layout)
  const quality = qualityCodes(table, layout)
  const found = new Map<string, Channel>()
  const others = new Map<string, OtherMeter>()
  let missingRows = 0
  for (let row = 0; row < table.lines.length; row++) {
    if (row % ROWS_PER_TURN === ROWS_PER_TURN - 1) yield { kind: 'working' }
    const [meterId, label, code] = [meterOf(row), labels.of(row), labels.code(row)]
    if (label && label.medium !== 'electricity') {
      countOther(others, label.medium, meterId)
      continue
    }
    const moment = stamps.read(row, `${meterId} ${code}`)
    if (!moment) continue
    const { rank, isMissing } = quality.of(row)
    let isThere = false
    for (const value of layout.values) {
      const amount = isMissing ? NaN : (table.numbers.get(value.column)?.at(row) ?? NaN)
      if (amount === INVALID) throw new AppError('csv-number', { line: table.lines.at(row) ?? 0 })
      isThere ||= !Number.isNaN(amount)
      const channel = channelOf(found, value, {
        meterId,
        register: label?.register ?? null,
        code,
        name: table.head.names[value.column] ?? ''
      })
      channel.starts.push(moment.at)
      channel.seconds.push(moment.seconds)
      channel.amounts.push(amount)
      channel.ranks.push(rank)
      channel.lines.push(table.lines.at(row) ?? 0)
    }
    if (!isThere) missingRows += 1
  }
  const remarks = [...quality.remarks(), ...otherMeters(others), ...stamps.remarks()]
  return { channels: [...found.values()], remarks, missingRows }
}

type OtherMeter = { readonly medium: Medium; readonly meterId: string; rows: number }

function countOther(others: Map<string, OtherMeter>, medium: Medium, meterId: string): void {
  const known = others.get(`${medium} ${meterId}`)
  if (known) known.rows += 1
  else others.set(`${medium} ${meterId}`, { medium, meterId, rows: 1 })
}

function otherMeters(others: ReadonlyMap<string, OtherMeter>): Remark[] {
  return [...others.values()].map(({ medium, meterId, rows }) => ({
    code: `${medium}-left-out`,
    params: { name: meterId, count: rows }
  }))
}

type RowOwner = {
  readonly meterId: string
  /** What a label of the row says. */
  readonly register: 'drawn' | 'fed-in' | null
  readonly code: number
  readonly name: string
}

function channelOf(
  found: Map<string, Channel>,
  value: LayoutValue,
  { meterId, register: labelled, code, name }: RowOwner
): Channel {
  const register = value.register === 'rest' ? 'drawn' : (labelled ?? value.register)
  const owner = value.register === 'rest' ? `${meterId.slice(0, 64 - REST_METER.length)}${REST_METER}` : meterId
  const key = `${owner}\n${register}\n${value.column}\n${code}`
  const known = found.get(key)
  if (known) return known
  const made: Channel = {
    ...{ meterId: owner, name, register, kind: value.kind, unit: value.unit },
    ...{ starts: createNumberColumn('real'), seconds: createNumberColumn('whole'), lines: createNumberColumn('whole') },
    ...{ amounts: createNumberColumn('real'), ranks: createNumberColumn('whole') }
  }
  found.set(key, made)
  return made
}

function meterCodes({ head, texts }: RawTable, { meter }: TableLayout, unnamed: string): (row: number) => string {
  const column = meter === null ? undefined : texts.get(meter)
  const one = meterOfHead(head) ?? unnamed
  if (!column) return () => one
  const names = column.words.map((word) => toMeterName(word) ?? one)
  return (row) => names[column.codes.at(row) ?? 0] ?? one
}

function labelCodes(
  { texts }: RawTable,
  { label }: TableLayout
): { readonly of: (row: number) => ReturnType<typeof labelOf>; readonly code: (row: number) => number } {
  const column = label === null ? undefined : texts.get(label)
  if (!column) return { of: () => null, code: () => -1 }
  const known = column.words.map(labelOf)
  return { of: (row) => known[column.codes.at(row) ?? 0] ?? null, code: (row) => column.codes.at(row) ?? -1 }
}

const RANKS = { measured: 0, estimated: 1, substituted: 2 } as const

function qualityCodes(
  { head, texts }: RawTable,
  { quality }: TableLayout
): { of: (row: number) => { rank: QualityRank; isMissing: boolean }; remarks: () => Remark[] } {
  const column = quality === null ? undefined : texts.get(quality)
  if (!column) return { of: () => ({ rank: 0, isMissing: false }), remarks: () => [] }
  const isMark = /ersatzwert/iu.test(head.names[quality ?? 0] ?? '')
  const known = column.words.map((word) => ({
    rank: RANKS[
      isMark && word !== '' && !/^(?:nein|no|0|-)$/iu.test(word) ? 'substituted' : (qualityOf(word) ?? 'measured')
    ],
    isMissing: saysMissing(word)
  }))
  const unknown = isMark ? [] : column.words.filter((word) => qualityOf(word) === null && !saysMissing(word))
  return {
    of: (row) => known[column.codes.at(row) ?? 0] ?? { rank: 0, isMissing: false },
    remarks: () => unknown.slice(0, 5).map((word) => ({ code: 'quality-unknown', params: { word: word.slice(0, 80) } }))
  }
}

/**
 * Columns of numbers that are not taken: what they hold is no register of the meter, stands in another column too, or
 * cannot be read as numbers, whatever the name says.
 */
export function columnsLeftOut({ head }: RawTable, { values }: TableLayout): string[] {
  const used = new Set(values.map(({ column }) => column))
  return head.names.filter((name, column) => {
    const isNumber = head.kinds[column] === 'number' || (head.kinds[column] === 'text' && unitOf(name) !== null)
    return isNumber && !used.has(column) && name !== ''
  })
}
