/** Leaving: the ENROL is ended, no reading is masked any more, and no neighbour waits for this household in vain. */

import type { LeftGroup } from '../contract'
import { type UtcSeconds, startOfUtcDay, toUtcSeconds, utcDayOf } from '../domain/interval'
import { spanOf } from './epoch'
import { encodeEnd, encodeEndBody } from './messages/end'
import { decodeEnrol } from './messages/enrol'
import type { FailedSums, JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'

/**
 * Stores that the person has left, or that the home did by itself, with the END that the next steps deliver. Days that are submitted are still followed
 * to their sums: they can no longer be taken back, and it is worth knowing whether they were summed rightly.
 */
export function leaveGroup(context: RoundsContext, joined: JoinedGroup, byItself: FailedSums | null = null): void {
  if (joined.departure) return
  const { store, primitives, clock } = context
  const enrolHash = primitives.sha256(decodeEnrol(joined.enrolWire).body)
  const body = encodeEndBody({ enrolHash, from: endOf(context, joined) })
  const signature = primitives.ed25519.sign(joined.identity, body)
  const departure = { at: clock.now(), endWire: encodeEnd({ body, signature }), delivered: false, byItself }
  store.changeGroup(joined.gid, { departure })
}

/** A collector that never heard of the household has nothing to end. */
export function hasToBeTold({ enrolState }: Pick<JoinedGroup, 'enrolState'>): boolean {
  return enrolState === 'accepted'
}

/** The group left last, as the window shows it. */
export function leftView(groups: readonly JoinedGroup[]): LeftGroup | null {
  const left = groups.flatMap(({ group, departure, enrolState }) =>
    departure ? [{ name: group.name, ...departure, told: departure.delivered || !hasToBeTold({ enrolState }) }] : []
  )
  const newest = left.sort((a, b) => b.at - a.at)[0]
  return newest ? { name: newest.name, at: newest.at, told: newest.told, byItself: newest.byItself } : null
}

/**
 * From the first day that has not left this house, so that the collector makes the rosters still to come without it; but
 * not from a day that was submitted, or the others would have to refuse its roster.
 */
function endOf(context: RoundsContext, joined: JoinedGroup): UtcSeconds {
  const { store } = context
  const { gid, group } = joined
  const now = measuredTime(context, joined)
  if (group.mode === 'live') {
    const used = store.openRounds(gid).filter(({ phase }) => phase !== 'offered' && phase !== 'ended')
    return toUtcSeconds(Math.max(now, ...used.map(({ t }) => spanOf(group, t).end)))
  }
  const days = store.openDays(gid)
  const today = utcDayOf(now)
  const unsent = days.filter(({ phase }) => phase === 'offered' || phase === 'refused').map(({ utcDay }) => utcDay)
  const sent = days.filter(({ phase }) => phase === 'submitted').map(({ utcDay }) => utcDay + 1)
  return startOfUtcDay(Math.max(Math.min(today, ...unsent), ...sent, 0))
}

/** What has not been measured cannot have been sent: with a clock that is ahead, the END would else begin years from now. */
function measuredTime({ clock, chains }: RoundsContext, { chain }: JoinedGroup): UtcSeconds {
  return toUtcSeconds(Math.min(clock.now(), chains.chain(chain)?.position.end ?? clock.now()))
}
