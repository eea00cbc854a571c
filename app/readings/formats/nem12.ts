/**
 * NEM12, the interval data of Australian meters (AEMO Meter Data File Format 2.x): 200 names a register, 300 is one of
 * its days, 400 says the quality of a stretch of the day before it. Times are market time, UTC+10:00 all year.
 */

import { AppError } from '../../app-error'
import type { FilePart, FormatReader, ReadContext } from './format-reader'
import type { ItemList } from './lists/item-list'
import { readLines } from './read-lines'
import { type Interval, energyOf } from './table/interval-list'
import { mergeIntervals } from './table/meter-energy'
import { meterParts } from './table/meter-parts'
import { only } from './table/packed-intervals'
import { toMeterName } from './table/meter-of-table'
import { parseAmount } from './table/parse-amount'

const MARKET_OFFSET = 36_000
const DAY = 86_400
/** 288 values of 14 decimals and their heads. */
const LONGEST_LINE = 64 * 1024
const UNITS = { WH: 'Wh', KWH: 'kWh', MWH: 'MWh' } as const

type Rank = Interval['rank'] | null
/** A: actual, E: estimated, F and S: substituted; N: there is no value; V: the 400 records say. */
const QUALITIES: Readonly<Record<string, Rank>> = { A: 0, E: 1, F: 2, S: 2, N: null }

type Register = {
  readonly meterId: string
  /** E1, B1: what a second head of the same name goes on with. */
  readonly suffix: string
  readonly direction: 'drawn' | 'fed-in'
  readonly unit: (typeof UNITS)[keyof typeof UNITS]
  readonly seconds: number
  readonly intervals: Interval[]
}

type State = {
  readonly registers: Register[]
  /** Null while records of a register are passed over that holds no energy. */
  current: Register | null
  /** The day just read, whose quality records may follow. */
  day: { readonly intervals: Interval[]; readonly isVariable: boolean; readonly line: number; known: number } | null
  otherRegisters: Set<string>
  missing: number
  rounded: number
}

