/** Before the interval is over: take a roster, commit to the pads under it, wait until all others have done so too. */

import {
  FormatError,
  type Primitives,
  commitToSumOfPads,
  concatBytes,
  equalBytes,
  sumOfPads,
  toHex
} from '../../../crypto'
import type { CommitmentWork } from '../../ports'
import { signedSeeds } from '../mask-day'
import { type SignedEndorse, decodeEndorse, encodeEndorse, signEndorse, verifyEndorse } from '../messages/endorse'
import type { Roster } from '../messages/roster'
import { unlessMalformed } from '../messages/unless-malformed'
import { askForRosters, noteRosters, openRosters, ownEntry } from '../note-rosters'
import type { JoinedGroup } from '../round-store'
import type { RoundsContext } from '../rounds-context'
import { listOf } from '../seen-roster'
import {
  type ArmedRound,
  type EndorsedRound,
  type OfferedRound,
  armRound,
  endorseRound,
  failAttempt
} from './live-states'
import { attemptAt, attemptEndsAt } from './live-schedule'

export type EndorsementState = 'incomplete' | 'complete' | 'false'

/** Looks for a roster of the attempt that belongs to this moment; endorses it where it passes. */
export async function seekLiveRoster(
  context: RoundsContext,
  joined: JoinedGroup,
  round: OfferedRound
): Promise<OfferedRound | EndorsedRound> {
  const { store, clock, primitives } = context
  const { gid, group, identity } = joined
  const { t, exchange } = round
  if (attemptAt(group, t, clock.now()) === null) return round
  const shown = await askForRosters(context, joined, t)
  // The answer may have taken its time: the deadline counts when the roster is taken.
  const attempt = attemptAt(group, t, clock.now())
  const own = ownEntry(context, joined, exchange)
  const before = openRosters(context, joined, t, own)
  const passing = [...before, ...noteRosters(context, joined, t, shown, own)].find(
    ({ signed, judgement }) => signed.roster.attempt === attempt && store.roster(gid, judgement.rho)?.refusal === null
  )
  if (!passing || attempt === null) return refusedOr(context, joined, round)
  const { rho } = passing.judgement
  const { roster } = passing.signed
  const wire = encodeEndorse(makeEndorse(primitives, roster, rho, t, { identity, exchange }))
  const next = endorseRound(round, { attempt, rho, members: roster.members.length }, wire)
  store.transaction(() => {
    store.saveRound(gid, next)
    store.saveEndorsed(gid, t, { rho, delivered: false })
  })
  return next
}

/** Sends the ENDORSE while its time is; arms the round once all are there and the pads cancel (docs/attacks.md R3, R28). */
export async function seekEndorsements(
  context: RoundsContext,
  joined: JoinedGroup,
  round: EndorsedRound
): Promise<OfferedRound | EndorsedRound | ArmedRound> {
  const { store, clock, transportOf } = context
  const { gid, group } = joined
  const { t, rho, attempt } = round
  const transport = transportOf(joined)
  const known = store.endorsed(gid, t).find((one) => equalBytes(one.rho, rho))
  if (!known?.delivered && attemptAt(group, t, clock.now()) === attempt) {
    const outcome = await transport.endorse(t, round.endorseWire)
    if (outcome === 'rejected') context.troubles.set(gid, t, 'collector-rejects')
    else store.saveEndorsed(gid, t, { rho, delivered: true })
  }
  const state = await stateOf(context, joined, round, await transport.endorsements(t, rho))
  const over = clock.now() >= attemptEndsAt(group, t, attempt)
  if (state === 'complete' && !over) return saved(context, joined, armRound(round))
  if (state === 'false') return saved(context, joined, failAttempt(round, 'pads-do-not-cancel'))
  return over ? saved(context, joined, failAttempt(round, 'endorsements-missing')) : round
}

/** ENDORSE of a roster; the same bytes every time. */
export function makeEndorse(
  primitives: Primitives,
  roster: Pick<Roster, 'members'>,
  rho: Uint8Array,
  t: number,
  secrets: { readonly identity: Uint8Array; readonly exchange: Uint8Array }
): SignedEndorse {
  const memberId = primitives.ed25519.publicKey(secrets.identity)
  const seeds = signedSeeds(primitives, roster, rho, memberId, secrets.exchange)
  const padPoint = commitToSumOfPads(sumOfPads(primitives, seeds, rho, t))
  for (const { seed } of seeds) seed.fill(0)
  return signEndorse(primitives, { rho, memberId, padPoint }, secrets.identity)
}

/**
 * What the endorsements of a roster say together; used by households and by the collector.
 * @param wires as received, in any order; what is not a member's ENDORSE of this roster counts as missing.
 */
export async function judgeEndorsements(
  { primitives, work }: Pick<RoundsContext, 'primitives'> & { readonly work: Pick<CommitmentWork, 'weightedSum'> },
  { members }: Pick<Roster, 'members'>,
  rho: Uint8Array,
  wires: readonly Uint8Array[]
): Promise<EndorsementState> {
  const points = new Map<string, Uint8Array>()
  for (const wire of wires) {
    const signed = unlessMalformed(() => decodeEndorse(wire))
    if (!signed || !equalBytes(signed.endorse.rho, rho) || !verifyEndorse(primitives, signed)) continue
    points.set(toHex(signed.endorse.memberId), signed.endorse.padPoint)
  }
  const inOrder = members.flatMap(({ memberId }) => points.get(toHex(memberId)) ?? [])
  if (inOrder.length !== members.length) return 'incomplete'
  return (await padsCancel(work, inOrder)) ? 'complete' : 'false'
}

/** SUM_i P_i,t = O: here and only here the identity is a result that is wanted. A P that is no point cancels nothing. */
async function padsCancel(work: Pick<CommitmentWork, 'weightedSum'>, points: readonly Uint8Array[]): Promise<boolean> {
  try {
    const sum = await work.weightedSum(
      concatBytes(...points),
      points.map(() => 1n)
    )
    return sum.every((byte) => byte === 0)
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}

async function stateOf(
  context: RoundsContext,
  { gid, memberId }: JoinedGroup,
  round: EndorsedRound,
  wires: readonly Uint8Array[]
): Promise<EndorsementState> {
  const { rho, endorseWire } = round
  const seen = context.store.roster(gid, rho)
  if (!seen) return 'incomplete'
  // The own one comes from here, whatever the collector shows of it; that it arrived is what the others wait for.
  const shown = wires.flatMap((wire) => unlessMalformed(() => decodeEndorse(wire)) ?? [])
  const mine = shown.some(({ endorse }) => equalBytes(endorse.memberId, memberId))
  return mine ? judgeEndorsements(context, listOf(seen), rho, [...wires, endorseWire]) : 'incomplete'
}

function refusedOr(context: RoundsContext, joined: JoinedGroup, round: OfferedRound): OfferedRound {
  const refusal = context.store.rosters(joined.gid, round.t).at(-1)?.refusal
  return refusal && refusal !== round.reason ? saved(context, joined, { ...round, reason: refusal }) : round
}

function saved<Round extends OfferedRound | ArmedRound>(
  { store }: RoundsContext,
  { gid }: JoinedGroup,
  round: Round
): Round {
  store.saveRound(gid, round)
  return round
}
