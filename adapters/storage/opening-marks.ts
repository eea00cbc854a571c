/** Marks of openings in the household's database, beside the records that they speak of. */

import { AppError } from '../../app/app-error'
import type { ChainId } from '../../app/domain/meter/meter'
import type { ChainEntry, ChainStore } from '../../app/readings/chain-store'
import {
  MARKED_RECORDS,
  type MarkRun,
  type OpeningMarks,
  cutAtMarks,
  firstOfRun
} from '../../app/readings/opening-marks'
import { equalBytes } from '../../crypto'
import type { Database } from './database'
import { bytesIn, integerIn } from './row'

export type StoredMarks = OpeningMarks & {
  /** Marks records that were verified and have just been stored behind all others of their chain. */
  addArrived(id: ChainId, entries: readonly ChainEntry[]): void
}

/** What the marks read of the chains. */
export type MarkedChains = {
  readonly rowOf: (id: ChainId) => number | null
  readonly entriesByCounter: ChainStore['entriesByCounter']
}

type Run = readonly ChainEntry[]

type Kept = { readonly last: number; readonly mark: Uint8Array }

export function createStoredMarks(database: Database, mark: MarkRun, chains: MarkedChains): StoredMarks {
  const reader: OpeningMarks['reader'] = (id, entries) => {
    const kept = keptMarks(database, chains.rowOf(id), entries)
    return (run) => {
      const found = kept.get(firstOfRun(firstIn(run)))
      const whole = found && wholeRun(chains, id, run, found)
      return whole ? equalBytes(mark(id, whole), found.mark) : false
    }
  }
  const save = (id: ChainId, runs: readonly Run[]): void => {
    const row = chains.rowOf(id)
    for (const run of runs) {
      database
        .prepare('INSERT OR REPLACE INTO opening_mark (chain, first, last, mark) VALUES (?, ?, ?, ?)')
        .run(row, firstIn(run), lastIn(run), mark(id, run))
    }
  }
  return {
    cover: (id, entries) => {
      const kept = keptMarks(database, chains.rowOf(id), entries)
      return cutAtMarks(entries).every((run) => (kept.get(firstOfRun(firstIn(run)))?.last ?? -1) >= lastIn(run))
    },
    reader,
    add: (id, runs) => {
      database.transaction(() => {
        save(id, runs.filter(isWhole))
      })
    },
    addArrived: (id, entries) => {
      const runs = cutAtMarks(entries).map((run) => {
        const begun = storedBefore(chains, id, run)
        return begins(run) || reader(id, begun)(begun) ? [...begun, ...run] : []
      })
      save(
        id,
        runs.filter((run) => run.length > 0)
      )
    }
  }
}

function keptMarks(database: Database, row: number | null, entries: Run): ReadonlyMap<number, Kept> {
  if (entries.length === 0) return new Map()
  return new Map(
    database
      .prepare('SELECT first, last, mark FROM opening_mark WHERE chain = ? AND first >= ? AND first <= ?')
      .all(row, firstOfRun(firstIn(entries)), lastIn(entries))
      .map((kept) => [integerIn(kept, 'first'), { last: integerIn(kept, 'last'), mark: bytesIn(kept, 'mark') }])
  )
}

/** A bill that begins or ends within a run brings part of it; what is wanting is as it is stored. Null without all of it. */
function wholeRun(chains: MarkedChains, id: ChainId, run: Run, { last }: Kept): Run | null {
  if (last < lastIn(run) || firstOfRun(last) !== firstOfRun(firstIn(run))) return null
  try {
    const after = last > lastIn(run) ? chains.entriesByCounter(id, lastIn(run) + 1, last) : []
    return [...storedBefore(chains, id, run), ...run, ...after]
  } catch (error) {
    // Damage outside of what is asked for is no business of who asks.
    if (error instanceof AppError) return null
    throw error
  }
}

function storedBefore(chains: MarkedChains, id: ChainId, run: Run): Run {
  return begins(run) ? [] : chains.entriesByCounter(id, firstOfRun(firstIn(run)), firstIn(run) - 1)
}

function isWhole(run: Run): boolean {
  return run.length === MARKED_RECORDS && begins(run)
}

function begins(run: Run): boolean {
  return firstIn(run) === firstOfRun(firstIn(run))
}

function firstIn(run: Run): number {
  return run[0]?.record.counter ?? 0
}

function lastIn(run: Run): number {
  return run.at(-1)?.record.counter ?? 0
}
