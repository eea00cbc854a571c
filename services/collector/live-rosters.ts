/** Rosters of live intervals: three attempts, each of those who agreed to the one before (docs/protocol/rounds.md 5). */

import { equalBytes, toHex } from '../../crypto'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { ReadyMember } from '../../app/rounds/aggregate'
import { spanOf } from '../../app/rounds/epoch'
import { judgeEndorsements } from '../../app/rounds/live/endorse-roster'
import { attemptAt, sumsUntil } from '../../app/rounds/live/live-schedule'
import type { GroupParameters } from '../../app/rounds/messages/group-parameters'
import { decodeRoster } from '../../app/rounds/messages/roster'
import { askFor, blameOf, sittingOut } from './blame'
import type { PostedRoster } from './board-store'
import type { CollectorDeps } from './collector'
import { postRosters, readyMembers } from './post-rosters'

/** Whoever was found in a lie is in no roster of the intervals that are under way. */
const SIT_OUT_SECONDS = 3600

/** First and last interval in which something may still be due. */
export function liveRoundsUnderWay(group: GroupParameters, now: UtcSeconds): readonly [number, number] {
  const current = Math.floor(now / group.seconds)
  const span = sumsUntil(group, current) - spanOf(group, current).end
  return [Math.max(0, Math.floor((now - span) / group.seconds)), current]
}

/** Makes the roster of the attempt that belongs to this moment, and asks where pads do not cancel. */
export async function makeLiveRosters(deps: CollectorDeps): Promise<void> {
  const { board, group, clock } = deps
  const now = clock.now()
  const t = Math.floor(now / group.seconds)
  const posted = board.rosters(t)
  const incomplete = await incompleteOf(deps, posted)
  const attempt = attemptAt(group, t, now)
  if (attempt === null || posted.some((roster) => roster.attempt >= attempt)) return
  const members =
    posted.length === 0 ? readyMembers(deps, t, leftOutOfLive(deps, t)) : whoAgreed(deps, newestOf(incomplete))
  postRosters(deps, t, attempt, members, now)
}

/** A member that was missing costs its group one interval; the next one begins without it. */
function leftOutOfLive(deps: CollectorDeps, t: number): ReadonlySet<string> {
  const { board, clock } = deps
  const now = clock.now()
  const since = toUtcSeconds(Math.max(0, now - SIT_OUT_SECONDS))
  const silent = newestOf(board.rosters(t - 1)).flatMap((roster) => missingFrom(roster, board.endorsements(roster.rho)))
  const unsent = board
    .rosters(t - 2)
    .filter(({ rho }) => board.submits(rho).length > 0 && board.published(rho) === null)
    .flatMap((roster) => missingFrom(roster, board.submits(roster.rho)))
  return new Set([...sittingOut(deps, now, since), ...silent, ...unsent])
}

async function incompleteOf(deps: CollectorDeps, posted: readonly PostedRoster[]): Promise<PostedRoster[]> {
  const incomplete: PostedRoster[] = []
  for (const roster of posted) {
    const wires = deps.board.endorsements(roster.rho).map(({ wire }) => wire)
    const state = await judgeEndorsements(deps, decodeRoster(roster.wire).roster, roster.rho, wires)
    if (state === 'false') askFor(deps, roster, [0])
    if (state !== 'complete') incomplete.push(roster)
  }
  return incomplete
}

/** Of the newest attempt. */
function newestOf(rosters: readonly PostedRoster[]): PostedRoster[] {
  const newest = Math.max(0, ...rosters.map(({ attempt }) => attempt))
  return rosters.filter(({ attempt }) => attempt === newest)
}

/** Those who endorsed and are not known to lie: a missing ENDORSE ends the attempt, and the next one has no place for it. */
function whoAgreed(deps: CollectorDeps, rosters: readonly PostedRoster[]): ReadyMember[] {
  const now = deps.clock.now()
  const liars = sittingOut(deps, now, toUtcSeconds(Math.max(0, now - SIT_OUT_SECONDS)))
  return rosters.flatMap((posted) => {
    const { rho, wire } = posted
    const endorsed = deps.board.endorsements(rho)
    // Proves nothing, but the next attempt is not to fail in the same way.
    const silent = blameOf(deps, posted)?.silent ?? []
    const { enrols, keys } = decodeRoster(wire)
    return enrols.flatMap((enrol, index) => {
      const { memberId } = enrol.enrol
      const own = keys[index]
      const agreed = endorsed.some((one) => equalBytes(one.memberId, memberId))
      return own && agreed && !liars.has(toHex(memberId)) && !silent.includes(toHex(memberId))
        ? [{ enrol, keys: own }]
        : []
    })
  })
}

/** Ids (hex) of members that are not in a list. */
function missingFrom({ wire }: PostedRoster, present: readonly { readonly memberId: Uint8Array }[]): string[] {
  return decodeRoster(wire)
    .roster.members.filter(({ memberId }) => !present.some((one) => equalBytes(one.memberId, memberId)))
    .map(({ memberId }) => toHex(memberId))
}
