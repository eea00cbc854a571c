/** What the collector takes in live mode only: ENDORSE, and the test of a SUBMIT when it arrives. */

import { decodePoint, equalBytes, equalPoints, padPointOfVartime } from '../../crypto'
import { decodeEndorse, verifyEndorse } from '../../app/rounds/messages/endorse'
import { decodeRoster } from '../../app/rounds/messages/roster'
import type { SignedSubmit } from '../../app/rounds/messages/submit'
import { unlessMalformed } from '../../app/rounds/messages/unless-malformed'
import { accuser } from './blame'
import type { PostedRoster } from './board-store'
import type { Receipt, ReceiverDeps } from './receive'
import { endorseTime } from './receiving-times'

export function takeEndorse(deps: ReceiverDeps, wire: Uint8Array): Receipt {
  const { primitives, board, group, clock } = deps
  const signed = decodeEndorse(wire)
  const { rho, memberId } = signed.endorse
  const posted = board.roster(rho)
  if (!posted || group.mode !== 'live') return 'unknown'
  const own = board.endorsements(rho).find((other) => equalBytes(other.memberId, memberId))
  if (own && equalBytes(own.wire, wire)) return 'taken'
  const roster = decodeRoster(posted.wire)
  if (!roster.roster.members.some((member) => equalBytes(member.memberId, memberId))) return 'unknown'
  if (!verifyEndorse(primitives, signed)) return 'forbidden'
  if (own) {
    const { body, signature } = decodeEndorse(own.wire)
    accuser(deps, posted, roster)({ kind: 'two-statements', statements: [{ body, signature }, signed] })
    return 'conflict'
  }
  const time = endorseTime(group, posted.utcDay, posted.attempt, clock.now())
  if (time) return time
  board.addEndorsement(rho, memberId, wire, clock.now())
  return 'taken'
}

/** m·G + s·H = C + P: what fails here is refused, and the member named by its own two statements. */
export function passesOnArrival(deps: ReceiverDeps, posted: PostedRoster, signed: SignedSubmit): boolean {
  const { memberId, coordinates } = signed.submit
  const wire = deps.board.endorsements(posted.rho).find((other) => equalBytes(other.memberId, memberId))?.wire
  const [coordinate] = coordinates
  if (!wire || !coordinate) return false
  const endorse = decodeEndorse(wire)
  const pads = unlessMalformed(() => padPointOfVartime(coordinate.masked, coordinate.commitment))
  const promised = unlessMalformed(() => decodePoint(endorse.endorse.padPoint))
  if (pads && promised && equalPoints(pads, promised)) return true
  const { body, signature } = signed
  const submit = { body, signature, t: posted.utcDay, coordinate }
  accuser(deps, posted, decodeRoster(posted.wire))({ kind: 'submit-against-endorse', submit, endorse })
  return false
}
