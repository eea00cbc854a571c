/** Energy per interval in the household's database. */

import { AppError } from '../../app/app-error'
import type { Direction } from '../../app/domain/energy'
import { type Period, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import type {
  NotedContradictions,
  Reading,
  ReadingBatch,
  ReadingQuality,
  ReadingSpan,
  ReadingStore,
  RegisterReading
} from '../../app/readings/reading-store'
import type { Database } from './database'
import { insertRows } from './insert-rows'
import { createLayoutStore } from './layout-store'
import { type ImportTools, beginImport, discardLeftovers, forgetDays } from './open-imports'
import { type Row, bigintIn, integerIn, textIn } from './row'

const READING = 'SELECT start, seconds, amount, exponent, quality FROM known_reading'
/**
 * Readings never overlap each other, so only the nearest one before can reach into a period. Where that one is of an open
 * import, no known one reaches past it: looking further would pass all of the import's rows each time.
 */
const NEAREST_BEFORE = `SELECT start, seconds, amount, exponent, quality,
    batch NOT IN (SELECT batch FROM open_import) AS known
  FROM reading WHERE series = ? AND start < ? ORDER BY start DESC LIMIT 1`

export function createReadingStore(database: Database): ReadingStore {
  discardLeftovers(database)
  const tools: ImportTools = {
    saveBatch: (batch) => saveBatch(database, batch),
    seriesFor: (meterId, direction) => seriesFor(database, meterId, direction),
    insert: (series, { readings, registers }, batch) => {
      insertReadings(database, series, readings, batch)
      addRegisters(database, series, registers, batch)
    },
    noteContradictions: (noted, source) => {
      noteContradictions(database, noted, source)
    }
  }
  return {
    spans: () => spans(database),
    overlapping: (meterId, direction, period) => overlapping(database, seriesOf(database, meterId, direction), period),
    add: (meterId, direction, readings, batch) => {
      if (readings.length === 0) return
      database.transaction(() => {
        add(database, seriesFor(database, meterId, direction), readings, saveBatch(database, batch))
      })
    },
    registers: (meterId, direction, period) =>
      database
        .prepare('SELECT at, amount, exponent FROM known_register WHERE series = ? AND at >= ? AND at < ? ORDER BY at')
        .all(seriesOf(database, meterId, direction), period.start, period.end)
        .map(registerFrom),
    addRegisters: (meterId, direction, states, batch) => {
      if (states.length === 0) return
      database.transaction(() => {
        addRegisters(database, seriesFor(database, meterId, direction), states, saveBatch(database, batch))
      })
    },
    noteContradictions: (meterId, direction, found, source) => {
      noteContradictions(database, { meterId, direction, found }, source)
    },
    beginImport: (batch) => beginImport(database, tools, batch),
    layouts: createLayoutStore(database),
    transaction: (work) => database.transaction(work)
  }
}

function spans(database: Database): readonly ReadingSpan[] {
  const series = database
    .prepare('SELECT id, meter_id, direction FROM reading_series ORDER BY meter_id, direction')
    .all()
  return series.flatMap((row) => {
    const id = integerIn(row, 'id')
    const edge = (order: 'ASC' | 'DESC'): Row | undefined =>
      database.prepare(`${READING} WHERE series = ? ORDER BY start ${order} LIMIT 1`).get(id)
    const look = (order: 'ASC' | 'DESC'): Row | undefined =>
      database.prepare(`SELECT at FROM known_register WHERE series = ? ORDER BY at ${order} LIMIT 1`).get(id)
    const [first, last, firstLook, lastLook] = [edge('ASC'), edge('DESC'), look('ASC'), look('DESC')]
    const newest = last && readingFrom(last)
    const starts = [...(first ? [readingFrom(first).start] : []), ...(firstLook ? [integerIn(firstLook, 'at')] : [])]
    const ends = [...(newest ? [newest.start + newest.seconds] : []), ...(lastLook ? [integerIn(lastLook, 'at')] : [])]
    const [start, end] = [Math.min(...starts), Math.max(...ends)]
    // One look at a register tells no energy yet.
    if (starts.length === 0 || end <= start) return []
    const period = { start: toUtcSeconds(start), end: toUtcSeconds(end) }
    const read = newest ? toUtcSeconds(newest.start + newest.seconds) : period.end
    return [{ meterId: textIn(row, 'meter_id'), direction: directionIn(row), period, newest: read }]
  })
}

function overlapping(database: Database, series: number | null, period: Period): readonly Reading[] {
  if (series === null) return []
  const inside = database
    .prepare(`${READING} WHERE series = ? AND start >= ? AND start < ? ORDER BY start`)
    .all(series, period.start, period.end)
    .map(readingFrom)
  const row = database.prepare(NEAREST_BEFORE).get(series, period.start)
  const before = row && integerIn(row, 'known') === 1 ? readingFrom(row) : undefined
  return before && before.start + before.seconds > period.start ? [before, ...inside] : inside
}

function add(database: Database, series: number, readings: readonly Reading[], batch: number): void {
  insertReadings(database, series, readings, batch)
  const [first, last] = [readings[0], readings.at(-1)]
  if (first && last) forgetDays(database, series, utcDayOf(first.start), utcDayOf(last.start))
}

function insertReadings(database: Database, series: number, readings: readonly Reading[], batch: number): void {
  assertFree(database, series, readings)
  insertRows(
    database,
    {
      into: 'INSERT INTO reading (series, batch, seconds, exponent, quality, start, amount)',
      sharedOf: ({ seconds, exponent, quality }) => [series, batch, seconds, exponent, quality],
      cellsOf: ({ start, amount }) => [start, amount]
    },
    readings
  )
}

function noteContradictions(
  database: Database,
  { meterId, direction, found }: NotedContradictions,
  source: string
): void {
  if (found.length === 0) return
  const series = seriesFor(database, meterId, direction)
  const insert = database.prepare(
    `INSERT INTO reading_contradiction (series, start, seconds, amount, exponent, source) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`
  )
  for (const { start, seconds, amount, exponent } of found) {
    insert.run(series, start, seconds, amount, exponent, source)
  }
}

function addRegisters(database: Database, series: number, states: readonly RegisterReading[], batch: number): void {
  insertRows(
    database,
    {
      into: 'INSERT INTO reading_register (series, batch, exponent, at, amount)',
      sharedOf: ({ exponent }) => [series, batch, exponent],
      cellsOf: ({ at, amount }) => [at, amount],
      ending: 'ON CONFLICT DO NOTHING'
    },
    states
  )
}

/** One look for the whole batch: a look per row would double the time of a year's import. */
function assertFree(database: Database, series: number, readings: readonly Reading[]): void {
  const first = readings[0]
  const last = readings.at(-1)
  if (!first || !last) return
  assertApart(readings)
  const period = { start: first.start, end: toUtcSeconds(last.start + last.seconds) }
  const stored = overlapping(database, series, period)
  if (stored.length > 0) assertApart([...readings, ...stored].sort((a, b) => a.start - b.start))
}

function assertApart(ascending: readonly Reading[]): void {
  ascending.reduce((end, { start, seconds }) => {
    if (start < end) throw new RangeError('reading: overlaps another one')
    return start + seconds
  }, 0)
}

function saveBatch(database: Database, { at, origin, name }: ReadingBatch): number {
  const row = database
    .prepare('INSERT INTO reading_batch (at, origin, name) VALUES (?, ?, ?) RETURNING id')
    .get(at, origin, name)
  return integerIn(row ?? {}, 'id')
}

function seriesOf(database: Database, meterId: string, direction: Direction): number | null {
  const row = database
    .prepare('SELECT id FROM reading_series WHERE meter_id = ? AND direction = ?')
    .get(meterId, direction)
  return row ? integerIn(row, 'id') : null
}

function seriesFor(database: Database, meterId: string, direction: Direction): number {
  database
    .prepare('INSERT INTO reading_series (meter_id, direction) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(meterId, direction)
  const id = seriesOf(database, meterId, direction)
  if (id === null) throw new AppError('database-damaged')
  return id
}

function readingFrom(row: Row): Reading {
  return {
    start: toUtcSeconds(integerIn(row, 'start')),
    seconds: integerIn(row, 'seconds'),
    amount: bigintIn(row, 'amount'),
    exponent: integerIn(row, 'exponent'),
    quality: qualityIn(row)
  }
}

function registerFrom(row: Row): RegisterReading {
  return {
    at: toUtcSeconds(integerIn(row, 'at')),
    amount: bigintIn(row, 'amount'),
    exponent: integerIn(row, 'exponent')
  }
}

function directionIn(row: Row): Direction {
  return textIn(row, 'direction') === 'fed-in' ? 'fed-in' : 'drawn'
}

function qualityIn(row: Row): ReadingQuality {
  const text = textIn(row, 'quality')
  if (text !== 'measured' && text !== 'estimated' && text !== 'substituted') throw new AppError('database-damaged')
  return text
}
