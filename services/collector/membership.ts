/**
 * The ENROLs and ENDs of a board, decoded once: nothing on it changes, and a board as full as it may be takes seconds to
 * decode.
 */

import { type Primitives, toHex } from '../../crypto'
import { type End, type SignedEnd, decodeEnd } from '../../app/rounds/messages/end'
import { type SignedEnrol, decodeEnrol } from '../../app/rounds/messages/enrol'
import type { BoardStore } from './board-store'

export type KnownEnrol = {
  readonly signed: SignedEnrol
  /** The earliest of its ENDs; null while there is none. */
  readonly end: End | null
  /** ENDs of it, as they came. */
  readonly ends: readonly Uint8Array[]
}

export type Membership = {
  /** Oldest first. */
  readonly enrols: readonly KnownEnrol[]
  readonly ofHash: (hash: Uint8Array) => KnownEnrol | null
  /** Oldest first. */
  readonly ofMember: (memberId: Uint8Array) => readonly KnownEnrol[]
  /** All of them, oldest first. */
  readonly ends: readonly SignedEnd[]
}

type Kept = { -readonly [Field in keyof KnownEnrol]: KnownEnrol[Field] }
type Decoded = {
  readonly enrols: Kept[]
  readonly byHash: Map<string, Kept>
  readonly byMember: Map<string, Kept[]>
  readonly ends: SignedEnd[]
}

const boards = new WeakMap<BoardStore, Decoded>()

/** What the board says now; only what is new since the last time is read. */
export function membershipOf({ primitives, board }: { primitives: Primitives; board: BoardStore }): Membership {
  const decoded = boards.get(board) ?? { enrols: [], byHash: new Map(), byMember: new Map(), ends: [] }
  boards.set(board, decoded)
  for (const wire of board.enrolmentsAfter(decoded.enrols.length)) addEnrol(primitives, decoded, wire)
  for (const wire of board.endsAfter(decoded.ends.length)) addEnd(decoded, wire)
  return {
    enrols: decoded.enrols,
    ofHash: (hash) => decoded.byHash.get(toHex(hash)) ?? null,
    ofMember: (memberId) => decoded.byMember.get(toHex(memberId)) ?? [],
    ends: decoded.ends
  }
}

function addEnrol(primitives: Primitives, { enrols, byHash, byMember }: Decoded, wire: Uint8Array): void {
  const signed = decodeEnrol(wire)
  const kept: Kept = { signed, end: null, ends: [] }
  const id = toHex(signed.enrol.memberId)
  enrols.push(kept)
  byHash.set(toHex(primitives.sha256(signed.body)), kept)
  byMember.set(id, [...(byMember.get(id) ?? []), kept])
}

function addEnd({ byHash, ends }: Decoded, wire: Uint8Array): void {
  const signed = decodeEnd(wire)
  ends.push(signed)
  const ended = byHash.get(toHex(signed.end.enrolHash))
  if (!ended) return
  ended.ends = [...ended.ends, wire]
  if (!ended.end || signed.end.from < ended.end.from) ended.end = signed.end
}
