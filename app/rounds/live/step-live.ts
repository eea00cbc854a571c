/** Does what is due in a live group; repeatable at any time, and after a crash anywhere (docs/protocol/rounds.md 5). */

import { SECONDS_PER_DAY } from '../../domain/interval'
import { answerAsk } from '../answer-ask'
import { spanOf } from '../epoch'
import { meterTime } from '../judge-clock'
import { learnFindings } from '../learn-findings'
import { decodeEnrol, enrolCovers } from '../messages/enrol'
import { encodeKeys, signKeys } from '../messages/keys'
import { maxPublishedBytes } from '../messages/published-day'
import type { JoinedGroup } from '../round-store'
import type { RoundsContext } from '../rounds-context'
import { seekEndorsements, seekLiveRoster } from './endorse-roster'
import type { LiveReason } from './live-reasons'
import {
  CLOCK_TOLERANCE_SECONDS,
  attemptsEndAt,
  findingsUntil,
  maySubmitRound,
  mayOfferRound,
  offeredRounds,
  roundSecretsUntil,
  submitEndsAt,
  sumsUntil
} from './live-schedule'
import {
  type ArmedRound,
  type EndedRound,
  type EndorsedRound,
  type LiveRound,
  type OfferedRound,
  type SubmittedRound,
  endRound,
  eraseRoundKeys,
  leaveOutRound,
  offerRound
} from './live-states'
import { checkRound, submitRecord } from './submit-record'
import { yieldToOtherDevice } from '../yield-to-other-device'

const EXCHANGE_BYTES = 32
/** Lists of members are kept as long as a suspicion lasts; a year of them would fill the disk. */
const KEPT_SECONDS = 31 * SECONDS_PER_DAY

/** Past its dates an interval has nothing left to do, and no secret left to keep. Sends nothing. */
export function closeRounds(context: RoundsContext, joined: JoinedGroup): void {
  const { store } = context
  for (const round of store.openRounds(joined.gid)) {
    const closed = closedRound(context, joined, round)
    if (closed) saveClosed(context, joined, closed)
  }
}

/** What has not been sent, and never will be. */
export function giveUpRounds(context: RoundsContext, joined: JoinedGroup): void {
  for (const round of context.store.openRounds(joined.gid)) {
    if (round.phase === 'offered' || round.phase === 'endorsed' || round.phase === 'armed') {
      saveClosed(context, joined, eraseRoundKeys(endUnsent(round)))
    }
  }
}

function saveClosed({ store }: RoundsContext, { gid }: JoinedGroup, round: LiveRound): void {
  store.transaction(() => {
    store.saveRound(gid, round)
    if (round.phase === 'submitted') return
    for (const roster of store.rosters(gid, round.t)) store.saveRoster({ ...roster, wire: null })
  })
}

export function forgetOldRosters({ store, clock }: RoundsContext, { gid, group }: JoinedGroup): void {
  store.forgetRosters(gid, Math.floor((clock.now() - KEPT_SECONDS) / group.seconds))
}

/** Stores a fresh key for every interval that is now on offer. Sends nothing but the question what time the meter has. */
export async function offerRounds(context: RoundsContext, joined: JoinedGroup): Promise<void> {
  const { store, clock } = context
  const wanted = offeredRounds(joined.group, clock.now()).filter((t) => !store.round(joined.gid, t))
  if (wanted.length === 0) return
  const together = await clocksAgree(context, joined)
  // A meter that does not answer now is asked again with the next step.
  if (together === null) return
  for (const t of wanted) store.saveRound(joined.gid, firstState(context, joined, t, together))
}

/** One interval as far as it goes now. */
export async function advanceRound(context: RoundsContext, joined: JoinedGroup, round: LiveRound): Promise<void> {
  let current: LiveRound = round
  if (current.phase === 'endorsed') current = await seekEndorsements(context, joined, current)
  if (current.phase === 'offered') current = await deliverKeys(context, joined, current)
  if (current.phase === 'offered' && !joined.departure) {
    current = await seekLiveRoster(context, joined, current)
    if (current.phase === 'endorsed') current = await seekEndorsements(context, joined, current)
  }
  if (current.phase === 'armed' && !joined.departure && maySubmitRound(joined.group, current.t, context.clock.now())) {
    current = await submitRecord(context, joined, current)
  }
  if (current.phase === 'submitted') current = await deliverSubmit(context, joined, current)
  if (current.phase === 'submitted') current = await seekSum(context, joined, current)
  // The key that would sign the answer is on another PC.
  if (joined.handedOverAt === null) await helpToBlame(context, joined, current)
}

