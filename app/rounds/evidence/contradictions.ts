/** B2 and B3: what DLISTs show (docs/protocol/rounds.md 6). Used by the collector that blames and by all who check it. */

import { type Point, compareBytes, equalBytes, padCommitmentsAddUpVartime } from '../../../crypto'
import type { Dlist } from '../messages/dlist'
import type { Roster } from '../messages/roster'

/**
 * B2: the member's D_ij do not add up to the pads behind what it sent.
 * @param padPoint P_i,t as it follows from the member's SUBMIT or ENDORSE; null where that is no point at all.
 */
export function contradictsDlist(padPoint: Point | null, roster: Pick<Roster, 'members'>, dlist: Dlist): boolean {
  if (!padPoint) return true
  const signs = roster.members
    .filter(({ memberId }) => !equalBytes(memberId, dlist.memberId))
    .map(({ memberId }) => (compareBytes(dlist.memberId, memberId) < 0 ? 1 : -1))
  return !padCommitmentsAddUpVartime(dlist.padCommitments, signs, padPoint)
}

/** D_ij of the pads shared with one other member; null where the list has no place for it. */
export function padCommitmentFor(
  { members }: Pick<Roster, 'members'>,
  { memberId, padCommitments }: Dlist,
  other: Uint8Array
): Uint8Array | null {
  if (padCommitments.length !== members.length - 1 || equalBytes(memberId, other)) return null
  const others = members.filter((member) => !equalBytes(member.memberId, memberId))
  const index = others.findIndex((member) => equalBytes(member.memberId, other))
  return padCommitments[index] ?? null
}
