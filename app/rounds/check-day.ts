/** From a submitted day to its sum: what the collector published, checked here (docs/protocol/rounds.md 3.1). */

import { equalBytes } from '../../crypto'
import { type SubmittedDay, type SummedDay, rejectSum, sumDay } from './day-states'
import { encodeEvidence, signedRosterOf } from './evidence/evidence'
import { isOnBoard } from './follow-board'
import { dayOfSubmit } from './member-day'
import type { MemberDay } from './messages/data'
import { splitPublishedDay } from './messages/published-day'
import { decodeRoster } from './messages/roster'
import { decodeSubmit } from './messages/submit'
import type { JoinedGroup, SeenRoster } from './round-store'
import type { RoundsContext } from './rounds-context'
import { type DayFinding, verifyPublishedDay } from './verify-published-day'
import { roundsPerEpoch } from './epoch'

/** @returns the day as it now stands, stored; the same day where `wire` is no statement about it. */
export async function checkDay(
  context: RoundsContext,
  joined: JoinedGroup,
  day: SubmittedDay,
  wire: Uint8Array
): Promise<SubmittedDay | SummedDay> {
  const { store, troubles } = context
  const roster = store.roster(joined.gid, day.rho)
  // Kept until the day has verified; without it there is nothing to check against.
  if (!roster?.wire) return day
  const { enrols } = decodeRoster(roster.wire)
  const ownIndex = enrols.findIndex(({ enrol }) => equalBytes(enrol.memberId, joined.memberId))
  const { group } = joined
  const ownDay = ownDayOf(joined, day)
  const finding = await verifyPublishedDay(
    context,
    { group, utcDay: day.utcDay, rho: day.rho, enrols, ownIndex, ownDay },
    wire
  )
  const next = nextState(day, finding, () => sumHashOf(context, day, joined, wire))
  if (next.phase === 'submitted') {
    troubles.set(joined.gid, day.utcDay, 'collector-malformed')
    return next
  }
  if (next.outcome !== 'false-sum' && !(await isOnBoard(context, joined, sumHashOf(context, day, joined, wire)))) {
    troubles.set(joined.gid, day.utcDay, 'sum-not-on-board')
    return day
  }
  store.transaction(() => {
    store.saveDay(joined.gid, next)
    if (next.outcome === 'verified') store.saveRoster({ ...roster, wire: null })
    if (next.outcome === 'false-sum') keepFalseSum(context, joined, roster, wire)
  })
  return next
}

function nextState(day: SubmittedDay, finding: DayFinding, sumHash: () => Uint8Array): SubmittedDay | SummedDay {
  switch (finding.kind) {
    case 'not-a-statement':
      return day
    case 'false-data':
      return rejectSum(day, finding.fault, sumHash())
    case 'rounds':
      return sumDay(day, finding.rounds, sumHash())
  }
}

/** SHA-256 of SUM: what the board says of a published day. */
export function sumHashOf(
  { primitives }: RoundsContext,
  { members }: Pick<SubmittedDay, 'members'>,
  { group }: JoinedGroup,
  wire: Uint8Array
): Uint8Array {
  return primitives.sha256(splitPublishedDay(wire, members, roundsPerEpoch(group)).body)
}

/** Who signed one false sum may sign the next: the household takes no further part until the person says so. */
export function keepFalseSum(
  { store, clock }: RoundsContext,
  { gid, group }: JoinedGroup,
  { utcDay, signed }: SeenRoster,
  published: Uint8Array
): void {
  const roster = signedRosterOf(signed)
  const bytes = encodeEvidence({ group, roster, claim: { kind: 'false-sum', published } })
  store.addEvidence({ gid, utcDay, kind: 'false-sum', bytes, at: clock.now() })
  store.changeGroup(gid, { paused: 'false-sum' })
}

/** As this household submitted it. */
export function ownDayOf({ chain, group }: JoinedGroup, { submitWire }: Pick<SubmittedDay, 'submitWire'>): MemberDay {
  return dayOfSubmit(chain.meterId, decodeSubmit(submitWire, roundsPerEpoch(group)).submit)
}
