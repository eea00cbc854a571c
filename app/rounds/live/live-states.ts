/**
 * The states of a household's interval in a live round and the transitions between them. Each takes the old state and
 * returns the next one.
 *
 *   offered -> endorsed -> armed -> submitted -> summed
 *      ^---------'           \          \-> ended (no sum)
 *       \-> ended             \-> ended
 */

import type { UtcSeconds } from '../../domain/interval'
import type { DayOutcome } from '../day-states'
import type { LiveReason } from './live-reasons'

/** KEYS are stored and go out, the same bytes every time. */
export type OfferedRound = {
  readonly phase: 'offered'
  readonly t: number
  /** x_i: secret, 32 bytes. */
  readonly exchange: Uint8Array
  readonly keysWire: Uint8Array
  readonly keysDelivered: boolean
  /** Why the last attempt came to nothing. */
  readonly reason: LiveReason | null
}

/** A roster passed and the pads under it are committed to. Nothing is masked; another attempt may follow. */
export type EndorsedRound = Omit<OfferedRound, 'phase'> & {
  readonly phase: 'endorsed'
  readonly attempt: number
  readonly rho: Uint8Array
  readonly members: number
  readonly endorseWire: Uint8Array
}

/** All members have endorsed this very roster and their pads cancel: the record of the interval is waited for. */
export type ArmedRound = {
  readonly phase: 'armed'
  readonly t: number
  readonly exchange: Uint8Array
  readonly rho: Uint8Array
  readonly members: number
}

/** Rule W holds on disk; these bytes may go out again and no others. */
export type SubmittedRound = {
  readonly phase: 'submitted'
  readonly t: number
  /** Null once erased. */
  readonly exchange: Uint8Array | null
  readonly rho: Uint8Array
  readonly members: number
  readonly submitWire: Uint8Array
  readonly submittedAt: UtcSeconds
  readonly delivered: boolean
}

/** The collector's statement, as this household checked it: partly verified is what K withheld itself. */
export type SummedRound = {
  readonly phase: 'summed'
  readonly t: number
  readonly exchange: Uint8Array | null
  readonly rho: Uint8Array
  readonly members: number
  readonly submitWire: Uint8Array
  readonly submittedAt: UtcSeconds
  readonly outcome: DayOutcome
  /** V, where it is verified. */
  readonly value: bigint | null
}

/** Nothing more is sent of it. Where a roster was endorsed the key is kept for a DLIST until its date. */
export type EndedRound = {
  readonly phase: 'ended'
  readonly t: number
  readonly reason: LiveReason
  readonly exchange: Uint8Array | null
  /** The roster it endorsed or submitted under, if any. */
  readonly rho: Uint8Array | null
  readonly submission: Pick<SubmittedRound, 'members' | 'submitWire' | 'submittedAt'> | null
}

export type LiveRound = OfferedRound | EndorsedRound | ArmedRound | SubmittedRound | SummedRound | EndedRound

/** An interval begins with a fresh key. */
export function offerRound(t: number, exchange: Uint8Array, keysWire: Uint8Array): OfferedRound {
  return { phase: 'offered', t, exchange, keysWire, keysDelivered: false, reason: null }
}

/** No part in an interval, before anything of it was made. */
export function leaveOutRound(t: number, reason: LiveReason): EndedRound {
  return { phase: 'ended', t, reason, exchange: null, rho: null, submission: null }
}

export function endorseRound(
  round: OfferedRound,
  { attempt, rho, members }: Pick<EndorsedRound, 'attempt' | 'rho' | 'members'>,
  endorseWire: Uint8Array
): EndorsedRound {
  return { ...round, phase: 'endorsed', attempt, rho, members, endorseWire }
}

/** The attempt came to nothing before anything was masked. */
export function failAttempt(round: EndorsedRound, reason: LiveReason): OfferedRound {
  const { t, exchange, keysWire, keysDelivered } = round
  return { phase: 'offered', t, exchange, keysWire, keysDelivered, reason }
}

export function armRound({ t, exchange, rho, members }: EndorsedRound): ArmedRound {
  return { phase: 'armed', t, exchange, rho, members }
}

/** To be stored in one transaction with rule W's log, before a byte leaves. */
export function submitRound(
  { t, exchange, rho, members }: ArmedRound,
  submitWire: Uint8Array,
  submittedAt: UtcSeconds
): SubmittedRound {
  return { phase: 'submitted', t, exchange, rho, members, submitWire, submittedAt, delivered: false }
}

/** The key goes when the round has verified. */
export function sumRound(round: SubmittedRound, outcome: DayOutcome, value: bigint | null): SummedRound {
  const { t, rho, members, submitWire, submittedAt } = round
  const exchange = outcome === 'verified' ? null : round.exchange
  return { phase: 'summed', t, exchange, rho, members, submitWire, submittedAt, outcome, value }
}

export function endRound(round: Exclude<LiveRound, EndedRound | SummedRound>, reason: LiveReason): EndedRound {
  const rho = 'rho' in round ? round.rho : null
  const submission = round.phase === 'submitted' ? submissionOf(round) : null
  return { phase: 'ended', t: round.t, reason, exchange: rho && round.exchange, rho, submission }
}

/** After the date for a DLIST. */
export function eraseRoundKeys<Round extends SubmittedRound | SummedRound | EndedRound>(round: Round): Round {
  return { ...round, exchange: null }
}

function submissionOf({ members, submitWire, submittedAt }: SubmittedRound): NonNullable<EndedRound['submission']> {
  return { members, submitWire, submittedAt }
}
