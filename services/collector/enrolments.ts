/** Who belongs to the group: ENROL and END as they come, and how many of them the board takes. */

import { type Primitives, equalBytes, toHex } from '../../crypto'
import { type Period, toUtcSeconds } from '../../app/domain/interval'
import { decodeEnd, endsWithin, verifyEnd } from '../../app/rounds/messages/end'
import {
  MAX_ENROL_SECONDS,
  type SignedEnrol,
  decodeEnrol,
  enrolCovers,
  verifyEnrol
} from '../../app/rounds/messages/enrol'
import type { BoardStore } from './board-store'
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

/** ENROLs that have not run out and are not ended, oldest first. */
export function liveEnrolments(
  { primitives, board }: Pick<ReceiverDeps, 'primitives' | 'board'>,
  epoch: Period
): SignedEnrol[] {
  const ended = endedBy(board, (end) => endsWithin(end, epoch))
  return board
    .enrolments()
    .map(decodeEnrol)
    .filter((signed) => enrolCovers(signed.enrol, epoch) && !ended.has(hashOf(primitives, signed)))
}

/** One meter is one member: its id and key are nobody else's while its ENROL lasts. */
export function takeEnrol({ primitives, clock, board, gid }: ReceiverDeps, wire: Uint8Array): Receipt {
  const signed = decodeEnrol(wire)
  const { enrol } = signed
  const known = board.enrolments().map(decodeEnrol)
  if (known.some(({ body }) => equalBytes(body, signed.body))) return 'taken'
  if (!equalBytes(enrol.gid, gid) || !verifyEnrol(primitives, signed)) return 'forbidden'
  const now = clock.now()
  if (enrol.validTo <= now) return 'late'
  const ended = endedBy(board, ({ from }) => from <= now)
  const clashes = known.some((other) => {
    const { memberId, meterId, meterKey, validTo } = other.enrol
    const sameMember = equalBytes(memberId, enrol.memberId)
    const sameMeter = meterId === enrol.meterId || equalBytes(meterKey, enrol.meterKey)
    return sameMember !== sameMeter && validTo > enrol.validFrom && !ended.has(hashOf(primitives, other))
  })
  if (clashes) return 'conflict'
  const recent = board.enrolledSince(toUtcSeconds(Math.max(0, now - MAX_ENROL_SECONDS)))
  const own = recent.get(toHex(enrol.memberId)) ?? 0
  // Who is in may renew in a full group too.
  if (own >= MOST_ENROLS_OF_ONE || (own === 0 && recent.size >= MOST_MEMBERS)) return 'full'
  board.addEnrolment(primitives.sha256(signed.body), enrol.memberId, wire, now)
  return 'taken'
}

export function takeEnd({ primitives, clock, board }: ReceiverDeps, wire: Uint8Array): Receipt {
  const signed = decodeEnd(wire)
  const { enrolHash } = signed.end
  const enrolment = board
    .enrolments()
    .map(decodeEnrol)
    .find(({ body }) => equalBytes(primitives.sha256(body), enrolHash))
  if (!enrolment) return 'unknown'
  if (!verifyEnd(primitives, signed, enrolment.enrol)) return 'forbidden'
  const taken = board.ends().filter((other) => equalBytes(decodeEnd(other).end.enrolHash, enrolHash))
  if (taken.some((other) => equalBytes(other, wire))) return 'taken'
  if (taken.length >= MOST_ENDS_OF_ONE) return 'conflict'
  board.addEnd(wire, clock.now())
  return 'taken'
}

/** Hashes (hex) of the ENROLs with an END that counts. */
function endedBy(
  board: BoardStore,
  counts: (end: ReturnType<typeof decodeEnd>['end']) => boolean
): ReadonlySet<string> {
  const ends = board.ends().map((wire) => decodeEnd(wire).end)
  return new Set(ends.filter(counts).map(({ enrolHash }) => toHex(enrolHash)))
}

function hashOf(primitives: Primitives, { body }: SignedEnrol): string {
  return toHex(primitives.sha256(body))
}
