/**
 * Real loads from a research file: CSV, gzipped or not, a time column and one column per household (kWh per interval),
 * or columns that end in "_wh" (Wh). Where a column `aggregate_wh` stands, the others are appliances inside it.
 */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import Papa from 'papaparse'
import { AppError } from '../../app/app-error'
import type { UnitExponent } from '../../app/domain/energy'
import { SECONDS_PER_DAY } from '../../app/domain/interval'

export type CsvSeries = {
  readonly name: string
  /** In units of 10^-unitExp Wh; null where the file has none. */
  readonly values: readonly (bigint | null)[]
}

export type CsvLoads = {
  readonly seconds: number
  readonly unitExp: UnitExponent
  /** The file's first time stamp read as if it were UTC, seconds. */
  readonly firstStamp: number
  readonly series: readonly CsvSeries[]
}

const MOST_BYTES = 256 * 1024 * 1024
/** Two stamps a century apart must not make a table of every second between them. */
const MOST_VALUES = 20_000_000
const AGGREGATE = 'aggregate_wh'

/** @throws AppError load-file-unreadable, load-file-malformed { name, line, reason }. */
export async function readCsvLoads(file: string): Promise<CsvLoads> {
  const name = basename(file)
  const rows = parseRows(await readText(file, name))
  const [header, ...body] = rows
  if (!header || header.length < 2 || body.length < 2) throw malformed(name, 1, 'no-rows')
  const columns = energyColumns(header)
  const stamps = body.map((row, index) => stampOf(row[0], name, index + 2))
  const seconds = stepOf(stamps, name)
  const [firstStamp = 0] = stamps
  const unitExp = resolutionOf(body, columns)
  const length = ((stamps.at(-1) ?? firstStamp) - firstStamp) / seconds + 1
  if (length * columns.length > MOST_VALUES) throw malformed(name, rows.length, 'too-long')
  const series = columns.map(({ at, label, perKwh }) => {
    const values = new Array<bigint | null>(length).fill(null)
    body.forEach((row, index) => {
      const slot = ((stamps[index] ?? 0) - firstStamp) / seconds
      values[slot] = energyOf(row[at] ?? '', perKwh, unitExp, name, index + 2)
    })
    return { name: label, values }
  })
  return { seconds, unitExp, firstStamp, series }
}

type Column = { readonly at: number; readonly label: string; readonly perKwh: boolean }

function energyColumns(header: readonly string[]): Column[] {
  const all = header.map((label, at) => ({ at, label: label.trim(), perKwh: !label.trim().endsWith('_wh') })).slice(1)
  const aggregate = all.filter(({ label }) => label === AGGREGATE)
  return aggregate.length > 0 ? aggregate : all
}

async function readText(file: string, name: string): Promise<string> {
  try {
    const raw = await readFile(file)
    const isGzip = raw[0] === 0x1f && raw[1] === 0x8b
    const bytes = isGzip ? await promisify(gunzip)(raw, { maxOutputLength: MOST_BYTES }) : raw
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('load-file-unreadable', { name })
  }
}

function parseRows(text: string): string[][] {
  return Papa.parse<string[]>(text, { skipEmptyLines: true, delimiter: ',' }).data
}

function stampOf(text: string | undefined, name: string, line: number): number {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?Z?$/u.exec(text?.trim() ?? '')
  const milliseconds = match ? Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}:${match[3] ?? '00'}Z`) : NaN
  if (Number.isNaN(milliseconds)) throw malformed(name, line, 'time')
  return milliseconds / 1000
}

/** The smallest step; all others must be multiples of it and go forward. */
function stepOf(stamps: readonly number[], name: string): number {
  const steps = stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0))
  const step = steps.reduce((least, each) => Math.min(least, each), Infinity)
  steps.forEach((each, index) => {
    if (each <= 0 || each % step !== 0) throw malformed(name, index + 3, 'time-step')
  })
  if (SECONDS_PER_DAY % step !== 0) throw malformed(name, 3, 'time-step')
  return step
}

/** Decimal places below one watt-hour in the file: 3 decimals of a kWh are whole Wh. */
function resolutionOf(body: readonly (readonly string[])[], columns: readonly Column[]): UnitExponent {
  let places = 0
  for (const row of body) {
    for (const { at, perKwh } of columns) {
      const decimals = (row[at]?.trim().split('.')[1] ?? '').replace(/0+$/u, '').length
      places = Math.max(places, decimals - (perKwh ? 3 : 0))
    }
  }
  return places >= 2 ? 2 : places === 1 ? 1 : 0
}

function energyOf(text: string, perKwh: boolean, unitExp: number, name: string, line: number): bigint | null {
  const trimmed = text.trim()
  if (trimmed === '' || /^nan$/iu.test(trimmed)) return null
  const match = /^(\d{1,9})(?:\.(\d{1,12}))?$/u.exec(trimmed)
  if (!match) throw malformed(name, line, 'value')
  const places = unitExp + (perKwh ? 3 : 0)
  const fraction = (match[2] ?? '').padEnd(places, '0').slice(0, places)
  return BigInt((match[1] ?? '0') + fraction)
}

function malformed(name: string, line: number, reason: string): AppError {
  return new AppError('load-file-malformed', { name, line, reason })
}