function closedRound({ clock }: RoundsContext, { group }: JoinedGroup, round: LiveRound): LiveRound | null {
  const now = clock.now()
  const { t } = round
  const secretsOver = now >= roundSecretsUntil(group, t)
  const atItsEnd = (ended: EndedRound): EndedRound => (secretsOver ? eraseRoundKeys(ended) : ended)
  switch (round.phase) {
    case 'offered':
    case 'endorsed':
      return now >= attemptsEndAt(group, t) ? atItsEnd(endUnsent(round)) : null
    case 'armed':
      return now >= submitEndsAt(group, t) ? atItsEnd(endUnsent(round)) : null
    case 'submitted':
      if (now >= sumsUntil(group, t)) return eraseRoundKeys(endRound(round, 'no-sum'))
      return secretsOver && round.exchange ? eraseRoundKeys(round) : null
    case 'summed':
    case 'ended':
      return secretsOver && round.exchange ? eraseRoundKeys(round) : null
  }
}

function endUnsent(round: OfferedRound | EndorsedRound | ArmedRound): EndedRound {
  switch (round.phase) {
    case 'offered':
      return endRound(round, round.reason ?? 'no-roster')
    case 'endorsed':
      return endRound(round, 'endorsements-missing')
    case 'armed':
      return endRound(round, 'record-missing')
  }
}

function firstState(context: RoundsContext, joined: JoinedGroup, t: number, clocksTogether: boolean): LiveRound {
  const { store, random, primitives } = context
  const refusal = refusalOf(context, joined, t, clocksTogether)
  if (refusal) return leaveOutRound(t, refusal)
  const exchange = random.bytes(EXCHANGE_BYTES)
  const exchangeKey = primitives.x25519.publicKey(exchange)
  const keys = signKeys(primitives, { gid: joined.gid, utcDay: t, exchangeKey }, joined.identity)
  return store.round(joined.gid, t) ?? offerRound(t, exchange, encodeKeys(keys))
}

function refusalOf(
  { ledger }: RoundsContext,
  joined: JoinedGroup,
  t: number,
  clocksTogether: boolean
): LiveReason | null {
  if (joined.paused) return `paused-after-${joined.paused}`
  if (!enrolCovers(decodeEnrol(joined.enrolWire).enrol, spanOf(joined.group, t))) return 'not-enrolled'
  if (spanOf(joined.group, t).start < ledger.submittedBefore()) return 'counts-as-sent'
  return clocksTogether ? null : 'clock-apart'
}

/** Null where the meter cannot be asked. */
async function clocksAgree(context: RoundsContext, { chain }: JoinedGroup): Promise<boolean | null> {
  const now = await meterTime(context, chain)
  return now === null ? null : Math.abs(now - context.clock.now()) <= CLOCK_TOLERANCE_SECONDS
}

async function deliverKeys(
  context: RoundsContext,
  joined: JoinedGroup,
  round: OfferedRound
): Promise<OfferedRound | EndedRound> {
  if (round.keysDelivered || joined.departure || !mayOfferRound(joined.group, round.t, context.clock.now()))
    return round
  const outcome = await context.transportOf(joined).keys(round.t, joined.memberId, round.keysWire)
  if (outcome === 'conflict') {
    const lost = endRound(round, 'paused-after-other-device')
    yieldToOtherDevice(context, joined, () => {
      context.store.saveRound(joined.gid, lost)
    })
    return lost
  }
  if (outcome !== 'accepted') {
    context.troubles.set(joined.gid, round.t, 'collector-rejects')
    return round
  }
  const next = { ...round, keysDelivered: true }
  context.store.saveRound(joined.gid, next)
  return next
}

async function deliverSubmit(
  context: RoundsContext,
  joined: JoinedGroup,
  round: SubmittedRound
): Promise<SubmittedRound> {
  if (round.delivered || !maySubmitRound(joined.group, round.t, context.clock.now())) return round
  const outcome = await context.transportOf(joined).submit(round.t, round.submitWire)
  if (outcome === 'rejected') {
    context.troubles.set(joined.gid, round.t, 'collector-rejects')
    return round
  }
  const next = { ...round, delivered: true }
  context.store.saveRound(joined.gid, next)
  return next
}

async function seekSum(context: RoundsContext, joined: JoinedGroup, round: SubmittedRound): Promise<LiveRound> {
  const wire = await context.transportOf(joined).published(round.t, round.rho, maxPublishedBytes(round.members, 1))
  return wire ? checkRound(context, joined, round, wire) : round
}

/**
 * Where pads did not cancel, or K withholds the sum: as long as the key of the interval is kept. Where no sum came
 * because a SUBMIT was refused on arrival, there is nothing to answer, but who was named is worth knowing.
 */
async function helpToBlame(context: RoundsContext, joined: JoinedGroup, round: LiveRound): Promise<void> {
  const { exchange, t } = round
  const now = context.clock.now()
  if (round.phase === 'submitted') {
    const isTime = now >= submitEndsAt(joined.group, t) && now < findingsUntil(joined.group, t)
    return isTime ? learnFindings(context, joined, { epoch: t, rho: round.rho }) : undefined
  }
  if (!exchange) return
  const failed = round.phase === 'summed' || ('reason' in round && round.reason === 'pads-do-not-cancel')
  if (!failed) return
  for (const { rho } of context.store.endorsed(joined.gid, t)) {
    await answerAsk(context, joined, { epoch: t, rho, exchange })
    await learnFindings(context, joined, { epoch: t, rho })
  }
}
