/**
 * Does whatever is due in the rounds, and can be asked to again at any time: what was stored before a crash goes out
 * again with the same bytes, what was lost on the way is asked for again.
 */

import { fromHex, toHex } from '../../crypto'
import { SECONDS_PER_DAY } from '../domain/interval'
import { answerAsk } from './answer-ask'
import { answerOwed } from './answer-owed'
import { checkDay } from './check-day'
import {
  type LostDay,
  type OfferedDay,
  type RefusedDay,
  type StoredDay,
  type SubmittedDay,
  type SummedDay,
  eraseKeys,
  giveUpDay,
  keysDelivered,
  loseDay,
  submitDelivered
} from './day-states'
import { type ClockJudgement, ClockJumped, judgeClock, mayClose, steadyClock } from './judge-clock'
import { leaveWhereSumsFail } from './live/leave-rule'
import { advanceRound, closeRounds, forgetOldRosters, giveUpRounds, offerRounds } from './live/step-live'
import { learnFindings } from './learn-findings'
import { maxPublishedBytes } from './messages/published-day'
import { MAX_WISHED, encodeWish } from './messages/wish'
import { encodeRefuse, signRefuse } from './messages/refuse'
import { askForRosters, noteRosters, ownEntry } from './note-rosters'
import { offerDays } from './offer-days'
import { reporting } from './reporting'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { mayOffer, mayTakeRoster, rostersFrom, secretsUntil, submitsUntil } from './schedule'
import { standing, waitsForMeter } from './standing'
import { decideRoster } from './take-roster'
import { roundsPerEpoch } from './epoch'
import { yieldToOtherDevice } from './yield-to-other-device'

/** @throws what the database throws; a collector's trouble is kept for the views instead. */
export async function stepRounds(context: RoundsContext): Promise<void> {
  for (const joined of context.store.groups()) {
    try {
      await stepGroup({ ...context, clock: steadyClock(context.clock) }, joined)
    } catch (error) {
      // What was stored so far was due; the next step judges the clock anew.
      if (!(error instanceof ClockJumped)) throw error
    }
  }
}

async function stepGroup(context: RoundsContext, joined: JoinedGroup): Promise<void> {
  const { troubles } = context
  const { gid } = joined
  const mode = joined.group.mode === 'live' ? LIVE : BATCH
  if (joined.handedOverAt !== null) mode.giveUp(context, joined)
  const clock = await judgeClock(context, joined)
  if (clock === 'apart') {
    troubles.set(gid, null, 'clocks-apart')
    return
  }
  if (mayClose(context, joined, clock)) mode.close(context, joined, clock)
  const current = await standing(context, joined, clock, () => mode.offer(context, joined, clock))
  if (!current) return
  for (const [epoch, advanceOne] of mode.due(context, current)) {
    const { gone } = await reporting(context, gid, epoch, advanceOne)
    if (gone) return
  }
  if (!waitsForMeter(context, joined)) troubles.clear(gid, null)
}

/** What the two modes do in a step: nothing but the epochs differ. */
type ModeSteps = {
  /** Another PC takes part for this home: whatever this one has not sent it never will, whatever time it is. */
  readonly giveUp: (context: RoundsContext, joined: JoinedGroup) => void
  readonly close: (context: RoundsContext, joined: JoinedGroup, clock: ClockJudgement) => void
  readonly offer: (context: RoundsContext, joined: JoinedGroup, clock: ClockJudgement) => Promise<void>
  readonly due: (context: RoundsContext, joined: JoinedGroup) => readonly (readonly [number, () => Promise<void>])[]
}

const BATCH: ModeSteps = {
  giveUp: (context, joined) => {
    for (const day of context.store.openDays(joined.gid)) {
      if (day.phase === 'offered' || day.phase === 'refused') saveClosed(context, joined, giveUpDay(day))
    }
  },
  close: (context, joined) => {
    for (const day of context.store.openDays(joined.gid)) closeDay(context, joined, day)
  },
  offer: offerDays,
  due: (context, joined) => [
    ...owedDays(context, joined).map((utcDay) => [utcDay, () => answerOwed(context, joined, utcDay)] as const),
    ...context.store.openDays(joined.gid).map((day) => [day.utcDay, () => advance(context, joined, day)] as const)
  ]
}

