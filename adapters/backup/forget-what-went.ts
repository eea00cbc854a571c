/**
 * A database that was put back is older than what has happened since: everything up to now counts as submitted and opened
 * (docs/protocol/rounds.md 3.1), and no round that was open goes on.
 */

import { type UtcSeconds, utcDayOf } from '../../app/domain/interval'
import { submitsUntil } from '../../app/rounds/schedule'
import { OPENED_BEFORE_SETTING } from '../storage/bill-store'
import type { Database } from '../storage/database'
import { createPadLedger } from '../storage/pad-ledger'
import { createRoundStore } from '../storage/round-store'
import { createSettingsStore } from '../storage/settings-store'

/** @param now what starts before it counts as gone. */
export function forgetWhatWent(database: Database, now: UtcSeconds): void {
  database.transaction(() => {
    // Their keys stayed behind or are stale: what was on offer is in no sum, what was sent stays masked as far as can be told.
    database.exec(
      `UPDATE round_day SET phase = 'lost', reason = 'not-in-a-sum', exchange = NULL, keys = NULL, keys_delivered = NULL
         WHERE phase IN ('offered', 'refused');
       UPDATE round_day SET phase = 'lost', reason = 'no-sum', exchange = NULL, submit_delivered = NULL
         WHERE phase = 'submitted';
       UPDATE round_day SET exchange = NULL WHERE exchange IS NOT NULL;
       UPDATE round_live SET phase = 'ended', reason = 'no-roster', exchange = NULL, keys = NULL, keys_delivered = NULL,
           attempt = NULL, rho = NULL, members = NULL, endorse = NULL
         WHERE phase IN ('offered', 'endorsed', 'armed');
       UPDATE round_live SET phase = 'ended', reason = 'no-sum', exchange = NULL, submit_delivered = NULL
         WHERE phase = 'submitted';
       UPDATE round_live SET exchange = NULL WHERE exchange IS NOT NULL`
    )
    createPadLedger(database).countAsSubmittedBefore(now)
    oweAnswers(database, now)
    createSettingsStore(database).write(OPENED_BEFORE_SETTING, String(now))
  })
}

/**
 * What was announced after this state was saved is not in it: every day whose roster may still wait for this household is
 * asked about once.
 */
function oweAnswers(database: Database, now: UtcSeconds): void {
  const store = createRoundStore(database)
  const today = utcDayOf(now)
  for (const { gid, group, departure } of store.groups()) {
    if (group.mode !== 'batch' || departure) continue
    for (let utcDay = today - 1; utcDay >= 0 && now < submitsUntil(utcDay); utcDay--) store.oweAnswer(gid, utcDay)
  }
}
