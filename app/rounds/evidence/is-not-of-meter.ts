/** Whether a SUBMIT shows records that the member's meter never signed for that epoch (docs/attacks.md R16). */

import { type Primitives, equalBytes } from '../../../crypto'
import { firstRoundOf } from '../epoch'
import { dayOfSubmit, verifyMemberDay } from '../member-day'
import { verifyEnrol } from '../messages/enrol'
import type { GroupParameters } from '../messages/group-parameters'
import type { Roster } from '../messages/roster'
import { verifySubmit } from '../messages/submit'
import type { Claim } from './evidence'

/**
 * A record of another day, meter or register leads to another head. Which meter is the member's says an ENROL that the
 * member and the meter of the roster have signed, so nobody else can bring a false one along.
 */
export function isNotOfMeter(
  primitives: Primitives,
  { group, rho, roster }: { readonly group: GroupParameters; readonly rho: Uint8Array; readonly roster: Roster },
  { submit: signed, enrol: signedEnrol }: Claim & { readonly kind: 'submit-against-meter' }
): boolean {
  const { submit } = signed
  const { enrol } = signedEnrol
  const member = roster.members.find(({ memberId }) => equalBytes(memberId, submit.memberId))
  const isTheirs =
    member !== undefined &&
    equalBytes(submit.rho, rho) &&
    verifySubmit(primitives, signed, firstRoundOf(group, roster.utcDay)) &&
    equalBytes(enrol.gid, roster.gid) &&
    equalBytes(enrol.memberId, submit.memberId) &&
    equalBytes(enrol.meterKey, member.meterKey) &&
    verifyEnrol(primitives, signedEnrol)
  if (!isTheirs) return false
  const day = dayOfSubmit(enrol.meterId, submit)
  return !verifyMemberDay(primitives, group, roster.utcDay, day, enrol.meterKey)
}