const LIVE: ModeSteps = {
  giveUp: giveUpRounds,
  close: (context, joined, clock) => {
    closeRounds(context, joined)
    if (clock !== 'agrees') return
    forgetOldRosters(context, joined)
    if (!joined.departure && joined.handedOverAt === null) leaveWhereSumsFail(context, joined)
  },
  offer: offerRounds,
  due: (context, joined) =>
    context.store.openRounds(joined.gid).map(
      (round) =>
        [
          round.t,
          async () => {
            await advanceRound(context, joined, round)
            await deliverRefusals(context, joined, round.t)
          }
        ] as const
    )
}

/** What is owed is answered by whoever holds the key. */
function owedDays({ store }: RoundsContext, { gid, handedOverAt }: JoinedGroup): readonly number[] {
  return handedOverAt === null ? store.owedDays(gid) : []
}

/** Past its dates a day has nothing left to do, and no secret left to keep. */
function closeDay(context: RoundsContext, joined: JoinedGroup, day: StoredDay): void {
  const now = context.clock.now()
  const closed = closedDay(day, now >= submitsUntil(day.utcDay), now >= secretsUntil(day.utcDay))
  if (closed) saveClosed(context, joined, closed)
}

function saveClosed({ store, troubles }: RoundsContext, { gid }: JoinedGroup, day: StoredDay): void {
  store.transaction(() => {
    store.saveDay(gid, day)
    for (const roster of store.rosters(gid, day.utcDay)) store.saveRoster({ ...roster, wire: null })
  })
  troubles.clear(gid, day.utcDay)
}

function closedDay(day: StoredDay, submitsOver: boolean, secretsOver: boolean): StoredDay | null {
  switch (day.phase) {
    case 'offered':
    case 'refused':
      return submitsOver ? giveUpDay(day) : null
    case 'submitted':
      return secretsOver ? loseDay(day) : null
    case 'summed':
      return secretsOver && day.exchange ? eraseKeys(day) : null
    case 'not-offered':
    case 'lost':
      return null
  }
}

async function advance(context: RoundsContext, joined: JoinedGroup, day: StoredDay): Promise<void> {
  let current = day
  if (current.phase === 'offered' || current.phase === 'refused') {
    current = joined.departure ? await turnDown(context, joined, current) : await announce(context, joined, current)
    await deliverRefusals(context, joined, current.utcDay)
    if (current.phase === 'refused' && current.reason === 'too-few-companions') await wishForCompanions(context, joined)
  }
  if (current.phase === 'submitted') current = await deliverSubmit(context, joined, current)
  if (current.phase === 'submitted') current = await seekSum(context, joined, current)
  // The key that would sign the answer is on another PC.
  if (joined.handedOverAt === null) await helpToBlame(context, joined, current)
}

/** KEYS first, then whatever roster there is. */
async function announce(
  context: RoundsContext,
  joined: JoinedGroup,
  day: OfferedDay | RefusedDay
): Promise<OfferedDay | RefusedDay | SubmittedDay | LostDay> {
  const current = await deliverKeys(context, joined, day)
  return current.phase === 'lost' ? current : seekRoster(context, joined, current)
}

async function deliverKeys<Day extends OfferedDay | RefusedDay>(
  context: RoundsContext,
  joined: JoinedGroup,
  day: Day
): Promise<Day | LostDay> {
  if (day.keysDelivered || !mayOffer(day.utcDay, context.clock.now())) return day
  const outcome = await context.transportOf(joined).keys(day.utcDay, joined.memberId, day.keysWire)
  if (outcome === 'conflict') {
    const lost = giveUpDay(day)
    yieldToOtherDevice(context, joined, () => {
      context.store.saveDay(joined.gid, lost)
    })
    return lost
  }
  if (outcome !== 'accepted') {
    context.troubles.set(joined.gid, day.utcDay, 'collector-rejects')
    return day
  }
  const next = keysDelivered(day)
  context.store.saveDay(joined.gid, next)
  return next
}

async function seekRoster(
  context: RoundsContext,
  joined: JoinedGroup,
  day: OfferedDay | RefusedDay
): Promise<OfferedDay | RefusedDay | SubmittedDay> {
  if (!mayTakeRoster(day.utcDay, context.clock.now())) return day
  const shown = await askForRosters(context, joined, day.utcDay)
  // The answer may have taken its time: the deadline counts when the roster is taken.
  if (!mayTakeRoster(day.utcDay, context.clock.now())) return day
  return decideRoster(context, joined, day, shown)
}

