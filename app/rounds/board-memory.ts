/** Port: what a household remembers of its collector's board (docs/protocol/rounds.md 7.4). */

import type { BoardEntry } from './messages/board'

export type BoardHead = {
  /** BOARD as the collector signed it. */
  readonly wire: Uint8Array
  readonly count: number
  readonly hash: Uint8Array
}

export type BoardMemory = {
  /** Null before the first. */
  boardHead(gid: Uint8Array): BoardHead | null
  /** The board leads on from what was remembered. All or nothing; of old entries only the newest are kept. */
  extendBoard(gid: Uint8Array, head: BoardHead, entries: readonly BoardEntry[]): void
  /** The chain's hash right after the entry of what has this hash; null where it is not on the board. */
  boardHashAfter(gid: Uint8Array, digest: Uint8Array): Uint8Array | null
  /** The person has decided to go on with another board. */
  forgetBoard(gid: Uint8Array): void
}
