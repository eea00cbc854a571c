/** Rule W's log in the database. Works only where a commit is on disk before it returns (docs/attacks.md R38). */

import { equalBytes } from '../../crypto'
import { AppError } from '../../app/app-error'
import { toUtcSeconds } from '../../app/domain/interval'
import type { PadLedger } from '../../app/rounds/pad-ledger'
import type { Database } from './database'
import { bytesIn, integerIn } from './row'

/** @throws AppError database-not-durable on a database opened with less than synchronous=FULL. */
export function createPadLedger(database: Database): PadLedger {
  assertDurable(database)
  const rhoOf: PadLedger['rhoOf'] = ({ meterId, obis }, intervalStart) => {
    const row = database
      .prepare('SELECT rho FROM pad_use WHERE meter_id = ? AND obis = ? AND interval_start = ?')
      .get(meterId, obis, intervalStart)
    return row ? bytesIn(row, 'rho') : null
  }
  return {
    rhoOf,
    submittedBefore: () => toUtcSeconds(floorOf(database)),
    reserve: (chain, rho, intervalStarts, andStore) => {
      // Again each time: a setting can be changed while the database is open.
      assertDurable(database)
      return database.transaction(() => {
        const floor = floorOf(database)
        const known = intervalStarts.map((start) => rhoOf(chain, start))
        const taken = intervalStarts.find((start, index) => {
          const other = known[index]
          return other ? !equalBytes(other, rho) : start < floor
        })
        if (taken !== undefined) return { reserved: false, intervalStart: taken }
        const insert = database.prepare('INSERT INTO pad_use (meter_id, obis, interval_start, rho) VALUES (?, ?, ?, ?)')
        intervalStarts.forEach((start, index) => {
          if (!known[index]) insert.run(chain.meterId, chain.obis, start, rho)
        })
        andStore()
        return { reserved: true }
      })
    },
    countAsSubmittedBefore: (time) => {
      assertDurable(database)
      database
        .prepare(
          'INSERT INTO pad_floor (id, before) VALUES (0, ?) ON CONFLICT (id) DO UPDATE SET before = max(before, excluded.before)'
        )
        .run(time)
    }
  }
}

function floorOf(database: Database): number {
  const row = database.prepare('SELECT before FROM pad_floor WHERE id = 0').get()
  return row ? integerIn(row, 'before') : 0
}

function assertDurable(database: Database): void {
  if (!database.isDurable()) throw new AppError('database-not-durable')
}
