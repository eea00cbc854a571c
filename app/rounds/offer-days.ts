/** Offers the days that are over and complete; says of each other day why not (docs/protocol/rounds.md 3.1). */

import { SECONDS_PER_DAY, startOfUtcDay } from '../domain/interval'
import { readCompleteDay } from './complete-day'
import { type StoredDay, type WaitingDay, leaveOutDay, offerDay } from './day-states'
import { spanOf } from './epoch'
import type { ClockJudgement } from './judge-clock'
import { decodeEnrol, enrolCovers } from './messages/enrol'
import { encodeKeys, signKeys } from './messages/keys'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { lastDayOver, mayOffer, rostersFrom } from './schedule'

const EXCHANGE_BYTES = 32
/** After a longer absence only the newest of the missed days are listed. */
const LISTED_DAYS = 400

/** Stores the next state of every day that was waiting and is over. Sends nothing. */
export async function offerDays(
  context: RoundsContext,
  joined: JoinedGroup,
  clockJudged: ClockJudgement
): Promise<void> {
  const { store, clock } = context
  const last = lastDayOver(clock.now())
  const newest = store.days(joined.gid, 1)[0]?.utcDay ?? firstDayOf(joined) - 1
  for (let utcDay = Math.max(newest + 1, last - LISTED_DAYS); utcDay <= last; utcDay++) {
    if (!isSettled(context, joined, utcDay, clockJudged)) return
    const next = await nextState(context, joined, { phase: 'waiting', utcDay })
    if (next.phase === 'waiting') return
    store.saveDay(joined.gid, next)
  }
}

/** The first UTC day that the membership can cover as a whole. */
export function firstDayOf({ joinedAt }: Pick<JoinedGroup, 'joinedAt'>): number {
  return Math.ceil(joinedAt / SECONDS_PER_DAY)
}

/**
 * A day is too late for ever only where the meter has seen that time too; where it cannot be asked, the day waits for its
 * readings.
 */
function isSettled(
  { chains, clock }: RoundsContext,
  { chain }: JoinedGroup,
  utcDay: number,
  clockJudged: ClockJudgement
): boolean {
  if (clockJudged === 'agrees' || mayOffer(utcDay, clock.now())) return true
  return (chains.chain(chain)?.position.end ?? 0) >= rostersFrom(utcDay)
}

async function nextState(
  context: RoundsContext,
  joined: JoinedGroup,
  waiting: WaitingDay
): Promise<StoredDay | WaitingDay> {
  const { utcDay } = waiting
  if (!mayOffer(utcDay, context.clock.now())) return leaveOutDay(waiting, 'too-late')
  if (joined.paused) return leaveOutDay(waiting, `paused-after-${joined.paused}`)
  // What was sent before a restore is not known here, so it would be refused by rule W, and its roster burnt for the others.
  if (startOfUtcDay(utcDay) < context.ledger.submittedBefore()) return leaveOutDay(waiting, 'counts-as-sent')
  if (!enrolCovers(decodeEnrol(joined.enrolWire).enrol, spanOf(joined.group, utcDay)))
    return leaveOutDay(waiting, 'not-enrolled')
  const chain = context.chains.chain(joined.chain)
  if (!chain) return waiting
  const reading = await readCompleteDay(context, chain, joined.group, utcDay)
  if (reading.state === 'not-yet') return waiting
  if (reading.state === 'unfit') return leaveOutDay(waiting, reading.reason)
  return offer(context, joined, waiting)
}

/** One KEYS per (gid, e), stored before it is sent. */
function offer({ random, primitives }: RoundsContext, joined: JoinedGroup, waiting: WaitingDay): StoredDay {
  const exchange = random.bytes(EXCHANGE_BYTES)
  const exchangeKey = primitives.x25519.publicKey(exchange)
  const keys = signKeys(primitives, { gid: joined.gid, utcDay: waiting.utcDay, exchangeKey }, joined.identity)
  return offerDay(waiting, exchange, encodeKeys(keys))
}
