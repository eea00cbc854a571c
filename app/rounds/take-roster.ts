/** From a day on offer to a submitted one: choose a roster, fix it on disk, mask (docs/protocol/rounds.md 3.1). */

import { type UtcSeconds, toUtcSeconds } from '../domain/interval'
import { readCompleteDay } from './complete-day'
import {
  type OfferedDay,
  type RefusedDay,
  type RosteredDay,
  type SubmittedDay,
  refuseRoster,
  submitDay,
  takeRoster
} from './day-states'
import { maskDay } from './mask-day'
import { encodeSubmit } from './messages/submit'
import { noteRosters, openRosters, ownEntry } from './note-rosters'
import type { RoundRefusal } from './round-reasons'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { firstRoundOf, roundsPerEpoch } from './epoch'

type OpenDay = OfferedDay | RefusedDay

/**
 * Looks at what the collector showed, together with what it showed before, and takes the newest attempt that passes.
 * @returns the day as it now stands, stored.
 */
export async function decideRoster(
  context: RoundsContext,
  joined: JoinedGroup,
  day: OpenDay,
  shown: readonly Uint8Array[]
): Promise<OpenDay | SubmittedDay> {
  const own = ownEntry(context, joined, day.exchange)
  const before = openRosters(context, joined, day.utcDay, own)
  const passing = [...before, ...noteRosters(context, joined, day.utcDay, shown, own)].filter(
    ({ judgement }) => context.store.roster(joined.gid, judgement.rho)?.refusal === null
  )
  const newest = passing.sort((a, b) => b.signed.roster.attempt - a.signed.roster.attempt)[0]
  if (newest) return submitUnder(context, joined, day, takeRoster(day, newest.signed, newest.judgement.rho))
  const refusal = context.store.rosters(joined.gid, day.utcDay).at(-1)?.refusal
  return refusal ? refuse(context, joined, day, refusal) : day
}

/** Rule W and the submission in one transaction, on disk, before a byte leaves. */
async function submitUnder(
  context: RoundsContext,
  joined: JoinedGroup,
  day: OpenDay,
  rostered: RosteredDay
): Promise<RefusedDay | SubmittedDay> {
  const { primitives, store, ledger, chains, clock } = context
  const { rho, roster, exchange } = rostered
  const { group, identity } = joined
  const chain = chains.chain(joined.chain)
  const reading = chain && (await readCompleteDay({ primitives, chains, work: null }, chain, group, day.utcDay))
  if (reading?.state !== 'complete') return refuseOne(context, joined, day, rho, 'readings-damaged')
  const signed = maskDay(primitives, group, roster.roster, rho, reading.day, { identity, exchange })
  const submitted = submitDay(rostered, encodeSubmit(signed), clock.now())
  const reservation = ledger.reserve(joined.chain, rho, intervalsOf(joined, day.utcDay), () => {
    store.saveDay(joined.gid, submitted)
  })
  return reservation.reserved ? submitted : refuseOne(context, joined, day, rho, 'interval-spent')
}

function refuseOne(
  context: RoundsContext,
  joined: JoinedGroup,
  day: OpenDay,
  rho: Uint8Array,
  reason: RoundRefusal
): RefusedDay {
  const seen = context.store.roster(joined.gid, rho)
  if (seen) context.store.saveRoster({ ...seen, refusal: reason })
  return refuse(context, joined, day, reason)
}

function refuse({ store }: RoundsContext, { gid }: JoinedGroup, day: OpenDay, reason: RoundRefusal): RefusedDay {
  const refused = refuseRoster(day, reason)
  store.saveDay(gid, refused)
  return refused
}

function intervalsOf({ group }: JoinedGroup, utcDay: number): UtcSeconds[] {
  const first = firstRoundOf(group, utcDay)
  return Array.from({ length: roundsPerEpoch(group) }, (_, index) => toUtcSeconds((first + index) * group.seconds))
}
