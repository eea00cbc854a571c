/** Reads the CSV that this program exports, and nothing else (docs/csv-format.md), version 1. */

import { AppError } from '../../app-error'
import { toTimeZone } from '../../domain/calendar'
import type { ReadingQuality } from '../reading-store'
import { readKilowattHours } from './kilowatt-hours'
import type { Amount, ProfileDecoder, ProfileHead, ProfileRow } from './load-profile-file'
import { readStamp } from './local-stamp'
import { COLUMNS, MARKS, METER_NAME, type NumberStyle, TITLE } from './wattveil-csv-form'

/** 2000-01-01 to 2100-01-01 UTC. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800
/** Longest interval taken: a gap of five years. */
const MAX_SECONDS = 5 * 366 * 86_400
/** A megawatt: no household, and few enough digits that every sum of a century fits into a view. */
const MOST_WATTS = 1_000_000n
/** Lines before the rows: title, meter, zone, unit, names of the columns. */
const HEAD_LINES = 5

type DecoderState = {
  meterId: string
  timeZone: string
  style: NumberStyle
  rows: ProfileRow[]
  counted: number
  missing: number
  lastStart: number
  readonly ends: { drawn: number; fedIn: number; missing: number }
  closed: boolean
}

export function createWattveilDecoder(): ProfileDecoder {
  const state: DecoderState = {
    meterId: '',
    timeZone: '',
    style: 'en',
    rows: [],
    counted: 0,
    missing: 0,
    lastStart: 0,
    ends: { drawn: 0, fedIn: 0, missing: 0 },
    closed: false
  }
  return {
    line: (line, number) => {
      if (state.closed) throw refused('csv-after-end', number)
      if (number <= HEAD_LINES) readHead(state, line, number)
      else if (line.startsWith('#')) readEnd(state, line, number)
      else readRow(state, line, number)
    },
    rows: () => state.rows.splice(0),
    head: (): ProfileHead | null =>
      state.timeZone === '' ? null : { meterId: state.meterId, timeZone: state.timeZone },
    end: (lines) => {
      if (!state.closed) throw refused('csv-cut-short', lines)
      return { missingRows: state.missing }
    }
  }
}

function readHead(state: DecoderState, line: string, number: number): void {
  if (number === 1 && line !== TITLE) throw refused('csv-version', number)
  if (number === 2) state.meterId = matched(/^# meter: (.+)$/u, line, number, (name) => METER_NAME.test(name))
  if (number === 3) state.timeZone = matched(/^# zone: (.+)$/u, line, number, isZone)
  if (number === 4) matched(/^# unit: (.+)$/u, line, number, (unit) => unit === 'kWh')
  if (number === 5) state.style = styleOf(line, number)
}

function matched(form: RegExp, line: string, number: number, isFit: (text: string) => boolean): string {
  const text = form.exec(line)?.[1]
  if (text === undefined || !isFit(text)) throw refused('csv-head', number)
  return text
}

function isZone(name: string): boolean {
  try {
    toTimeZone(name)
    return true
  } catch {
    return false
  }
}

function styleOf(line: string, number: number): NumberStyle {
  const style = (['en', 'de'] as const).find((one) => line === COLUMNS.join(MARKS[one].cell))
  if (!style) throw refused('csv-columns', number)
  return style
}

function readEnd(state: DecoderState, line: string, number: number): void {
  const counted = /^# end: (\d{1,9}) rows$/u.exec(line)?.[1]
  if (counted === undefined) throw refused('csv-row', number)
  if (Number(counted) !== state.counted) throw refused('csv-row-count', number)
  state.closed = true
}

function readRow(state: DecoderState, line: string, number: number): void {
  const { cell, decimal } = MARKS[state.style]
  const cells = line.split(cell)
  const [start, end, drawnText, fedInText, quality] = cells
  if (cells.length !== COLUMNS.length || drawnText === undefined || fedInText === undefined)
    throw refused('csv-row', number)
  const period = periodOf(start, end, number)
  const drawn = energyOf(drawnText, decimal, period.seconds, number)
  const fedIn = energyOf(fedInText, decimal, period.seconds, number)
  const isMissing = quality === 'missing'
  if (!isMissing && !isQuality(quality)) throw refused('csv-quality', number)
  if (isMissing !== (drawn === null && fedIn === null)) throw refused('csv-quality', number)
  assertOrder(state, period, { drawn: drawn !== null, fedIn: fedIn !== null, missing: isMissing }, number)
  state.counted += 1
  if (isMissing) state.missing += 1
  else state.rows.push({ start: period.start, seconds: period.seconds, drawn, fedIn, quality })
}

function periodOf(
  start: string | undefined,
  end: string | undefined,
  number: number
): Pick<ProfileRow, 'start' | 'seconds'> {
  const from = readStamp(start ?? '')
  const to = readStamp(end ?? '')
  if (from === undefined || to === undefined || from < FIRST_TIME || to > LAST_TIME) throw refused('csv-time', number)
  if (to <= from || to - from > MAX_SECONDS) throw refused('csv-interval', number)
  return { start: from, seconds: to - from }
}

function energyOf(text: string, mark: '.' | ',', seconds: number, number: number): Amount | null {
  if (text === '') return null
  const amount = readKilowattHours(text, mark)
  if (amount === 'too-fine') throw refused('csv-too-fine', number)
  if (!amount) throw refused('csv-number', number)
  if (amount.amount * 3600n > MOST_WATTS * BigInt(seconds) * 10n ** BigInt(amount.exponent)) {
    throw refused('csv-implausible', number)
  }
  return amount
}

/** Rows go forward in time; what one row says of a direction no other may say again. */
function assertOrder(
  state: DecoderState,
  { start, seconds }: Pick<ProfileRow, 'start' | 'seconds'>,
  holds: { readonly drawn: boolean; readonly fedIn: boolean; readonly missing: boolean },
  number: number
): void {
  if (start < state.lastStart) throw refused('csv-order', number)
  state.lastStart = start
  const { ends } = state
  const free = holds.missing
    ? start >= Math.max(ends.drawn, ends.fedIn, ends.missing)
    : start >= ends.missing && (!holds.drawn || start >= ends.drawn) && (!holds.fedIn || start >= ends.fedIn)
  if (!free) throw refused('csv-overlap', number)
  for (const part of ['drawn', 'fedIn', 'missing'] as const) if (holds[part]) ends[part] = start + seconds
}

function isQuality(text: string | undefined): text is ReadingQuality {
  return text === 'measured' || text === 'estimated' || text === 'substituted'
}

function refused(code: string, line: number): AppError {
  return new AppError(code, { line })
}