export const nem12: FormatReader = {
  format: 'nem12',
  detect: ({ text }) => /^100,NEM12/u.test(text) || /^\s*200,[^\n]*,\d{1,2},[^\n]*\r?\n300,\d{8},/u.test(text),
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<FilePart, void> {
  const state: State = { registers: [], current: null, day: null, otherRegisters: new Set(), missing: 0, rounded: 0 }
  let [number, isClosed] = [0, false]
  for await (const lines of readLines(bytes, { encoding: context.head.encoding ?? 'utf-8', longest: LONGEST_LINE })) {
    for (const line of lines) {
      number += 1
      if (line.trim() === '') continue
      if (isClosed) throw new AppError('csv-after-end', { line: number })
      isClosed = record(state, line.split(','), number, context.meterId)
    }
  }
  finishDay(state)
  yield* partsOf(state)
}

/** @returns whether it was the last record. */
function record(state: State, cells: readonly string[], line: number, unnamed: string): boolean {
  const kind = cells[0]
  if (kind !== '400') finishDay(state)
  if (kind === '200') state.current = registerOf(state, cells, line, unnamed)
  else if (kind === '300') readDay(state, cells, line)
  else if (kind === '400') readQuality(state, cells, line)
  else if (kind !== '100' && kind !== '500' && kind !== '900') throw new AppError('nem12-record', { line })
  return kind === '900'
}

function registerOf(state: State, cells: readonly string[], line: number, unnamed: string): Register | null {
  const [, point = '', , , suffix = '', , serial = '', unit = '', minutes = ''] = cells
  const direction = suffix.startsWith('E') ? 'drawn' : suffix.startsWith('B') ? 'fed-in' : null
  const known = UNITS[unit.toUpperCase() as keyof typeof UNITS]
  if (direction === null || !known) {
    state.otherRegisters.add(`${suffix} ${unit}`.trim())
    return null
  }
  const length = Number(minutes)
  if (length !== 5 && length !== 15 && length !== 30) throw new AppError('nem12-interval', { line })
  const name = /^[0-9A-Z]{10,11}$/u.test(point) ? point : (toMeterName(serial) ?? unnamed)
  const seconds = length * 60
  const open = state.registers.find(
    (one) => one.meterId === name && one.suffix === suffix && one.unit === known && one.seconds === seconds
  )
  if (open) return open
  const register: Register = { meterId: name, suffix, direction, unit: known, seconds, intervals: [] }
  state.registers.push(register)
  return register
}

function readDay(state: State, cells: readonly string[], line: number): void {
  const register = state.current
  if (!register) {
    if (state.otherRegisters.size === 0) throw new AppError('nem12-record', { line })
    return
  }
  const start = dayOf(cells[1] ?? '', line)
  const count = DAY / register.seconds
  const quality = (cells[2 + count] ?? '').charAt(0).toUpperCase()
  const isVariable = quality === 'V'
  const rank = isVariable ? 0 : QUALITIES[quality]
  if (rank === undefined) throw new AppError('nem12-values', { line })
  const intervals = Array.from({ length: count }, (_, index): Interval => {
    const amount = parseAmount((cells[2 + index] ?? '').trim(), '.', () => (state.rounded += 1))
    if (amount === undefined) throw new AppError('csv-number', { line })
    const energy = rank === null ? NaN : energyOf(amount, register.unit, register.seconds, state)
    return { start: start + index * register.seconds, seconds: register.seconds, energy, rank: rank ?? 0, line }
  })
  state.day = { intervals, isVariable, line, known: 0 }
}

function readQuality({ day }: State, cells: readonly string[], line: number): void {
  if (!day) return
  const [from, to] = [Number(cells[1]), Number(cells[2])]
  const rank = QUALITIES[(cells[3] ?? '').charAt(0).toUpperCase()]
  const isFit = Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to >= from && to <= day.intervals.length
  if (rank === undefined || !isFit) throw new AppError('nem12-record', { line })
  for (const interval of day.intervals.slice(from - 1, to)) {
    if (rank === null) interval.energy = NaN
    else interval.rank = rank
  }
  day.known += to - from + 1
}

function finishDay(state: State): void {
  const { day, current } = state
  state.day = null
  if (!day || !current) return
  if (day.isVariable && day.known < day.intervals.length) throw new AppError('nem12-values', { line: day.line })
  state.missing += day.intervals.filter(({ energy }) => Number.isNaN(energy)).length
  current.intervals.push(...day.intervals)
}

function dayOf(text: string, line: number): number {
  const match = /^(\d{4})(\d{2})(\d{2})$/u.exec(text)
  const time = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 1000 : NaN
  const isReal = match && new Date(time * 1000).getUTCDate() === Number(match[3])
  if (!isReal) throw new AppError('csv-time', { line })
  return time - MARKET_OFFSET
}

function* partsOf({ registers, otherRegisters, missing, rounded }: State): Generator<FilePart, void> {
  const meterIds = [...new Set(registers.map(({ meterId }) => meterId))]
  if (registers.every(({ intervals }) => intervals.length === 0)) throw new AppError('table-empty')
  for (const meterId of meterIds) {
    const energy = (direction: Register['direction']): ItemList<Interval> => {
      const own = registers.filter((one) => one.meterId === meterId && one.direction === direction)
      return only(mergeIntervals(own.map(sorted)), (one) => !Number.isNaN(one.energy))
    }
    yield* meterParts({ meterId, drawn: energy('drawn'), fedIn: energy('fed-in'), registers: [] })
  }
  const remarks = [
    { code: 'rows-missing', count: missing },
    { code: 'values-rounded', count: rounded }
  ]
  for (const { code, count } of remarks) if (count > 0) yield { kind: 'remark', remark: { code, params: { count } } }
  if (otherRegisters.size > 0) {
    yield {
      kind: 'remark',
      remark: { code: 'columns-left-out', params: { names: [...otherRegisters].join(', ').slice(0, 400) } }
    }
  }
}

/** Days of one register may be given twice: the same again is fine, another value is not. */
function sorted({ intervals }: Register): Interval[] {
  const found: Interval[] = []
  for (const interval of [...intervals].sort((one, other) => one.start - other.start)) {
    const before = found.at(-1)
    if (before?.start !== interval.start) found.push(interval)
    else if (Number.isNaN(before.energy)) found[found.length - 1] = interval
    else if (!Number.isNaN(interval.energy) && before.energy !== interval.energy) {
      throw new AppError('csv-overlap', { line: interval.line })
    }
  }
  return found
}
