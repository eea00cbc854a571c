/**
 * Follows the collector's board from where it was remembered. Whatever does not lead on from there is not taken, and where
 * the collector's own signatures show it, kept as evidence (docs/protocol/rounds.md 7.4).
 */

import { concatBytes, equalBytes } from '../../crypto'
import { utcDayOf } from '../domain/interval'
import { TransportError } from '../ports'
import type { BoardHead } from './board-memory'
import { encodeEvidence } from './evidence/evidence'
import { NOTHING_SEEN, type SignedBoard, decodeBoard, entriesAfter, verifyBoard } from './messages/board'
import { unlessMalformed } from './messages/unless-malformed'
import { HASH_BYTES } from './messages/wire'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'

/** The newest BOARD, h after `from` entries, and the digests from there to the newest entry. */
type Run = {
  readonly head: SignedBoard
  readonly wire: Uint8Array
  readonly start: Uint8Array
  readonly digests: Uint8Array
}

/** Four thousand entries each: more than a year of a live group. */
const MOST_PAGES = 32

/** Whether the collector has put what has this hash on the board that this household remembers. Asks it once if not. */
export async function isOnBoard(context: RoundsContext, joined: JoinedGroup, digest: Uint8Array): Promise<boolean> {
  const { store } = context
  if (store.boardHashAfter(joined.gid, digest)) return true
  await followBoard(context, joined)
  return store.boardHashAfter(joined.gid, digest) !== null
}

/** Remembers what has come, or keeps the proof that the board is another one. @throws TransportError, also for what is no board. */
export async function followBoard(context: RoundsContext, joined: JoinedGroup): Promise<void> {
  const { store, primitives } = context
  // Until the person decides, nothing of this board is taken any more.
  if (store.groups().some(({ gid, paused }) => paused === 'board' && equalBytes(gid, joined.gid))) return
  const known = store.boardHead(joined.gid)
  const run = await readRun(context, joined, known)
  if (!run) throw new TransportError('malformed', joined.operator)
  const { board } = run.head
  if (known && leadsElsewhere(known, run)) {
    keepEvidence(context, joined, known, run)
    return
  }
  const entries = entriesAfter(primitives, known?.count ?? 0, run.start, run.digests)
  store.extendBoard(joined.gid, { wire: run.wire, count: board.count, hash: board.hash }, entries)
}

/** Shorter than it was, or with another past. */
function leadsElsewhere(known: BoardHead, { head, start }: Run): boolean {
  return head.board.count < known.count || !equalBytes(start, known.hash)
}

/** Page by page up to the newest entry; null where what came is not one signed board. */
async function readRun(context: RoundsContext, joined: JoinedGroup, known: BoardHead | null): Promise<Run | null> {
  const { primitives, transportOf } = context
  const from = known?.count ?? 0
  const seen = known ? primitives.sha256(known.wire) : NOTHING_SEEN
  const pages: Uint8Array[] = []
  let [reached, hash]: readonly [number, Uint8Array | null] = [from, known ? null : joined.gid]
  let start = hash
  for (let page = 0; page < MOST_PAGES; page++) {
    const got = await transportOf(joined).board(reached, seen)
    const head = genuine(context, joined, got.wire, seen)
    if (!head) return null
    if (head.board.count < from) return { head, wire: got.wire, start: got.start, digests: new Uint8Array(0) }
    if (hash && !equalBytes(got.start, hash)) return null
    start ??= got.start
    hash = entriesAfter(primitives, reached, got.start, got.digests).at(-1)?.hash ?? got.start
    reached += got.digests.length / HASH_BYTES
    pages.push(got.digests)
    if (reached === head.board.count) {
      const isWhole = equalBytes(hash, head.board.hash)
      return isWhole ? { head, wire: got.wire, start, digests: concatBytes(...pages) } : null
    }
    if (reached > head.board.count || got.digests.length === 0) return null
  }
  return null
}

/** A BOARD of this group, signed in answer to this very question; else null. */
function genuine(
  { primitives }: RoundsContext,
  { gid, group }: JoinedGroup,
  wire: Uint8Array,
  seen: Uint8Array
): SignedBoard | null {
  const signed = unlessMalformed(() => decodeBoard(wire))
  if (!signed || !equalBytes(signed.board.gid, gid) || !equalBytes(signed.board.seen, seen)) return null
  return verifyBoard(primitives, signed, group.collectorKey) ? signed : null
}

/** Both boards are signed: anybody can see that they cannot both be true. The household waits for the person. */
function keepEvidence({ store, clock }: RoundsContext, { gid, group }: JoinedGroup, known: BoardHead, run: Run): void {
  const shorter = run.head.board.count < known.count
  const start = shorter ? new Uint8Array(0) : run.start
  const claim = {
    kind: 'two-boards',
    boards: [decodeBoard(known.wire), run.head],
    start,
    digests: run.digests
  } as const
  const bytes = encodeEvidence({ group, roster: null, claim })
  const now = clock.now()
  const epoch = group.mode === 'batch' ? utcDayOf(now) : Math.floor(now / group.seconds)
  store.transaction(() => {
    store.addEvidence({ gid, utcDay: epoch, kind: 'two-boards', bytes, at: now })
    store.changeGroup(gid, { paused: 'board' })
  })
}
