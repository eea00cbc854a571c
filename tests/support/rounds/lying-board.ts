/** Collectors that tell another past than the one they told before. */

import { encodeBoard, entriesAfter, signBoard } from '../../../app/rounds/messages/board'
import type { BoardPage } from '../../../app/rounds/round-transport'
import { concatBytes } from '../../../crypto'
import type { Collector } from '../../../services/collector/collector'
import { primitives } from './test-meter'
import type { CollectorParts } from './test-neighbourhood'

/** A page of a board with these entries, as K signs it. */
export function pageOf(
  { seed, gid }: Pick<CollectorParts, 'seed' | 'gid'>,
  digests: readonly Uint8Array[],
  from: number,
  seen: Uint8Array
): BoardPage {
  const entries = entriesAfter(primitives, 0, gid, concatBytes(...digests))
  const hashAt = (count: number): Uint8Array => entries[count - 1]?.hash ?? gid
  const at = Math.min(from, digests.length)
  const board = { gid, count: digests.length, hash: hashAt(digests.length), seen }
  return {
    wire: encodeBoard(signBoard(primitives, board, seed)),
    start: hashAt(at),
    digests: concatBytes(...digests.slice(at))
  }
}

/** What is on the honest board. */
export function digestsOf({ board }: Pick<CollectorParts, 'board'>): Uint8Array[] {
  const all = board.digestsAfter(0, 10_000)
  return Array.from({ length: all.length / 32 }, (_, index) => all.slice(32 * index, 32 * index + 32))
}

/** Says that other entries are on the board; null for the truth. */
export function withBoard(
  honest: Collector,
  parts: CollectorParts,
  change: (digests: readonly Uint8Array[]) => readonly Uint8Array[] | null
): Collector {
  return {
    ...honest,
    board: (from, seen) => {
      const changed = change(digestsOf(parts))
      return changed ? pageOf(parts, changed, from, seen) : honest.board(from, seen)
    }
  }
}
