/** What the collector takes from households: decoded strictly, checked, stored once; the same bytes again are fine. */

import { type Primitives, FormatError, equalBytes, isAcceptableX25519Key } from '../../crypto'
import type { Clock } from '../../app/ports'
import { faultOfSubmission } from '../../app/rounds/aggregate'
import type { GroupParameters } from '../../app/rounds/messages/group-parameters'
import { decodeKeys, verifyKeys } from '../../app/rounds/messages/keys'
import { decodeRefuse, verifyRefuse } from '../../app/rounds/messages/refuse'
import { decodeRoster } from '../../app/rounds/messages/roster'
import { decodeSubmit } from '../../app/rounds/messages/submit'
import { submitsUntil } from '../../app/rounds/schedule'
import { accuseOfForeignRecords, accuseOfTwoSubmits, takeDlist } from './blame'
import type { BoardStore } from './board-store'
import { liveEnrolment, takeEnd, takeEnrol } from './enrolments'
import { passesOnArrival, takeEndorse } from './receive-live'
import { keysTime, submitTime } from './receiving-times'
import { decodeWish } from '../../app/rounds/messages/wish'
import { roundsPerEpoch, spanOf } from '../../app/rounds/epoch'

/**
 * taken: now or before. malformed: not these bytes. forbidden: signature, group or meter do not fit. unknown: no such
 * member or roster. conflict: something else was taken before. full: as many are on the board as it takes. early, late:
 * not at this time.
 */
export type Receipt = 'taken' | 'malformed' | 'forbidden' | 'unknown' | 'conflict' | 'full' | 'early' | 'late'

export type Receiver = {
  enrol(wire: Uint8Array): Receipt
  end(wire: Uint8Array): Receipt
  keys(memberId: Uint8Array, wire: Uint8Array): Receipt
  refuse(wire: Uint8Array): Receipt
  submit(wire: Uint8Array): Receipt
  endorse(wire: Uint8Array): Receipt
  dlist(wire: Uint8Array): Receipt
  /** Ids that a member wishes to be in a roster with. */
  wish(memberId: Uint8Array, wire: Uint8Array): Receipt
}

export type ReceiverDeps = {
  readonly primitives: Primitives
  readonly clock: Clock
  readonly board: BoardStore
  readonly gid: Uint8Array
  readonly group: GroupParameters
}

export function createReceiver(deps: ReceiverDeps): Receiver {
  const strictly = (take: () => Receipt): Receipt => {
    try {
      return deps.board.transaction(take)
    } catch (error) {
      if (error instanceof FormatError) return 'malformed'
      throw error
    }
  }
  return {
    enrol: (wire) => strictly(() => takeEnrol(deps, wire)),
    end: (wire) => strictly(() => takeEnd(deps, wire)),
    keys: (memberId, wire) => strictly(() => takeKeys(deps, memberId, wire)),
    refuse: (wire) => strictly(() => takeRefuse(deps, wire)),
    submit: (wire) => strictly(() => takeSubmit(deps, wire)),
    endorse: (wire) => strictly(() => takeEndorse(deps, wire)),
    dlist: (wire) => strictly(() => takeDlist(deps, wire)),
    wish: (memberId, wire) => strictly(() => takeWish(deps, memberId, wire))
  }
}

function takeKeys(deps: ReceiverDeps, memberId: Uint8Array, wire: Uint8Array): Receipt {
  const { primitives, clock, board, gid } = deps
  const signed = decodeKeys(wire)
  const { utcDay, exchangeKey } = signed.keys
  const taken = board.keys(utcDay)
  const own = taken.find((other) => equalBytes(other.memberId, memberId))
  if (own) return equalBytes(own.wire, wire) ? 'taken' : 'conflict'
  if (!equalBytes(signed.keys.gid, gid)) return 'forbidden'
  const now = clock.now()
  const time = keysTime(deps.group, utcDay, now)
  if (time) return time
  if (!liveEnrolment(deps, memberId, spanOf(deps.group, utcDay))) return 'unknown'
  if (!isAcceptableX25519Key(exchangeKey) || !verifyKeys(primitives, signed, memberId)) return 'forbidden'
  // Somebody else's key, sent as one's own: nobody would take the roster.
  if (taken.some((other) => equalBytes(decodeKeys(other.wire).keys.exchangeKey, exchangeKey))) return 'conflict'
  board.addKeys(utcDay, memberId, wire, now)
  return 'taken'
}

function takeRefuse({ primitives, clock, board, group }: ReceiverDeps, wire: Uint8Array): Receipt {
  const signed = decodeRefuse(wire)
  const { rho, memberId } = signed.refuse
  const posted = board.roster(rho)
  if (!posted) return 'unknown'
  if (board.refusals(rho).some((other) => equalBytes(other.memberId, memberId))) return 'taken'
  if (board.submits(rho).some((other) => equalBytes(other.memberId, memberId))) return 'conflict'
  const { members } = decodeRoster(posted.wire).roster
  if (!members.some((member) => equalBytes(member.memberId, memberId))) return 'unknown'
  if (!verifyRefuse(primitives, signed)) return 'forbidden'
  if (group.mode === 'batch' && clock.now() >= submitsUntil(posted.utcDay)) return 'late'
  board.addRefusal(rho, memberId, wire, clock.now())
  return 'taken'
}

function takeSubmit(deps: ReceiverDeps, wire: Uint8Array): Receipt {
  const { primitives, clock, board, group } = deps
  const signed = decodeSubmit(wire, roundsPerEpoch(group))
  const { rho, memberId } = signed.submit
  const posted = board.roster(rho)
  if (!posted) return 'unknown'
  const own = board.submits(rho).find((other) => equalBytes(other.memberId, memberId))
  if (own) {
    if (equalBytes(own.wire, wire)) return 'taken'
    accuseOfTwoSubmits(deps, posted, own.wire, signed)
    return 'conflict'
  }
  if (board.refusals(rho).some((other) => equalBytes(other.memberId, memberId))) return 'conflict'
  const time = submitTime(group, posted.utcDay, clock.now())
  if (time) return time
  const roster = decodeRoster(posted.wire)
  const fault = faultOfSubmission(primitives, group, roster, signed)
  if (fault === 'head-signature') accuseOfForeignRecords(deps, posted, roster, signed)
  if (fault) return 'forbidden'
  if (group.mode === 'live' && !passesOnArrival(deps, posted, signed)) return 'forbidden'
  board.addSubmit(rho, memberId, wire, clock.now())
  return 'taken'
}

/** From whoever says so: it binds nobody, and whoever lies in it wins nothing. */
function takeWish({ clock, board }: ReceiverDeps, memberId: Uint8Array, wire: Uint8Array): Receipt {
  decodeWish(wire)
  if (board.enrolments(memberId).length === 0) return 'unknown'
  board.addWish(memberId, wire, clock.now())
  return 'taken'
}
