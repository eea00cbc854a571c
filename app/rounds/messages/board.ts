/** BOARD: the collector's signed word on everything it has published so far, as the head of a hash chain (docs/protocol/rounds.md 2.13). */

import { type Primitives, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import { HASH_BYTES, decodeSignedOnce, encodeSigned, fixed, readCounter } from './wire'

export type Board = {
  readonly gid: Uint8Array
  /** Entries so far. */
  readonly count: number
  /** h after the last of them; gid before the first. */
  readonly hash: Uint8Array
  /** SHA-256 of the BOARD that the asker remembers, so that this one is known to be the later; zero where it has none. */
  readonly seen: Uint8Array
}

export type SignedBoard = { readonly board: Board; readonly body: Uint8Array; readonly signature: Uint8Array }

export const MAX_BOARD_BYTES = 256
const LIMITS = { maxBytes: 192, maxFields: 5 }

/** What an asker remembers that remembers nothing. */
export const NOTHING_SEEN: Uint8Array = new Uint8Array(HASH_BYTES)

/** LP("wattveil/v1/board", gid, u64 count, h, seen). */
export function encodeBoardBody({ gid, count, hash, seen }: Board): Uint8Array {
  return lp(TAGS.board, gid, u64(count), hash, seen)
}

/** LP(body, signature of K). */
export function encodeBoard({ body, signature }: Omit<SignedBoard, 'board'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @param seed K's, 32 bytes, secret. */
export function signBoard({ ed25519 }: Primitives, board: Board, seed: Uint8Array): SignedBoard {
  const body = encodeBoardBody(board)
  return { board, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError. */
export function decodeBoard(wire: Uint8Array): SignedBoard {
  const { body, signature } = decodeSignedOnce(wire, MAX_BOARD_BYTES, 'board')
  const [gid, count, hash, seen] = readLpAs(TAGS.board, body, LIMITS, 4)
  const board = {
    gid: fixed(gid, HASH_BYTES, 'board.gid'),
    count: readCounter(count, 'board.count'),
    hash: fixed(hash, HASH_BYTES, 'board.hash'),
    seen: fixed(seen, HASH_BYTES, 'board.seen')
  }
  return { board, body, signature }
}

/** True when K signed it. */
export function verifyBoard(
  { ed25519 }: Primitives,
  { body, signature }: SignedBoard,
  collectorKey: Uint8Array
): boolean {
  return ed25519.verify(signature, body, collectorKey)
}

/** h_k = SHA-256(LP("wattveil/v1/board-entry", u64 k, h_(k-1), d_k)). @param position k, from 1. */
export function nextBoardHash(
  { sha256 }: Pick<Primitives, 'sha256'>,
  position: number,
  previous: Uint8Array,
  digest: Uint8Array
): Uint8Array {
  return sha256(lp(TAGS.boardEntry, u64(position), previous, digest))
}

/** One entry: what was published, by its hash, and the chain's hash after it. */
export type BoardEntry = { readonly position: number; readonly digest: Uint8Array; readonly hash: Uint8Array }

/** @param start h after `from` entries. @param digests of the entries after it, 32 bytes each, in one piece. */
export function entriesAfter(
  primitives: Pick<Primitives, 'sha256'>,
  from: number,
  start: Uint8Array,
  digests: Uint8Array
): BoardEntry[] {
  let hash = start
  return Array.from({ length: digests.length / HASH_BYTES }, (_, index) => {
    const position = from + index + 1
    const digest = digests.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
    hash = nextBoardHash(primitives, position, hash, digest)
    return { position, digest, hash }
  })
}
