/** Whether the collector knows that this household takes part, or no longer does. */

import { AppError } from '../app-error'
import type { ClockJudgement } from './judge-clock'
import { renewEnrolment } from './join-group'
import { hasToBeTold } from './leave-group'
import { reporting } from './reporting'
import type { JoinedGroup } from './round-store'
import type { EnrolOutcome } from './round-transport'
import type { RoundsContext } from './rounds-context'

/**
 * The group once its collector knows where this household stands; null while it does not.
 * @param offer puts on offer what may be; only for who takes part.
 */
export async function standing(
  context: RoundsContext,
  joined: JoinedGroup,
  clock: ClockJudgement,
  offer: () => Promise<void>
): Promise<JoinedGroup | null> {
  // Another PC speaks for this home: what is left here is to see the sums of what was sent.
  if (joined.handedOverAt !== null) return joined
  if (joined.departure) return ended(context, joined)
  await offer()
  return enrolled(context, joined, clock)
}

/** The group once its ENROL is with the collector; null while it is not. */
async function enrolled(
  context: RoundsContext,
  joined: JoinedGroup,
  clock: ClockJudgement
): Promise<JoinedGroup | null> {
  const { store, troubles, transportOf } = context
  const current = await renewed(context, joined, clock)
  if (current.enrolState === 'accepted') return current
  const { value: outcome } = await reporting(context, joined.gid, null, () =>
    transportOf(current).enrol(current.enrolWire)
  )
  if (!outcome) return null
  const enrolState = stateAfter(outcome)
  store.changeGroup(joined.gid, { enrolState })
  if (enrolState === 'accepted') return { ...current, enrolState }
  troubles.set(joined.gid, null, enrolState === 'rejected' ? 'collector-rejects' : enrolState)
  return null
}

function stateAfter(outcome: EnrolOutcome): Exclude<JoinedGroup['enrolState'], 'pending'> {
  if (outcome === 'conflict') return 'meter-taken'
  if (outcome === 'full') return 'group-full'
  return outcome === 'accepted' ? 'accepted' : 'rejected'
}

/** The group of somebody who left, once the collector knows it; null while it cannot be told. */
async function ended(context: RoundsContext, joined: JoinedGroup): Promise<JoinedGroup | null> {
  const { departure } = joined
  if (!departure || departure.delivered || !hasToBeTold(joined)) return joined
  const { value: outcome } = await reporting(context, joined.gid, null, () =>
    context.transportOf(joined).end(departure.endWire)
  )
  if (!outcome) return null
  context.store.changeGroup(joined.gid, { departure: { ...departure, delivered: true } })
  return joined
}

/** A meter that does not sign now is asked again with the next step; the old ENROL still lasts. */
async function renewed(context: RoundsContext, joined: JoinedGroup, clock: ClockJudgement): Promise<JoinedGroup> {
  const { troubles } = context
  try {
    const current = await renewEnrolment(context, joined, clock)
    if (waitsForMeter(context, joined)) troubles.clear(joined.gid, null)
    return current
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'meter-did-not-sign') throw error
    troubles.set(joined.gid, null, 'meter-did-not-sign')
    return joined
  }
}

/** Nothing that the collector answers ends this trouble: unsaid, the home would fall out of its group when the ENROL ends. */
export function waitsForMeter({ troubles }: Pick<RoundsContext, 'troubles'>, { gid }: JoinedGroup): boolean {
  return troubles.get(gid, null) === 'meter-did-not-sign'
}
