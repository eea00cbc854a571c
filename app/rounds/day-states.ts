/**
 * The states of a household's UTC day in a batch round and the transitions between them. Each takes the old state and
 * returns the next one; a state has no more than what may still be done in it.
 *
 *   waiting -> offered -> rostered -> submitted -> summed
 *           -> not-offered    |  \-> refused -> rostered    \-> lost (no-sum)
 *                             \-> lost (not-in-a-sum)
 */

import type { UtcSeconds } from '../domain/interval'
import type { SignedRoster } from './messages/roster'
import type { OfferRefusal, RoundRefusal } from './round-reasons'
import type { DayFault, RoundFinding } from './verify-published-day'

/** Not over, or the meter has not been read that far. Nothing is stored of it. */
export type WaitingDay = { readonly phase: 'waiting'; readonly utcDay: number }

/** Not offered, for ever. */
export type NotOfferedDay = { readonly phase: 'not-offered'; readonly utcDay: number; readonly reason: OfferRefusal }

/** KEYS are stored and go out, the same bytes every time. */
export type OfferedDay = {
  readonly phase: 'offered'
  readonly utcDay: number
  /** x_i: secret, 32 bytes. */
  readonly exchange: Uint8Array
  readonly keysWire: Uint8Array
  readonly keysDelivered: boolean
}

/** No roster seen so far may be taken; a later attempt may. Nothing was masked. */
export type RefusedDay = Omit<OfferedDay, 'phase'> & { readonly phase: 'refused'; readonly reason: RoundRefusal }

/** A roster passed. Only in memory: what fixes rho on disk is the submission. */
export type RosteredDay = {
  readonly phase: 'rostered'
  readonly utcDay: number
  readonly exchange: Uint8Array
  readonly rho: Uint8Array
  readonly roster: SignedRoster
}

/** Rule W holds on disk; these bytes may go out again and no others. */
export type SubmittedDay = {
  readonly phase: 'submitted'
  readonly utcDay: number
  /** Kept for a DLIST until the last date for one. */
  readonly exchange: Uint8Array
  readonly rho: Uint8Array
  readonly members: number
  readonly submitWire: Uint8Array
  readonly submittedAt: UtcSeconds
  readonly delivered: boolean
}

export type DayOutcome = 'verified' | 'partly-verified' | 'false-sum'

/** The collector's statement, as this household checked it. */
export type SummedDay = {
  readonly phase: 'summed'
  readonly utcDay: number
  readonly outcome: DayOutcome
  /** Why the statement as a whole is untrue; null where single rounds are judged. */
  readonly reason: DayFault | null
  /** Null once erased. */
  readonly exchange: Uint8Array | null
  readonly rho: Uint8Array
  readonly members: number
  readonly submitWire: Uint8Array
  readonly submittedAt: UtcSeconds
  /** One for each round; none where the statement as a whole is untrue. */
  readonly rounds: readonly RoundFinding[]
  /** SHA-256 of SUM, for the history code; null for days of older versions. */
  readonly sumHash: Uint8Array | null
}

/** Too late. What was sent, if anything, stays masked. */
export type LostDay = {
  readonly phase: 'lost'
  readonly utcDay: number
  readonly reason: 'not-in-a-sum' | 'no-sum'
  readonly submission: Pick<SubmittedDay, 'rho' | 'members' | 'submitWire' | 'submittedAt'> | null
}

/** What the store holds. */
export type StoredDay = NotOfferedDay | OfferedDay | RefusedDay | SubmittedDay | SummedDay | LostDay

/** The day is complete: a fresh key goes on offer. */
export function offerDay(day: WaitingDay, exchange: Uint8Array, keysWire: Uint8Array): OfferedDay {
  return { phase: 'offered', utcDay: day.utcDay, exchange, keysWire, keysDelivered: false }
}

export function leaveOutDay(day: WaitingDay, reason: OfferRefusal): NotOfferedDay {
  return { phase: 'not-offered', utcDay: day.utcDay, reason }
}

export function keysDelivered<Day extends OfferedDay | RefusedDay>(day: Day): Day {
  return { ...day, keysDelivered: true }
}

/** Nothing is masked, the key is kept for another attempt. */
export function refuseRoster(day: OfferedDay | RefusedDay, reason: RoundRefusal): RefusedDay {
  return { ...day, phase: 'refused', reason }
}

export function takeRoster(day: OfferedDay | RefusedDay, roster: SignedRoster, rho: Uint8Array): RosteredDay {
  return { phase: 'rostered', utcDay: day.utcDay, exchange: day.exchange, rho, roster }
}

/** To be stored in one transaction with rule W's log, before a byte leaves. */
export function submitDay(day: RosteredDay, submitWire: Uint8Array, submittedAt: UtcSeconds): SubmittedDay {
  const { utcDay, exchange, rho, roster } = day
  const members = roster.roster.members.length
  return { phase: 'submitted', utcDay, exchange, rho, members, submitWire, submittedAt, delivered: false }
}

export function submitDelivered(day: SubmittedDay): SubmittedDay {
  return { ...day, delivered: true }
}

/** The keys go only when every round has verified: until then the day may have to be blamed on somebody. */
export function sumDay(day: SubmittedDay, rounds: readonly RoundFinding[], sumHash: Uint8Array): SummedDay {
  const outcome = outcomeOf(rounds)
  const exchange = outcome === 'verified' ? null : day.exchange
  return { ...summed(day), outcome, reason: null, rounds, sumHash, exchange }
}

/** The statement as a whole is untrue. */
export function rejectSum(day: SubmittedDay, reason: DayFault, sumHash: Uint8Array): SummedDay {
  return { ...summed(day), outcome: 'false-sum', reason, rounds: [], sumHash, exchange: day.exchange }
}

/** In none: the key is erased with the state that held it. */
export function giveUpDay(day: OfferedDay | RefusedDay): LostDay {
  return { phase: 'lost', utcDay: day.utcDay, reason: 'not-in-a-sum', submission: null }
}

/** No sum came: it stays masked for ever. */
export function loseDay({ utcDay, rho, members, submitWire, submittedAt }: SubmittedDay): LostDay {
  return { phase: 'lost', utcDay, reason: 'no-sum', submission: { rho, members, submitWire, submittedAt } }
}

/** After the last date for a DLIST. */
export function eraseKeys(day: SummedDay): SummedDay {
  return { ...day, exchange: null }
}

function summed({
  utcDay,
  rho,
  members,
  submitWire,
  submittedAt
}: SubmittedDay): Pick<SummedDay, 'phase' | 'utcDay' | 'rho' | 'members' | 'submitWire' | 'submittedAt'> {
  return { phase: 'summed', utcDay, rho, members, submitWire, submittedAt }
}

function outcomeOf(rounds: readonly RoundFinding[]): DayOutcome {
  if (rounds.some(({ state }) => state === 'false')) return 'false-sum'
  return rounds.some(({ state }) => state === 'withheld') ? 'partly-verified' : 'verified'
}
