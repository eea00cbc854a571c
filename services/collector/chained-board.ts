/** A board whose published entries form one chain: whoever remembers its head sees when anything before it is changed. */

import { type Primitives, equalBytes } from '../../crypto'
import { roundsPerEpoch } from '../../app/rounds/epoch'
import { decodeAsk } from '../../app/rounds/messages/ask'
import { type SignedBoard, encodeBoard, nextBoardHash, signBoard } from '../../app/rounds/messages/board'
import { type GroupParameters, MAX_ROSTER } from '../../app/rounds/messages/group-parameters'
import { splitPublishedDay } from '../../app/rounds/messages/published-day'
import type { BoardPage } from '../../app/rounds/round-transport'
import type { BoardStore } from './board-store'

export type ChainedBoard = BoardStore & {
  /** Puts an entry on the chain. @param digest of what is published: rho, SHA-256 of SUM, ASK or EVIDENCE. */
  addToChain(digest: Uint8Array): void
}

type ChainDeps = { readonly primitives: Primitives; readonly gid: Uint8Array; readonly group: GroupParameters }

/** Digests in one answer. */
export const PAGE_ENTRIES = 4096

/** What is published goes on the chain in the same transaction. */
export function chainBoard(board: BoardStore, { primitives, gid, group }: ChainDeps): ChainedBoard {
  const addToChain = (digest: Uint8Array): void => {
    const { count, hash } = topOf(board, gid)
    board.addChainEntry({ position: count + 1, digest, hash: nextBoardHash(primitives, count + 1, hash, digest) })
  }
  const together = (digest: Uint8Array, add: () => void): void => {
    board.transaction(() => {
      add()
      addToChain(digest)
    })
  }
  return {
    ...board,
    addToChain,
    addRoster: (roster, memberIds) => {
      together(roster.rho, () => {
        board.addRoster(roster, memberIds)
      })
    },
    addPublished: (rho, wire, at) => {
      const { body } = splitPublishedDay(wire, MAX_ROSTER, roundsPerEpoch(group))
      together(primitives.sha256(body), () => {
        board.addPublished(rho, wire, at)
      })
    },
    addAsk: (rho, wire, at) => {
      if (board.ask(rho)) return
      together(primitives.sha256(decodeAsk(wire).body), () => {
        board.addAsk(rho, wire, at)
      })
    },
    addFinding: (finding) => {
      if (board.findings(finding.rho).some(({ wire }) => equalBytes(wire, finding.wire))) return
      together(primitives.sha256(finding.wire), () => {
        board.addFinding(finding)
      })
    }
  }
}

/** The newest BOARD, signed now, and the entries after the first `from`. @param seen what the asker says it remembers. */
export function boardPage(
  deps: ChainDeps & { readonly board: BoardStore; readonly seed: Uint8Array },
  from: number,
  seen: Uint8Array
): BoardPage {
  const { board, gid, primitives, seed } = deps
  const top = topOf(board, gid)
  const signed: SignedBoard = signBoard(primitives, { gid, ...top, seen }, seed)
  const at = Math.min(from, top.count)
  return {
    wire: encodeBoard(signed),
    start: at === 0 ? gid : (board.chainEntry(at)?.hash ?? gid),
    digests: board.digestsAfter(at, PAGE_ENTRIES)
  }
}

function topOf(board: BoardStore, gid: Uint8Array): { readonly count: number; readonly hash: Uint8Array } {
  const last = board.lastChainEntry()
  return last ? { count: last.position, hash: last.hash } : { count: 0, hash: gid }
}
