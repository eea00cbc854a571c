/** The collector: takes what households send, makes rosters when they are due, publishes sums when all are in. */

import { equalBytes, toHex } from '../../crypto'
import { type UtcSeconds, SECONDS_PER_DAY, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import type { CommitmentWork } from '../../app/ports'
import { type ReadyMember, sumSubmissions } from '../../app/rounds/aggregate'
import { MAX_ATTEMPTS } from '../../app/rounds/judge-roster'
import { encodePublishedDay } from '../../app/rounds/messages/published-day'
import { type SignedRoster, decodeRoster } from '../../app/rounds/messages/roster'
import { decodeSubmit } from '../../app/rounds/messages/submit'
import { signSum } from '../../app/rounds/messages/sum'
import { mayTakeRoster } from '../../app/rounds/schedule'
import { type BlameReport, askFor, blameOf, sittingOut } from './blame'
import type { BoardPage } from '../../app/rounds/round-transport'
import type { PostedRoster } from './board-store'
import { boardPage } from './chained-board'
import { liveRoundsUnderWay, makeLiveRosters } from './live-rosters'
import { postRosters, readyMembers } from './post-rosters'
import { type Receiver, type ReceiverDeps, createReceiver } from './receive'
import { roundsPerEpoch } from '../../app/rounds/epoch'

export type CollectorDeps = ReceiverDeps & {
  readonly work: Pick<CommitmentWork, 'badSums' | 'weightedSum'>
  /** K's Ed25519 seed. Secret. */
  readonly seed: Uint8Array
}

export type Collector = Receiver & {
  rosters(utcDay: number, memberId: Uint8Array): readonly Uint8Array[]
  published(rho: Uint8Array): Uint8Array | null
  /** The newest BOARD and what came after the first `from` entries. */
  board(from: number, seen: Uint8Array): BoardPage
  /** ENDORSEs of a roster, for all its members. */
  endorsements(rho: Uint8Array): readonly Uint8Array[]
  /** The question about rounds of a roster that do not add up; null while there is none. */
  ask(rho: Uint8Array): Uint8Array | null
  /** Evidence found of a roster. */
  findings(rho: Uint8Array): readonly Uint8Array[]
  /** What became of each question about a day. */
  blame(utcDay: number): readonly BlameReport[]
  /** Makes the rosters that are due and publishes what is complete. Repeatable at any time. */
  step(): Promise<void>
}

/** Days before today for which rosters can still be open. */
const OPEN_DAYS = 9
/** A refused roster is tried again among those who have not answered once they have had a day to do so. */
const NEXT_ATTEMPT_SECONDS = SECONDS_PER_DAY
/** Who owes a SUBMIT for longer is in no further roster until it comes (ADR 34). */
const PATIENCE_SECONDS = 2 * SECONDS_PER_DAY
/** From the making of a roster until its SUBMITs are no longer taken. */
const OWING_SECONDS = 7 * SECONDS_PER_DAY

export function createCollector(deps: CollectorDeps): Collector {
  const receiver = createReceiver(deps)
  let summing: Promise<void> = Promise.resolve()
  const make = deps.group.mode === 'live' ? makeLiveRosters : makeRosters
  const step = (): Promise<void> => {
    // What failed is still due, and is tried again here. One after the other: each looks at what the one before left.
    summing = summing
      .catch(() => undefined)
      .then(() => make(deps))
      .then(() => publishComplete(deps))
    return summing
  }
  return {
    ...receiver,
    rosters: (utcDay, memberId) => {
      if (deps.group.mode === 'batch') makeRosters(deps)
      return deps.board.rostersOf(utcDay, memberId).map(({ wire }) => wire)
    },
    published: (rho) => deps.board.published(rho),
    board: (from, seen) => boardPage(deps, from, seen),
    endorsements: (rho) => deps.board.endorsements(rho).map(({ wire }) => wire),
    ask: (rho) => deps.board.ask(rho),
    findings: (rho) => deps.board.findings(rho).map(({ wire }) => wire),
    blame: (utcDay) => deps.board.rosters(utcDay).flatMap((posted) => blameOf(deps, posted) ?? []),
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
    if (posted.length === 0) postRosters(deps, utcDay, 1, readyMembers(deps, utcDay, leftOut(deps, now)), now)
    else retry(deps, utcDay, posted, now)
  }
}

/** Whoever lied, or keeps others waiting, spoils no further day for them. */
function leftOut(deps: CollectorDeps, now: UtcSeconds): ReadonlySet<string> {
  const { board } = deps
  const from = toUtcSeconds(Math.max(0, now - OWING_SECONDS))
  const to = toUtcSeconds(Math.max(0, now - PATIENCE_SECONDS))
  return new Set([...sittingOut(deps, now, board.lastRosterAt()), ...board.owing(from, to)])
}

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
  postRosters(deps, utcDay, attempt + 1, left, now)
}

function membersOf({ enrols, keys }: SignedRoster): ReadyMember[] {
  return enrols.flatMap((enrol, index) => {
    const own = keys[index]
    return own ? [{ enrol, keys: own }] : []
  })
}

async function publishComplete(deps: CollectorDeps): Promise<void> {
  const now = deps.clock.now()
  const today = utcDayOf(now)
  const [first, last] =
    deps.group.mode === 'live' ? liveRoundsUnderWay(deps.group, now) : [Math.max(0, today - OPEN_DAYS - 1), today]
  const days = deps.board.daysWithKeys(first, last)
  for (const posted of days.flatMap((utcDay) => deps.board.rosters(utcDay))) {
    if (deps.board.awaitsSum(posted.rho)) await publish(deps, posted)
  }
}

async function publish(deps: CollectorDeps, posted: PostedRoster): Promise<void> {
  const { rho, wire } = posted
  const { board, group, primitives, seed, clock } = deps
  const taken = board.submits(rho)
  const { roster, enrols } = decodeRoster(wire)
  const submits = roster.members.flatMap(({ memberId }) => {
    const own = taken.find((one) => equalBytes(one.memberId, memberId))
    return own ? [decodeSubmit(own.wire, roundsPerEpoch(group)).submit] : []
  })
  const { data, sum } = await sumSubmissions(deps, group, rho, enrols, submits)
  const untrue = sum.rounds.flatMap(({ ok }, index) => (ok ? [] : [index]))
  board.transaction(() => {
    board.addPublished(rho, encodePublishedDay(data, signSum(primitives, sum, seed)), clock.now())
    askFor(deps, posted, untrue)
  })
}
