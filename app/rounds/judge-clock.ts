/**
 * Whether the clock of this PC can be believed (ADR 60). All deadlines run on it, and what they lead to cannot be taken
 * back: a clock that is years ahead for a minute would otherwise give up every day until then.
 */

import { toHex } from '../../crypto'
import { type UtcSeconds, toUtcSeconds } from '../domain/interval'
import type { Clock } from '../ports'
import { MeterLinkError } from '../readings/meter-link'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'

/** Clocks that are off by a time zone or two still take part: KEYS have a day, rosters a week. */
const CLOCK_BOUND_SECONDS = 3 * 3600
/** Longer than a PC without a battery on its board needs to ask the network for the time. */
const PATIENCE_SECONDS = 3600

/**
 * agrees: the meter says so, by its newest record or when it is asked; apart: it says otherwise; unknown: it cannot be
 * asked, and its newest record is old.
 */
export type ClockJudgement = 'agrees' | 'apart' | 'unknown'

/** Thrown by a steady clock where the PC's clock was set while a step was at work. */
export class ClockJumped extends Error {
  override readonly name = 'ClockJumped'
}

/** Asks the meter only where its newest record does not tell already. */
export async function judgeClock(
  context: Pick<RoundsContext, 'clock' | 'chains' | 'meters' | 'meterLink'>,
  { chain }: Pick<JoinedGroup, 'chain'>
): Promise<ClockJudgement> {
  const recorded = context.chains.chain(chain)?.position.end ?? null
  if (recorded !== null && isNear(recorded, context.clock.now())) return 'agrees'
  const meter = await meterTime(context, chain)
  if (meter !== null) return isNear(meter, context.clock.now()) ? 'agrees' : 'apart'
  // Nobody has measured the future.
  return recorded !== null && recorded > context.clock.now() ? 'apart' : 'unknown'
}

/** Keys go when their time is over; not at the word of a clock that nobody confirms and that was set a moment ago. */
export function mayClose(
  { clock, unsureSince }: Pick<RoundsContext, 'clock' | 'unsureSince'>,
  { gid }: Pick<JoinedGroup, 'gid'>,
  judged: ClockJudgement
): boolean {
  const name = toHex(gid)
  if (judged !== 'unknown') {
    unsureSince.delete(name)
    return true
  }
  const now = clock.now()
  const since = Math.min(unsureSince.get(name) ?? now, now)
  unsureSince.set(name, toUtcSeconds(since))
  return now >= since + PATIENCE_SECONDS
}

/** The same clock for the time of one step: what was judged does not hold after a jump. @throws ClockJumped from now(). */
export function steadyClock(clock: Clock): Clock {
  const begun = clock.now()
  return {
    now: () => {
      const now = clock.now()
      if (now < begun || now > begun + CLOCK_BOUND_SECONDS) throw new ClockJumped()
      return now
    }
  }
}

/** What the meter's clock says; null where it cannot be asked. */
export async function meterTime(
  { meters, meterLink }: Pick<RoundsContext, 'meters' | 'meterLink'>,
  { meterId }: JoinedGroup['chain']
): Promise<UtcSeconds | null> {
  const connection = meters.find(meterId)
  if (!connection) return null
  try {
    return (await meterLink.describe(connection.address)).now
  } catch (error) {
    if (error instanceof MeterLinkError) return null
    throw error
  }
}

function isNear(one: UtcSeconds, other: UtcSeconds): boolean {
  return Math.abs(one - other) <= CLOCK_BOUND_SECONDS
}
