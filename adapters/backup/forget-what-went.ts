/**
 * A database that was put back is older than what has happened since: everything up to now counts as submitted and opened
 * (docs/protocol/rounds.md 6), and no round that was open goes on.
 */

import type { UtcSeconds } from '../../app/domain/interval'
import type { Database } from '../storage/database'
import { createPadLedger } from '../storage/pad-ledger'
import { createSettingsStore } from '../storage/settings-store'

/** Openings of intervals before it, which the log does not know, may have happened. */
export const OPENED_BEFORE_SETTING = 'bills.opened-before'

/** @param now what starts before it counts as gone. */
export function forgetWhatWent(database: Database, now: UtcSeconds): void {
  database.transaction(() => {
    // Their keys stayed behind or are stale: what was on offer is in no sum, what was sent stays masked as far as can be told.
    database.exec(
      `UPDATE round_day SET phase = 'lost', reason = 'not-in-a-sum', exchange = NULL, keys = NULL, keys_delivered = NULL
         WHERE phase IN ('offered', 'refused');
       UPDATE round_day SET phase = 'lost', reason = 'no-sum', exchange = NULL, submit_delivered = NULL
         WHERE phase = 'submitted';
       UPDATE round_day SET exchange = NULL WHERE exchange IS NOT NULL`
    )
    createPadLedger(database).countAsSubmittedBefore(now)
    createSettingsStore(database).write(OPENED_BEFORE_SETTING, String(now))
  })
}
