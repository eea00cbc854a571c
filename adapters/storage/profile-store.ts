/** Load profiles in bulk: sums per UTC day, made from the readings when somebody asks and kept until they change. */

import type { Direction } from '../../app/domain/energy'
import { type Period, SECONDS_PER_DAY, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import type {
  KeptContradiction,
  LongEnergy,
  ProfileDay,
  ProfileStore,
  QualityRank,
  Raster,
  Slots
} from '../../app/readings/profile-store'
import { UNKNOWN } from '../../app/readings/profile-store'
import type { Database } from './database'
import { DAYS_PER_ROW, type StoredDay, decodeWeek, encodeWeek, weekOf } from './profile-week-row'
import { filled, surroundings } from './register-totals'
import { type Row, bigintIn, integerIn, textIn } from './row'

/** Summed in one go: some 20 ms for quarter hours. */
const WEEKS_AT_ONCE = 2
const FINEST_EXPONENT = 6

/** Microwatt-hours of a row of `reading`: the finest that a source may tell. */
// Numbers are bound as floats: what divides needs a cast below.
const MICRO =
  'amount * (CASE exponent WHEN 0 THEN 1000000 WHEN 1 THEN 100000 WHEN 2 THEN 10000 WHEN 3 THEN 1000 WHEN 4 THEN 100 WHEN 5 THEN 10 ELSE 1 END)'
/** Milliwatt-hours, rounded once, after the sum. */
const ENERGY = `(${MICRO} + 500) / 1000`
const ENERGY_SUM = `(sum(${MICRO}) + 500) / 1000`
const RANK = `(CASE quality WHEN 'measured' THEN 0 WHEN 'estimated' THEN 1 ELSE 2 END)`

export function createProfileStore(database: Database): ProfileStore {
  const series = (meterId: string, direction: Direction): number | null => {
    const row = database
      .prepare('SELECT id FROM reading_series WHERE meter_id = ? AND direction = ?')
      .get(meterId, direction)
    return row ? integerIn(row, 'id') : null
  }
  return {
    days: (meterId, direction, first, last) => {
      const id = series(meterId, direction)
      return id === null ? [] : daysOf(database, id, first, last)
    },
    across: (meterId, direction, time) => {
      const id = series(meterId, direction)
      return id === null ? null : across(database, id, time)
    },
    fine: (meterId, direction, period, seconds) => {
      const id = series(meterId, direction)
      return fine(database, id, period, seconds)
    },
    around: (meterId, direction, stretch) => {
      const id = series(meterId, direction)
      return id === null ? { before: null, after: null, totals: [] } : surroundings(database, id, stretch)
    },
    filled: (meterId, direction, period) => {
      const id = series(meterId, direction)
      return id === null ? null : filled(database, id, period)
    },
    prepare: () => prepareSome(database),
    contradictions: (meterId, direction, { start, end }) => {
      const id = series(meterId, direction)
      return id === null ? [] : contradictions(database, id, start, end)
    }
  }
}

function daysOf(database: Database, series: number, first: number, last: number): readonly ProfileDay[] {
  const span = spanOf(database, series)
  if (!span) return []
  const [from, to] = [Math.max(first, span.first), Math.min(last, span.last)]
  if (to < from) return []
  const [oldest, newest] = [weekOf(from), weekOf(to)]
  buildAll(database, series, missingWeeks(database, series, oldest, newest))
  return database
    .prepare('SELECT week, days, long FROM reading_day WHERE series = ? AND week BETWEEN ? AND ? ORDER BY week')
    .all(series, oldest, newest)
    .flatMap(decodeWeek)
    .filter(({ day }) => day >= from && day <= to)
}

/** First and last UTC day on which a reading begins. */
function spanOf(database: Database, series: number): { readonly first: number; readonly last: number } | null {
  const at = (order: 'ASC' | 'DESC'): number | null => {
    const row = database
      .prepare(`SELECT start FROM known_reading WHERE series = ? ORDER BY start ${order} LIMIT 1`)
      .get(series)
    return row ? utcDayOf(toUtcSeconds(integerIn(row, 'start'))) : null
  }
  const [first, last] = [at('ASC'), at('DESC')]
  return first === null || last === null ? null : { first, last }
}

/** Weeks with a day that has not been summed since it changed. */
function missingWeeks(database: Database, series: number, oldest: number, newest: number): readonly number[] {
  const known = new Set(
    database
      .prepare('SELECT week FROM reading_day WHERE series = ? AND week BETWEEN ? AND ?')
      .all(series, oldest, newest)
      .map((row) => integerIn(row, 'week'))
  )
  const all = newest - oldest + 1
  if (known.size === all) return []
  return Array.from({ length: all }, (_, index) => oldest + index).filter((week) => !known.has(week))
}

function buildAll(database: Database, series: number, weeks: readonly number[]): void {
  if (weeks.length === 0) return
  database.transaction(() => {
    for (const week of weeks) build(database, series, week)
  })
}

function build(database: Database, series: number, week: number): void {
  const first = week * DAYS_PER_ROW
  const days = new Map<number, StoredDay>()
  for (let day = first; day < first + DAYS_PER_ROW; day++) {
    days.set(day, { day, raster: 900, usual: null, slots: null, long: [] })
  }
  const [start, end] = [first * SECONDS_PER_DAY, (first + DAYS_PER_ROW) * SECONDS_PER_DAY]
  for (const [day, usual] of usualLengths(database, series, start, end)) {
    const known = days.get(day)
    if (known) days.set(day, { ...known, usual, raster: rasterFor(usual) })
  }
  for (const raster of new Set([...days.values()].map((one) => one.raster))) {
    sumSlots(database, { series, start, end, raster }, days)
    takeLong(database, { series, start, end, raster }, days)
  }
  database
    .prepare('INSERT OR REPLACE INTO reading_day (series, week, days, long) VALUES (?, ?, ?, ?)')
    .run(series, ...encodeWeek([...days.values()]))
}

/** The commonest length per day; of two that are as common, the shorter. */
function usualLengths(database: Database, series: number, start: number, end: number): ReadonlyMap<number, number> {
  const most = new Map<number, { seconds: number; count: number }>()
  const rows = database
    .prepare(
      `SELECT start / 86400 AS day, seconds, count(*) AS n FROM known_reading
       WHERE series = ? AND start >= ? AND start < ? GROUP BY day, seconds ORDER BY seconds`
    )
    .all(series, start, end)
  for (const row of rows) {
    const [day, seconds, count] = [integerIn(row, 'day'), integerIn(row, 'seconds'), integerIn(row, 'n')]
    if (count > (most.get(day)?.count ?? 0)) most.set(day, { seconds, count })
  }
  return new Map([...most].map(([day, { seconds }]) => [day, seconds]))
}

function rasterFor(usual: number): Raster {
  return usual === 1800 || usual === 3600 ? usual : 900
}

type Part = { readonly series: number; readonly start: number; readonly end: number; readonly raster: Raster }

function sumSlots(database: Database, { series, start, end, raster }: Part, days: Map<number, StoredDay>): void {
  const rows = database
    .prepare(
      `SELECT start / CAST(? AS INTEGER) AS slot, ${ENERGY_SUM} AS energy, sum(seconds) AS covered, max(${RANK}) AS worst FROM known_reading
       WHERE series = ? AND start >= ? AND start < ? AND start % ? + seconds <= ? GROUP BY slot`
    )
    .all(raster, series, start, end, raster, raster)
  const perDay = SECONDS_PER_DAY / raster
  for (const row of rows) {
    const slot = integerIn(row, 'slot')
    const day = days.get(Math.floor(slot / perDay))
    if (day?.raster !== raster) continue
    if (integerIn(row, 'covered') !== raster) {
      day.long.push(partOfSlot(row, slot * raster, raster))
      continue
    }
    day.slots ??= emptySlots(perDay)
    day.slots.energies[slot % perDay] = integerIn(row, 'energy')
    day.slots.ranks[slot % perDay] = integerIn(row, 'worst')
  }
}

/** A slot that its readings do not fill has an energy that is part of a sum, and none of its own. */
function partOfSlot(row: Row, start: number, raster: number): LongEnergy {
  return {
    start: toUtcSeconds(start),
    seconds: Math.min(raster, integerIn(row, 'covered')),
    energy: integerIn(row, 'energy'),
    rank: rankIn(row, 'worst')
  }
}

function takeLong(database: Database, { series, start, end, raster }: Part, days: Map<number, StoredDay>): void {
  const rows = database
    .prepare(
      `SELECT start, seconds, ${ENERGY} AS energy, ${RANK} AS worst FROM known_reading
       WHERE series = ? AND start >= ? AND start < ? AND start % ? + seconds > ? ORDER BY start`
    )
    .all(series, start, end, raster, raster)
  for (const row of rows) {
    const long = longFrom(row)
    const day = days.get(utcDayOf(long.start))
    if (day?.raster === raster) day.long.push(long)
  }
}

function across(database: Database, series: number, time: number): LongEnergy | null {
  // Where the nearest one is of an open import, no known one reaches past it (reading-store.ts).
  const row = database
    .prepare(
      `SELECT start, seconds, ${ENERGY} AS energy, ${RANK} AS worst, batch NOT IN (SELECT batch FROM open_import) AS known
       FROM reading WHERE series = ? AND start < ? ORDER BY start DESC LIMIT 1`
    )
    .get(series, time)
  if (!row || integerIn(row, 'known') === 0) return null
  const long = longFrom(row)
  return long.start + long.seconds > time ? long : null
}

function fine(
  database: Database,
  series: number | null,
  { start, end }: Period,
  seconds: number
): Slots & { readonly long: readonly LongEnergy[] } {
  const slots = emptySlots(Math.ceil((end - start) / seconds))
  if (series === null) return { ...slots, long: [] }
  const long: LongEnergy[] = []
  const rows = database
    .prepare(
      `SELECT (start - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS slot, ${ENERGY_SUM} AS energy, sum(seconds) AS covered, max(${RANK}) AS worst
       FROM known_reading WHERE series = ? AND start >= ? AND start < ? AND (start - ?) % ? + seconds <= ? GROUP BY slot`
    )
    .all(start, seconds, series, start, end, start, seconds, seconds)
  for (const row of rows) {
    const slot = integerIn(row, 'slot')
    if (integerIn(row, 'covered') !== Math.min(seconds, end - start - slot * seconds)) {
      long.push(partOfSlot(row, start + slot * seconds, seconds))
      continue
    }
    slots.energies[slot] = integerIn(row, 'energy')
    slots.ranks[slot] = integerIn(row, 'worst')
  }
  const wider = database
    .prepare(
      `SELECT start, seconds, ${ENERGY} AS energy, ${RANK} AS worst FROM known_reading
       WHERE series = ? AND start >= ? AND start < ? AND (start - ?) % ? + seconds > ? ORDER BY start`
    )
    .all(series, start, end, start, seconds, seconds)
    .map(longFrom)
  const before = across(database, series, start)
  return { ...slots, long: [...(before ? [before] : []), ...long, ...wider] }
}

function prepareSome(database: Database): boolean {
  const all = database.prepare('SELECT id FROM reading_series ORDER BY id').all()
  for (const row of all) {
    const id = integerIn(row, 'id')
    const span = spanOf(database, id)
    if (!span) continue
    const weeks = missingWeeks(database, id, weekOf(span.first), weekOf(span.last)).slice(-WEEKS_AT_ONCE)
    if (weeks.length === 0) continue
    buildAll(database, id, weeks)
    return true
  }
  return false
}

function contradictions(database: Database, series: number, start: number, end: number): readonly KeptContradiction[] {
  return database
    .prepare(
      `SELECT start, seconds, amount, exponent, source FROM reading_contradiction
       WHERE series = ? AND start < ? AND start + seconds > ? ORDER BY start LIMIT 2000`
    )
    .all(series, end, start)
    .map((row) => ({
      start: toUtcSeconds(integerIn(row, 'start')),
      seconds: integerIn(row, 'seconds'),
      energy: (bigintIn(row, 'amount') * 10n ** BigInt(FINEST_EXPONENT - integerIn(row, 'exponent'))) / 1000n,
      source: textIn(row, 'source')
    }))
}

function longFrom(row: Row): LongEnergy {
  return {
    start: toUtcSeconds(integerIn(row, 'start')),
    seconds: integerIn(row, 'seconds'),
    energy: integerIn(row, 'energy'),
    rank: rankIn(row, 'worst')
  }
}

function rankIn(row: Row, column: string): QualityRank {
  const rank = integerIn(row, column)
  return rank <= 0 ? 0 : rank === 1 ? 1 : 2
}

function emptySlots(count: number): { energies: Float64Array; ranks: Uint8Array } {
  return { energies: new Float64Array(count).fill(UNKNOWN), ranks: new Uint8Array(count) }
}
