/** Whether two BOARDs of one collector cannot both be true (docs/protocol/rounds.md 2.12). */

import { type Primitives, equalBytes } from '../../../crypto'
import { encodeBoard, entriesAfter, verifyBoard } from '../messages/board'
import type { GroupParameters } from '../messages/group-parameters'
import { HASH_BYTES } from '../messages/wire'
import type { BoardClaim } from './evidence'

/**
 * Shorter: the second was signed with the hash of the first in it, so after it, and has fewer entries. Another past: by its
 * own entries the second leads back to another hash where the first ended.
 */
export function boardsContradict(
  primitives: Primitives,
  { collectorKey }: GroupParameters,
  gid: Uint8Array,
  { boards, start, digests }: BoardClaim
): boolean {
  const [first, second] = boards
  const genuine = boards.every(
    (signed) => equalBytes(signed.board.gid, gid) && verifyBoard(primitives, signed, collectorKey)
  )
  if (!genuine) return false
  const { count, hash } = first.board
  if (second.board.count < count) return equalBytes(second.board.seen, primitives.sha256(encodeBoard(first)))
  if (start.length !== HASH_BYTES || equalBytes(start, hash)) return false
  if (count + digests.length / HASH_BYTES !== second.board.count) return false
  const last = entriesAfter(primitives, count, start, digests).at(-1)?.hash ?? start
  return equalBytes(last, second.board.hash)
}
