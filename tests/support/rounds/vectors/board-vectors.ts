/** BOARD, and what shows that two of them cannot both be true. */

import { type BoardClaim, encodeEvidence } from '../../../../app/rounds/evidence/evidence'
import {
  NOTHING_SEEN,
  type SignedBoard,
  encodeBoard,
  encodeBoardBody,
  entriesAfter,
  signBoard
} from '../../../../app/rounds/messages/board'
import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { concatBytes, lp, lpList, toHex, u64 } from '../../../../crypto'
import { primitives } from '../test-meter'
import type { Cast } from '../vector-cast'
import type { RoundVector } from './round-vector'

type Digests = readonly Uint8Array[]

export function boardVectors(cast: Cast): RoundVector[] {
  const { group, gid, rho, collectorSeed, members } = cast
  const digests = [rho, primitives.sha256(rho), primitives.sha256(gid)]
  const entries = (list: Digests) => entriesAfter(primitives, 0, gid, concatBytes(...list))
  const signed = (list: Digests, seen = NOTHING_SEEN, seed = collectorSeed): SignedBoard =>
    signBoard(primitives, { gid, count: list.length, hash: entries(list).at(-1)?.hash ?? gid, seen }, seed)
  const good = signed(digests)
  const vector = (name: string, what: string, wire: Uint8Array, expected: string, shown: Digests = digests) => ({
    ...{ name: `board-${name}`, message: 'board' as const, what, wire: toHex(wire), expected },
    context: { group: toHex(encodeGroup(group)), gid: toHex(gid), digests: toHex(concatBytes(...shown)) }
  })
  const { board } = good
  const otherLabel = lp('wattveil/v1/ask', gid, u64(board.count), board.hash, board.seen)
  return [
    vector('good', 'Three entries, to somebody who remembers nothing.', encodeBoard(good), 'ok'),
    vector('empty', 'Nothing has been published yet: h is gid.', encodeBoard(signed([])), 'ok', []),
    vector(
      'not-by-k',
      'Signed by a member.',
      encodeBoard(signed(digests, NOTHING_SEEN, members[0]!.identity)),
      'not-verified'
    ),
    vector('other-entries', 'Two entries exchanged.', encodeBoard(good), 'other-entries', [
      rho,
      digests[2]!,
      digests[1]!
    ]),
    vector(
      'one-forgotten',
      'The entries shown are one too few.',
      encodeBoard(good),
      'other-entries',
      digests.slice(0, 2)
    ),
    vector('other-label', 'The label of ASK.', lpList(otherLabel, good.signature), 'format wrong-tag'),
    vector(
      'hash-short',
      'h of 31 bytes.',
      lpList(encodeBoardBody({ ...board, hash: board.hash.slice(1) }), good.signature),
      'format wrong-length'
    ),
    ...evidence(cast, digests, signed)
  ]
}

function evidence(
  { group, gid }: Cast,
  digests: Digests,
  signed: (list: Digests, seen?: Uint8Array) => SignedBoard
): RoundVector[] {
  const before = signed(digests)
  const knowing = primitives.sha256(encodeBoard(before))
  const rewritten = [primitives.sha256(digests[0]!), ...digests.slice(1), digests[0]!]
  const grown = [...digests, digests[0]!]
  const hashAt = (list: Digests) => entriesAfter(primitives, 0, gid, concatBytes(...list)).at(2)!.hash
  const claim = (second: SignedBoard, start: Uint8Array, rest: Uint8Array): BoardClaim => ({
    ...{ kind: 'two-boards', boards: [before, second], start, digests: rest }
  })
  const none = new Uint8Array(0)
  const cases: readonly (readonly [string, string, BoardClaim, string])[] = [
    [
      'board-shorter',
      'One entry is gone, by the word of K who knew of it.',
      claim(signed(digests.slice(0, 2), knowing), none, none),
      'proven'
    ],
    [
      'board-shorter-but-earlier',
      'A shorter board that does not name the longer one may be the earlier.',
      claim(signed(digests.slice(0, 2)), none, none),
      'not-proven'
    ],
    [
      'board-rewritten',
      'The first entry is another one.',
      claim(signed(rewritten, knowing), hashAt(rewritten), rewritten[3]!),
      'proven'
    ],
    [
      'board-grown',
      'One entry more is no contradiction.',
      claim(signed(grown, knowing), hashAt(grown), grown[3]!),
      'not-proven'
    ],
    [
      'board-invented',
      'A past that does not lead to what K signed.',
      claim(signed(grown, knowing), hashAt(rewritten), grown[3]!),
      'not-proven'
    ]
  ]
  return cases.map(([name, what, made, expected]) => ({
    ...{ name: `evidence-${name}`, message: 'evidence' as const, what, context: {}, expected },
    wire: toHex(encodeEvidence({ group, roster: null, claim: made }))
  }))
}
