/** After the interval: mask its record under the roster that all have endorsed, and check what comes of it. */

import { equalBytes } from '../../../crypto'
import { spanOf } from '../epoch'
import { readCompleteDay } from '../complete-day'
import { keepFalseSum, ownDayOf, sumHashOf } from '../check-day'
import { isOnBoard } from '../follow-board'
import { maskDay } from '../mask-day'
import { decodeRoster } from '../messages/roster'
import { encodeSubmit } from '../messages/submit'
import type { JoinedGroup } from '../round-store'
import type { RoundsContext } from '../rounds-context'
import { listOf } from '../seen-roster'
import { type DayFinding, verifyPublishedDay } from '../verify-published-day'
import type { LiveReason } from './live-reasons'
import {
  type ArmedRound,
  type EndedRound,
  type SubmittedRound,
  type SummedRound,
  endRound,
  submitRound,
  sumRound
} from './live-states'

/** Rule W and the submission in one transaction, on disk, before a byte leaves. @returns the round unchanged while the record is not there. */
export async function submitRecord(
  context: RoundsContext,
  joined: JoinedGroup,
  round: ArmedRound
): Promise<ArmedRound | SubmittedRound | EndedRound> {
  const { primitives, store, ledger, chains, clock } = context
  const { gid, group, identity } = joined
  const { t, rho, exchange } = round
  const chain = chains.chain(joined.chain)
  const seen = store.roster(gid, rho)
  if (!chain || !seen) return round
  const reading = await readCompleteDay(context, chain, group, t)
  if (reading.state === 'not-yet') return round
  if (reading.state === 'unfit') return ended(context, joined, round, reading.reason)
  const signed = maskDay(primitives, group, listOf(seen), rho, reading.day, { identity, exchange })
  const submitted = submitRound(round, encodeSubmit(signed), clock.now())
  const reservation = ledger.reserve(joined.chain, rho, [spanOf(group, t).start], () => {
    store.saveRound(gid, submitted)
  })
  return reservation.reserved ? submitted : ended(context, joined, round, 'interval-spent')
}

/** @returns the round as it now stands, stored; the same round where `wire` is no statement about it. */
export async function checkRound(
  context: RoundsContext,
  joined: JoinedGroup,
  round: SubmittedRound,
  wire: Uint8Array
): Promise<SubmittedRound | SummedRound> {
  const { store } = context
  const seen = store.roster(joined.gid, round.rho)
  if (!seen?.wire) return round
  const { enrols } = decodeRoster(seen.wire)
  const ownIndex = enrols.findIndex(({ enrol }) => equalBytes(enrol.memberId, joined.memberId))
  const { group } = joined
  const ownDay = ownDayOf(joined, round)
  const finding = await verifyPublishedDay(
    context,
    { group, utcDay: round.t, rho: round.rho, enrols, ownIndex, ownDay },
    wire
  )
  const next = nextState(round, finding)
  if (next.phase === 'submitted') {
    context.troubles.set(joined.gid, round.t, 'collector-malformed')
    return next
  }
  if (next.outcome !== 'false-sum' && !(await isOnBoard(context, joined, sumHashOf(context, round, joined, wire)))) {
    context.troubles.set(joined.gid, round.t, 'sum-not-on-board')
    return round
  }
  store.transaction(() => {
    store.saveRound(joined.gid, next)
    if (next.outcome === 'verified') store.saveRoster({ ...seen, wire: null })
    if (next.outcome === 'false-sum') keepFalseSum(context, joined, seen, wire)
  })
  return next
}

function nextState(round: SubmittedRound, finding: DayFinding): SubmittedRound | SummedRound {
  if (finding.kind === 'not-a-statement') return round
  if (finding.kind === 'false-data') return sumRound(round, 'false-sum', null)
  const [only] = finding.rounds
  if (only?.state === 'verified') return sumRound(round, 'verified', only.value)
  return sumRound(round, only?.state === 'withheld' ? 'partly-verified' : 'false-sum', null)
}

function ended(context: RoundsContext, { gid }: JoinedGroup, round: ArmedRound, reason: LiveReason): EndedRound {
  const next = endRound(round, reason)
  context.store.saveRound(gid, next)
  return next
}
