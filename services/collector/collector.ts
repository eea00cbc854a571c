/** The collector: takes what households send, makes rosters when they are due, publishes sums when all are in. */

import { equalBytes, toHex } from '../../crypto'
import { type UtcSeconds, SECONDS_PER_DAY, utcDayOf } from '../../app/domain/interval'
import type { CommitmentWork } from '../../app/ports'
import { type ReadyMember, signRoster, splitReady, sumSubmissions } from '../../app/rounds/aggregate'
import { MAX_ATTEMPTS } from '../../app/rounds/judge-roster'
import { decodeEnd } from '../../app/rounds/messages/end'
import { decodeKeys } from '../../app/rounds/messages/keys'
import { encodePublishedDay } from '../../app/rounds/messages/published-day'
import { type SignedRoster, decodeRoster, encodeRoster, rosterHash } from '../../app/rounds/messages/roster'
import { decodeSubmit } from '../../app/rounds/messages/submit'
import { signSum } from '../../app/rounds/messages/sum'
import { mayTakeRoster } from '../../app/rounds/schedule'
import type { PostedRoster } from './board-store'
import { type Receiver, type ReceiverDeps, createReceiver, liveEnrolments } from './receive'
import { roundsPerEpoch, spanOf } from '../../app/rounds/epoch'

export type CollectorDeps = ReceiverDeps & {
  readonly work: Pick<CommitmentWork, 'badSums'>
  /** K's Ed25519 seed. Secret. */
  readonly seed: Uint8Array
}

export type Collector = Receiver & {
  rosters(utcDay: number, memberId: Uint8Array): readonly Uint8Array[]
  published(rho: Uint8Array): Uint8Array | null
  /** Makes the rosters that are due and publishes what is complete. Repeatable at any time. */
  step(): Promise<void>
}

/** Days before today for which rosters can still be open. */
const OPEN_DAYS = 9
/** A refused roster is tried again among those who have not answered once they have had a day to do so. */
const NEXT_ATTEMPT_SECONDS = SECONDS_PER_DAY

export function createCollector(deps: CollectorDeps): Collector {
  const receiver = createReceiver(deps)
  let summing: Promise<void> = Promise.resolve()
  const step = (): Promise<void> => {
    makeRosters(deps)
    // What failed is still due, and is tried again here.
    summing = summing.catch(() => undefined).then(() => publishComplete(deps))
    return summing
  }
  return {
    ...receiver,
    rosters: (utcDay, memberId) => {
      makeRosters(deps)
      return deps.board.rostersOf(utcDay, memberId).map(({ wire }) => wire)
    },
    published: (rho) => deps.board.published(rho),
    step
  }
}

function openDays({ board }: CollectorDeps, now: UtcSeconds): readonly number[] {
  const today = utcDayOf(now)
  return board.daysWithKeys(Math.max(0, today - OPEN_DAYS), today).filter((utcDay) => mayTakeRoster(utcDay, now))
}

function makeRosters(deps: CollectorDeps): void {
  const now = deps.clock.now()
  for (const utcDay of openDays(deps, now)) {
    const posted = deps.board.rosters(utcDay)
    if (posted.length === 0) post(deps, utcDay, 1, readyMembers(deps, utcDay), now)
    else retry(deps, utcDay, posted, now)
  }
}

function readyMembers(deps: CollectorDeps, utcDay: number): ReadyMember[] {
  const live = liveEnrolments(deps, spanOf(deps.group, utcDay))
  return deps.board.keys(utcDay).flatMap(({ memberId, wire }) => {
    const enrol = live.filter((one) => equalBytes(one.enrol.memberId, memberId)).at(-1)
    return enrol ? [{ enrol, keys: decodeKeys(wire) }] : []
  })
}

function post(
  { primitives, board, gid, group, seed }: CollectorDeps,
  utcDay: number,
  attempt: number,
  ready: readonly ReadyMember[],
  at: UtcSeconds
): void {
  const ends = board.ends().map(decodeEnd)
  board.transaction(() => {
    for (const part of splitReady(ready, group.minRoster)) {
      const signed = signRoster(primitives, { gid, utcDay, attempt }, part, relevant(ends), seed)
      const rho = rosterHash(primitives, signed.body)
      const memberIds = signed.roster.members.map(({ memberId }) => memberId)
      board.addRoster({ rho, utcDay, attempt, wire: encodeRoster(signed), at }, memberIds)
    }
  })
}

/** A message has room for so many; the newest say what has changed. */
function relevant<End>(ends: readonly End[]): readonly End[] {
  return ends.slice(-MAX_ENDS)
}

const MAX_ENDS = 200

/** Who has answered stays with that answer; the others of a refused roster may try again. */
function retry(deps: CollectorDeps, utcDay: number, posted: readonly PostedRoster[], now: UtcSeconds): void {
  const attempt = Math.max(...posted.map((roster) => roster.attempt))
  if (attempt >= MAX_ATTEMPTS) return
  const refused = posted.filter(
    (roster) =>
      roster.attempt === attempt &&
      now >= roster.at + NEXT_ATTEMPT_SECONDS &&
      deps.board.refusals(roster.rho).length > 0
  )
  if (refused.length === 0) return
  const answered = deps.board.answered(utcDay)
  const left = refused
    .flatMap(({ wire }) => membersOf(decodeRoster(wire)))
    .filter(({ enrol }) => !answered.has(toHex(enrol.enrol.memberId)))
  post(deps, utcDay, attempt + 1, left, now)
}

function membersOf({ enrols, keys }: SignedRoster): ReadyMember[] {
  return enrols.flatMap((enrol, index) => {
    const own = keys[index]
    return own ? [{ enrol, keys: own }] : []
  })
}

async function publishComplete(deps: CollectorDeps): Promise<void> {
  const today = utcDayOf(deps.clock.now())
  const days = deps.board.daysWithKeys(Math.max(0, today - OPEN_DAYS - 1), today)
  for (const posted of days.flatMap((utcDay) => deps.board.rosters(utcDay))) {
    if (deps.board.awaitsSum(posted.rho)) await publish(deps, posted)
  }
}

async function publish(deps: CollectorDeps, { rho, wire }: PostedRoster): Promise<void> {
  const { board, group, primitives, seed, clock } = deps
  const taken = board.submits(rho)
  const { roster, enrols } = decodeRoster(wire)
  const submits = roster.members.flatMap(({ memberId }) => {
    const own = taken.find((one) => equalBytes(one.memberId, memberId))
    return own ? [decodeSubmit(own.wire, roundsPerEpoch(group)).submit] : []
  })
  const { data, sum } = await sumSubmissions(deps, group, rho, enrols, submits)
  board.addPublished(rho, encodePublishedDay(data, signSum(primitives, sum, seed)), clock.now())
}
