/**
 * A home moves to another PC (docs/protocol/rounds.md 7.3): this one signs off before the file is written that takes the
 * identity along, and keeps no identity once that file is whole.
 */

import { AppError } from '../../app/app-error'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { OPENED_BEFORE_SETTING } from '../storage/bill-store'
import type { Database } from '../storage/database'
import { createPadLedger } from '../storage/pad-ledger'
import { createSettingsStore } from '../storage/settings-store'

/** End of the year 9999: no reading starts later. */
const NEVER_AGAIN = toUtcSeconds(253_402_300_799)

/**
 * Ends rule W's log and the log of openings here, for good: whatever a step has in hand, it masks and opens nothing after
 * this. Repeatable while the identity is here, so that a file that could not be written is written again.
 * @throws AppError not-in-a-group, home-has-moved (its identity is gone already).
 */
export function signOff(database: Database, now: UtcSeconds): void {
  database.transaction(() => {
    if (!database.prepare('SELECT 1 AS yes FROM round_group').get()) throw new AppError('not-in-a-group')
    if (!database.prepare(`SELECT 1 AS yes FROM round_group WHERE ${HAS_IDENTITY}`).get()) {
      throw new AppError('home-has-moved')
    }
    createPadLedger(database).countAsSubmittedBefore(NEVER_AGAIN)
    createSettingsStore(database).write(OPENED_BEFORE_SETTING, String(NEVER_AGAIN))
    database.prepare('UPDATE round_group SET handed_over_at = coalesce(handed_over_at, ?)').run(now)
  })
}

/** The file is whole: only whoever restores it has the identity now. */
export function forgetIdentity(database: Database): void {
  database.exec('UPDATE round_group SET identity = zeroblob(32)')
}

/** In a household restored from such a file: this PC is the one. A backup written after the move has no identity to give. */
export function takeOver(database: Database): void {
  database.exec(`UPDATE round_group SET handed_over_at = NULL, paused = 0, pause_cause = NULL WHERE ${HAS_IDENTITY}`)
}

const HAS_IDENTITY = 'identity <> zeroblob(32)'
