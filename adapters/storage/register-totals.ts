/** What registers showed around a stretch without readings. */

import { type Period, type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { RegisterTotal, Surroundings } from '../../app/readings/profile-store'
import type { Database } from './database'
import { type Row, bigintIn, integerIn } from './row'

const FINEST_EXPONENT = 6
const NOTHING: Surroundings = { before: null, after: null, totals: [] }
/** Looks at a register inside one stretch; of more, every so many are left out, and the sums are over longer times. */
const MOST_TOTALS = 2000

/** Nothing is told while an import is under way there: what it brings may be what is missing. */
export function surroundings(database: Database, series: number, stretch: Period): Surroundings {
  const nearest = database
    .prepare(
      `SELECT start + seconds AS until, batch NOT IN (SELECT batch FROM open_import) AS known
       FROM reading WHERE series = ? AND start <= ? ORDER BY start DESC LIMIT 1`
    )
    .get(series, stretch.start)
  const next = database
    .prepare(
      `SELECT start AS until, batch NOT IN (SELECT batch FROM open_import) AS known
       FROM reading WHERE series = ? AND start > ? ORDER BY start LIMIT 1`
    )
    .get(series, stretch.start)
  if ([nearest, next].some((row) => row && integerIn(row, 'known') === 0)) return NOTHING
  const [before, after] = [timeOf(nearest), timeOf(next)]
  const first = Math.max(stretch.start, before ?? 0)
  const last = Math.min(stretch.end, after ?? stretch.end)
  return last > first ? { before, after, totals: thinned(totalsAround(database, series, first, last)) } : NOTHING
}

function totalsAround(database: Database, series: number, first: number, last: number): readonly RegisterTotal[] {
  const read = 'SELECT at, amount, exponent FROM known_register WHERE series = ?'
  const from = database.prepare(`${read} AND at <= ? ORDER BY at DESC LIMIT 1`).all(series, first)
  const inside = database.prepare(`${read} AND at > ? AND at < ? ORDER BY at`).all(series, first, last)
  const to = database.prepare(`${read} AND at >= ? ORDER BY at LIMIT 1`).all(series, last)
  return [...from, ...inside, ...to].map(totalFrom)
}

function thinned(totals: readonly RegisterTotal[]): readonly RegisterTotal[] {
  const every = Math.ceil(totals.length / MOST_TOTALS)
  return totals.filter((_, index) => index % every === 0 || index === totals.length - 1)
}

/** Microwatt-hours of the readings that fill a period without a gap; null where they do not. */
export function filled(database: Database, series: number, { start, end }: Period): bigint | null {
  const rows = database
    .prepare('SELECT seconds, amount, exponent FROM known_reading WHERE series = ? AND start >= ? AND start < ?')
    .all(series, start, end)
  const covered = rows.reduce((sum, row) => sum + integerIn(row, 'seconds'), 0)
  return covered === end - start ? rows.reduce((sum, row) => sum + microIn(row), 0n) : null
}

function totalFrom(row: Row): RegisterTotal {
  return { at: toUtcSeconds(integerIn(row, 'at')), total: microIn(row) }
}

function microIn(row: Row): bigint {
  return bigintIn(row, 'amount') * 10n ** BigInt(FINEST_EXPONENT - integerIn(row, 'exponent'))
}

function timeOf(row: Row | undefined): UtcSeconds | null {
  return row ? toUtcSeconds(integerIn(row, 'until')) : null
}
