/** Port: rule W's log (docs/protocol/rounds.md 3.1). It alone decides whether an interval may be masked. */

import type { UtcSeconds } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'

export type Reservation =
  | { readonly reserved: true }
  /** Another roster has this interval already, or a restored backup says that it may have. */
  | { readonly reserved: false; readonly intervalStart: UtcSeconds }

export type PadLedger = {
  /**
   * Fixes `rho` for each of these intervals of a chain, all or none, and runs `andStore` in the same transaction; on
   * disk before it returns. Asking again with the same rho is a success. One rho per (meterId, obis, interval), over
   * all groups, modes, days and attempts.
   * @throws AppError database-not-durable where a commit could be lost in a power cut: nothing is then reserved.
   */
  reserve(chain: ChainId, rho: Uint8Array, intervalStarts: readonly UtcSeconds[], andStore: () => void): Reservation
  /** The roster an interval was masked under; null if it never was. */
  rhoOf(chain: ChainId, intervalStart: UtcSeconds): Uint8Array | null
  /** What starts before it counts as submitted. */
  submittedBefore(): UtcSeconds
  /** After a backup was restored: everything that starts before `time` counts as submitted. Never goes back. */
  countAsSubmittedBefore(time: UtcSeconds): void
}
