/** Who belongs to the group: ENROL and END as they come, and how many of them the board takes. */

import { equalBytes, toHex } from '../../crypto'
import { type Period, toUtcSeconds } from '../../app/domain/interval'
import { decodeEnd, endsWithin, verifyEnd } from '../../app/rounds/messages/end'
import {
  MAX_ENROL_SECONDS,
  type SignedEnrol,
  decodeEnrol,
  enrolCovers,
  verifyEnrol
} from '../../app/rounds/messages/enrol'
import { membershipOf } from './membership'
import type { Receipt, ReceiverDeps } from './receive'

/**
 * Ids that may enrol within 397 days, as long as an ENROL can last. One that has left counts as well: by joining and
 * leaving in turn the board would grow without end.
 */
export const MOST_MEMBERS = 1000
/** ENROLs of one id in that time: a home renews once a year, and may leave and come back. */
export const MOST_ENROLS_OF_ONE = 16
/** ENDs of one ENROL: two keys can sign one, and a home that was restored may leave once more. */
export const MOST_ENDS_OF_ONE = 4

type Deps = Pick<ReceiverDeps, 'primitives' | 'board'>

/** The newest ENROL of a member that covers all of an epoch and is not ended within it; null where there is none. */
export function liveEnrolment(deps: Deps, memberId: Uint8Array, epoch: Period): SignedEnrol | null {
  const live = membershipOf(deps)
    .ofMember(memberId)
    .filter(({ signed, end }) => enrolCovers(signed.enrol, epoch) && !(end && endsWithin(end, epoch)))
  return live.at(-1)?.signed ?? null
}

/** One meter is one member: its id and key are nobody else's while its ENROL lasts. */
export function takeEnrol(deps: ReceiverDeps, wire: Uint8Array): Receipt {
  const { primitives, clock, board, gid } = deps
  const signed = decodeEnrol(wire)
  const { enrol } = signed
  const hash = primitives.sha256(signed.body)
  const membership = membershipOf(deps)
  if (membership.ofHash(hash)) return 'taken'
  if (!equalBytes(enrol.gid, gid) || !verifyEnrol(primitives, signed)) return 'forbidden'
  const now = clock.now()
  if (enrol.validTo <= now) return 'late'
  const clashes = membership.enrols.some(({ signed: other, end }) => {
    const { memberId, meterId, meterKey, validTo } = other.enrol
    if (validTo <= enrol.validFrom || (end && end.from <= now)) return false
    const sameMember = equalBytes(memberId, enrol.memberId)
    const sameMeter = meterId === enrol.meterId || equalBytes(meterKey, enrol.meterKey)
    return sameMember !== sameMeter
  })
  if (clashes) return 'conflict'
  const recent = board.enrolledSince(toUtcSeconds(Math.max(0, now - MAX_ENROL_SECONDS)))
  const own = recent.get(toHex(enrol.memberId)) ?? 0
  // Who is in may renew in a full group too.
  if (own >= MOST_ENROLS_OF_ONE || (own === 0 && recent.size >= MOST_MEMBERS)) return 'full'
  board.addEnrolment(hash, enrol.memberId, wire, now)
  return 'taken'
}

export function takeEnd(deps: ReceiverDeps, wire: Uint8Array): Receipt {
  const signed = decodeEnd(wire)
  const known = membershipOf(deps).ofHash(signed.end.enrolHash)
  if (!known) return 'unknown'
  if (known.ends.some((other) => equalBytes(other, wire))) return 'taken'
  if (!verifyEnd(deps.primitives, signed, known.signed.enrol)) return 'forbidden'
  if (known.ends.length >= MOST_ENDS_OF_ONE) return 'conflict'
  deps.board.addEnd(wire, deps.clock.now())
  return 'taken'
}