/** After leaving: whatever roster still has this household in it is refused, so that the others get another one. */
async function turnDown<Day extends OfferedDay | RefusedDay>(
  context: RoundsContext,
  joined: JoinedGroup,
  day: Day
): Promise<Day> {
  const { store, clock } = context
  if (!day.keysDelivered || !mayTakeRoster(day.utcDay, clock.now())) return day
  const shown = await askForRosters(context, joined, day.utcDay)
  noteRosters(context, joined, day.utcDay, shown, ownEntry(context, joined, day.exchange))
  for (const roster of store.rosters(joined.gid, day.utcDay)) {
    if (roster.refusal === null) store.saveRoster({ ...roster, refusal: 'left-group' })
  }
  return day
}

/**
 * Companions are nobody's business, so the collector hears of them only where it has to: it made a roster with too few
 * of them, and the next one may have more.
 */
async function wishForCompanions(context: RoundsContext, joined: JoinedGroup): Promise<void> {
  const { store, wished, transportOf } = context
  const ids = [...store.confirmedMembers()].sort().slice(0, MAX_WISHED)
  const name = `${toHex(joined.gid)} ${ids.join(' ')}`
  if (ids.length === 0 || wished.has(name)) return
  await transportOf(joined).wish(joined.memberId, encodeWish(ids.map((id) => fromHex(id, 32))))
  wished.add(name)
}

async function deliverRefusals(context: RoundsContext, joined: JoinedGroup, utcDay: number): Promise<void> {
  const { store, primitives, transportOf } = context
  for (const roster of store.rosters(joined.gid, utcDay)) {
    if (roster.refusal === null || roster.refuseDelivered) continue
    const refuse = signRefuse(primitives, { rho: roster.rho, memberId: joined.memberId }, joined.identity)
    await transportOf(joined).refuse(utcDay, encodeRefuse(refuse))
    store.saveRoster({ ...roster, refuseDelivered: true })
  }
}

async function deliverSubmit(context: RoundsContext, joined: JoinedGroup, day: SubmittedDay): Promise<SubmittedDay> {
  if (day.delivered || context.clock.now() >= submitsUntil(day.utcDay)) return day
  const outcome = await context.transportOf(joined).submit(day.utcDay, day.submitWire)
  if (outcome === 'rejected') {
    context.troubles.set(joined.gid, day.utcDay, 'collector-rejects')
    return day
  }
  const next = submitDelivered(day)
  context.store.saveDay(joined.gid, next)
  return next
}

async function seekSum(
  context: RoundsContext,
  joined: JoinedGroup,
  day: SubmittedDay
): Promise<SubmittedDay | SummedDay> {
  const { clock, transportOf } = context
  if (clock.now() < rostersFrom(day.utcDay)) return day
  const maxBytes = maxPublishedBytes(day.members, roundsPerEpoch(joined.group))
  const wire = await transportOf(joined).published(day.utcDay, day.rho, maxBytes)
  if (wire) return checkDay(context, joined, day, wire)
  await watchRosters(context, joined, day)
  // Somebody's SUBMIT may have been refused with a reason that anybody can check.
  if (clock.now() >= rostersFrom(day.utcDay) + SECONDS_PER_DAY) {
    await learnFindings(context, joined, { epoch: day.utcDay, rho: day.rho })
  }
  return day
}

/** Where a round of the day has no sum, for as long as the key of the day is kept. */
async function helpToBlame(context: RoundsContext, joined: JoinedGroup, day: StoredDay): Promise<void> {
  if (day.phase !== 'summed' || !day.exchange) return
  const under = { epoch: day.utcDay, rho: day.rho, exchange: day.exchange }
  await answerAsk(context, joined, under)
  await learnFindings(context, joined, under)
}

/** While there is no sum: has the collector shown this household another roster since? */
async function watchRosters(context: RoundsContext, joined: JoinedGroup, day: SubmittedDay): Promise<void> {
  if (!mayTakeRoster(day.utcDay, context.clock.now())) return
  const shown = await askForRosters(context, joined, day.utcDay)
  noteRosters(context, joined, day.utcDay, shown, ownEntry(context, joined, day.exchange))
}
