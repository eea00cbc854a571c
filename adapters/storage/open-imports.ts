/**
 * Imports as streams: rows go into the tables as they are read, under a batch that the views `known_reading` and
 * `known_register` leave out until the import is kept (docs/adr/0047-imports-are-streams.md).
 */

import type { Direction } from '../../app/domain/energy'
import { utcDayOf } from '../../app/domain/interval'
import type {
  ImportedRows,
  NotedContradictions,
  OpenImport,
  Reading,
  ReadingBatch
} from '../../app/readings/reading-store'
import type { Database } from './database'
import { weekOf } from './profile-week-row'
import { integerIn } from './row'

/** Rows taken out in one go: some 50 ms. */
const DISCARDED_AT_ONCE = 20_000

/** What the store of readings does for an import. */
export type ImportTools = {
  readonly saveBatch: (batch: ReadingBatch) => number
  readonly seriesFor: (meterId: string, direction: Direction) => number
  /** @throws RangeError where readings overlap each other or what is known. */
  readonly insert: (series: number, rows: ImportedRows, batch: number) => void
  readonly noteContradictions: (noted: NotedContradictions, source: string) => void
}

type Touched = { first: number; last: number; end: number }

export function beginImport(database: Database, tools: ImportTools, source: ReadingBatch): OpenImport {
  discardLeftovers(database)
  const touched = new Map<number, Touched>()
  let batch: number | null = null
  const open = (): number => {
    if (batch !== null) return batch
    batch = tools.saveBatch(source)
    database.prepare('INSERT INTO open_import (batch) VALUES (?)').run(batch)
    return batch
  }
  return {
    add: (parts) => {
      const before = batch
      try {
        database.transaction(() => {
          for (const part of parts) {
            if (part.readings.length === 0 && part.registers.length === 0) continue
            const series = tools.seriesFor(part.meterId, part.direction)
            tools.insert(series, part, open())
            touch(touched, series, part.readings)
          }
        })
      } catch (error) {
        // What was begun in this transaction is gone with it.
        batch = before
        throw error
      }
    },
    keep: (contradictions) => {
      database.transaction(() => {
        for (const noted of contradictions) tools.noteContradictions(noted, source.name)
        if (batch !== null) database.prepare('DELETE FROM open_import WHERE batch = ?').run(batch)
        for (const [series, { first, last }] of touched) forgetDays(database, series, first, last)
      })
    },
    discardSome: () => batch !== null && discardSome(database, batch)
  }
}

/** What an import left behind that was neither kept nor taken out: the program was ended in its middle. */
export function discardLeftovers(database: Database): void {
  for (const row of database.prepare('SELECT batch FROM open_import').all()) {
    while (discardSome(database, integerIn(row, 'batch')));
  }
}

/** True while there is more. */
function discardSome(database: Database, batch: number): boolean {
  return database.transaction(() => {
    const taken =
      database
        .prepare(
          `DELETE FROM reading WHERE (series, start) IN (SELECT series, start FROM reading WHERE batch = ? LIMIT ${String(DISCARDED_AT_ONCE)})`
        )
        .run(batch) +
      database
        .prepare(
          `DELETE FROM reading_register WHERE (series, at) IN (SELECT series, at FROM reading_register WHERE batch = ? LIMIT ${String(DISCARDED_AT_ONCE)})`
        )
        .run(batch)
    if (taken > 0) return true
    database.prepare('DELETE FROM open_import WHERE batch = ?').run(batch)
    database.prepare('DELETE FROM reading_batch WHERE id = ?').run(batch)
    forgetEmptySeries(database)
    return false
  })
}

/** A meter of which nothing was ever stored. */
function forgetEmptySeries(database: Database): void {
  const users = [
    'reading',
    'reading_register',
    'reading_day',
    'reading_contradiction',
    'removed_reading',
    'removed_register'
  ]
  const unused = users.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.series = reading_series.id)`)
  database.prepare(`DELETE FROM reading_series WHERE ${unused.join(' AND ')}`).run()
}

function touch(touched: Map<number, Touched>, series: number, readings: readonly Reading[]): void {
  const [first, last] = [readings[0], readings.at(-1)]
  if (!first || !last) return
  const known = touched.get(series)
  if (known && first.start < known.end) throw new RangeError('reading: overlaps another one')
  const [from, to] = [utcDayOf(first.start), utcDayOf(last.start)]
  touched.set(series, {
    first: Math.min(known?.first ?? from, from),
    last: Math.max(known?.last ?? to, to),
    end: last.start + last.seconds
  })
}

/** The sums of these days are made again when a page asks for them. */
export function forgetDays(database: Database, series: number, first: number, last: number): void {
  database
    .prepare('DELETE FROM reading_day WHERE series = ? AND week BETWEEN ? AND ?')
    .run(series, weekOf(first), weekOf(last))
}
