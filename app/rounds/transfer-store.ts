/** Port: what a household that came from a backup or another PC still owes its neighbours (docs/protocol/rounds.md 7.3). */

export type TransferStore = {
  /** UTC days whose rosters may wait for this household, which will not submit under them. Oldest first. */
  owedDays(gid: Uint8Array): readonly number[]
  oweAnswer(gid: Uint8Array, utcDay: number): void
  settleAnswer(gid: Uint8Array, utcDay: number): void
}
