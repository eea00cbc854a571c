/** Imports of files in the household's database: listed, taken out, put back. */

import type { Direction } from '../../app/domain/energy'
import { toUtcSeconds } from '../../app/domain/interval'
import type { BatchStore, KeptImport, RestoredImport } from '../../app/readings/batch-store'
import type { Database } from './database'
import { forgetDays } from './open-imports'
import { type Row, integerIn, nullableIn, textIn } from './row'

/** One import writes a batch per register; they share file and instant. */
const SIBLINGS = `SELECT other.id FROM reading_batch AS one
  JOIN reading_batch AS other ON other.at = one.at AND other.name = one.name AND other.origin = one.origin
  WHERE one.id = ? AND one.origin = 'file'`

const READINGS = `SELECT batch, series, start, seconds FROM known_reading
  UNION ALL SELECT batch, series, start, seconds FROM removed_reading`

export function createBatchStore(database: Database): BatchStore {
  return {
    imports: () => imports(database),
    remove: (id, at) => database.transaction(() => remove(database, id, at)),
    restore: (id) => database.transaction(() => restore(database, id))
  }
}

function imports(database: Database): readonly KeptImport[] {
  const rows = database
    .prepare(
      `SELECT min(batch.id) AS id, batch.at AS at, batch.name AS name, removed.at AS removed_at,
         sum(counted.n) AS n, min(counted.first) AS first, max(counted.last) AS last,
         group_concat(DISTINCT series.meter_id) AS meters, group_concat(DISTINCT series.direction) AS directions
       FROM (SELECT batch, series, count(*) AS n, min(start) AS first, max(start + seconds) AS last
             FROM (${READINGS}) GROUP BY batch, series) AS counted
       JOIN reading_batch AS batch ON batch.id = counted.batch
       JOIN reading_series AS series ON series.id = counted.series
       LEFT JOIN removed_batch AS removed ON removed.batch = batch.id
       WHERE batch.origin = 'file'
       GROUP BY batch.at, batch.name, removed.at ORDER BY id DESC`
    )
    .all()
  return rows.map(importFrom)
}

function remove(database: Database, id: number, at: number): boolean {
  const batches = siblings(database, id).filter((batch) => !isRemoved(database, batch))
  for (const batch of batches) {
    forgetDaysOf(database, batch)
    database.prepare('INSERT INTO removed_batch (batch, at) VALUES (?, ?)').run(batch, at)
    database
      .prepare(
        `INSERT INTO removed_reading (batch, series, start, seconds, amount, exponent, quality)
         SELECT batch, series, start, seconds, amount, exponent, quality FROM reading WHERE batch = ?`
      )
      .run(batch)
    database.prepare('DELETE FROM reading WHERE batch = ?').run(batch)
    database
      .prepare(
        `INSERT INTO removed_register (batch, series, at, amount, exponent)
         SELECT batch, series, at, amount, exponent FROM reading_register WHERE batch = ?`
      )
      .run(batch)
    database.prepare('DELETE FROM reading_register WHERE batch = ?').run(batch)
  }
  return batches.length > 0
}

function restore(database: Database, id: number): RestoredImport | null {
  const batches = siblings(database, id).filter((batch) => isRemoved(database, batch))
  if (batches.length === 0) return null
  let [restored, all] = [0, 0]
  for (const batch of batches) {
    all += integerIn(
      database.prepare('SELECT count(*) AS n FROM removed_reading WHERE batch = ?').get(batch) ?? {},
      'n'
    )
    restored += putBack(database, batch)
    forgetDaysOf(database, batch)
    for (const table of ['removed_reading', 'removed_register', 'removed_batch']) {
      database.prepare(`DELETE FROM ${table} WHERE batch = ?`).run(batch)
    }
  }
  return { restored, occupied: all - restored }
}

/** Readings never overlap, so the nearest one before and the next one tell whether there is room. */
function putBack(database: Database, batch: number): number {
  const restored = database
    .prepare(
      `INSERT INTO reading (series, start, seconds, amount, exponent, quality, batch)
       SELECT series, start, seconds, amount, exponent, quality, batch FROM removed_reading AS old
       WHERE batch = ?
         AND NOT EXISTS (SELECT 1 FROM reading AS now WHERE now.series = old.series
           AND now.start >= old.start AND now.start < old.start + old.seconds)
         AND coalesce((SELECT now.start + now.seconds FROM reading AS now WHERE now.series = old.series
           AND now.start < old.start ORDER BY now.start DESC LIMIT 1), 0) <= old.start`
    )
    .run(batch)
  database
    .prepare(
      `INSERT OR IGNORE INTO reading_register (series, at, amount, exponent, batch)
       SELECT series, at, amount, exponent, batch FROM removed_register WHERE batch = ?`
    )
    .run(batch)
  return restored
}

/** The sums of these days are made again when somebody asks. */
function forgetDaysOf(database: Database, batch: number): void {
  const rows = database
    .prepare(
      'SELECT series, min(start) / 86400 AS first, max(start) / 86400 AS last FROM reading WHERE batch = ? GROUP BY series'
    )
    .all(batch)
  for (const row of rows) {
    forgetDays(database, integerIn(row, 'series'), integerIn(row, 'first'), integerIn(row, 'last'))
  }
}

function siblings(database: Database, id: number): readonly number[] {
  return database
    .prepare(SIBLINGS)
    .all(id)
    .map((row) => integerIn(row, 'id'))
}

function isRemoved(database: Database, batch: number): boolean {
  return database.prepare('SELECT 1 AS found FROM removed_batch WHERE batch = ?').get(batch) !== undefined
}

function importFrom(row: Row): KeptImport {
  const [first, last] = [nullableIn(row, 'first', integerIn), nullableIn(row, 'last', integerIn)]
  const removedAt = nullableIn(row, 'removed_at', integerIn)
  return {
    id: integerIn(row, 'id'),
    at: toUtcSeconds(integerIn(row, 'at')),
    name: textIn(row, 'name'),
    meterIds: textIn(row, 'meters').split(',').sort(),
    directions: textIn(row, 'directions').split(',').sort().map(directionOf),
    intervals: integerIn(row, 'n'),
    period: first === null || last === null ? null : { start: toUtcSeconds(first), end: toUtcSeconds(last) },
    removedAt: removedAt === null ? null : toUtcSeconds(removedAt)
  }
}

function directionOf(text: string): Direction {
  return text === 'fed-in' ? 'fed-in' : 'drawn'
}
