/**
 * After a restore or a move: days that the household may have announced before, and for which it has neither key nor log
 * any more. Whoever waits for it in a roster is told that it will not come, so that the others get another attempt.
 */

import { equalBytes } from '../../crypto'
import { encodeRefuse, signRefuse } from './messages/refuse'
import { decodeRoster, rosterHash } from './messages/roster'
import { unlessMalformed } from './messages/unless-malformed'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { rostersFrom, submitsUntil } from './schedule'

/** One day of those owed, where its time has come. @throws TransportError. */
export async function answerOwed(context: RoundsContext, joined: JoinedGroup, utcDay: number): Promise<void> {
  const { store, clock, transportOf, primitives } = context
  if (clock.now() < rostersFrom(utcDay)) return
  if (clock.now() < submitsUntil(utcDay)) {
    const shown = await transportOf(joined).rosters(utcDay, joined.memberId)
    for (const rho of shown.flatMap((wire) => waitsForMe(context, joined, utcDay, wire) ?? [])) {
      // A roster under which the old device has submitted keeps that SUBMIT: the collector takes one answer.
      const refuse = signRefuse(primitives, { rho, memberId: joined.memberId }, joined.identity)
      await transportOf(joined).refuse(utcDay, encodeRefuse(refuse))
    }
  }
  store.settleAnswer(joined.gid, utcDay)
}

/** rho of a roster of this day that the collector signed and that names this household; else null. */
function waitsForMe(
  { primitives }: RoundsContext,
  { gid, group, memberId }: JoinedGroup,
  utcDay: number,
  wire: Uint8Array
): Uint8Array | null {
  const signed = unlessMalformed(() => decodeRoster(wire))
  if (!signed) return null
  const { roster } = signed
  const isOurs =
    primitives.ed25519.verify(signed.signature, signed.body, group.collectorKey) &&
    equalBytes(roster.gid, gid) &&
    roster.utcDay === utcDay &&
    roster.members.some((member) => equalBytes(member.memberId, memberId))
  return isOurs ? rosterHash(primitives, signed.body) : null
}
