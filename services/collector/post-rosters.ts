/** Makes rosters and puts them on the board. */

import { toHex } from '../../crypto'
import type { UtcSeconds } from '../../app/domain/interval'
import { type ReadyMember, signRoster } from '../../app/rounds/aggregate'
import { spanOf } from '../../app/rounds/epoch'
import { decodeKeys } from '../../app/rounds/messages/keys'
import { encodeRoster, rosterHash } from '../../app/rounds/messages/roster'
import { splitReady } from '../../app/rounds/split-ready'
import type { CollectorDeps } from './collector'
import { liveEnrolment } from './enrolments'
import { membershipOf } from './membership'

const MAX_ENDS = 200

/** Who sent KEYS, with an ENROL that lasts. @param out ids (hex) that are left out. */
export function readyMembers(deps: CollectorDeps, utcDay: number, out: ReadonlySet<string>): ReadyMember[] {
  const span = spanOf(deps.group, utcDay)
  return deps.board.keys(utcDay).flatMap(({ memberId, wire }) => {
    if (out.has(toHex(memberId))) return []
    const enrol = liveEnrolment(deps, memberId, span)
    return enrol ? [{ enrol, keys: decodeKeys(wire) }] : []
  })
}

/** Signs rosters of those who are ready and puts them on the board; none where they are too few. */
export function postRosters(
  { primitives, board, gid, group, seed }: CollectorDeps,
  utcDay: number,
  attempt: number,
  ready: readonly ReadyMember[],
  at: UtcSeconds
): void {
  const { ends } = membershipOf({ primitives, board })
  board.transaction(() => {
    for (const part of splitReady(ready, group.minRoster, board.wishes())) {
      const signed = signRoster(primitives, { gid, utcDay, attempt }, part, relevant(ends), seed)
      const rho = rosterHash(primitives, signed.body)
      const memberIds = signed.roster.members.map(({ memberId }) => memberId)
      board.addRoster({ rho, utcDay, attempt, wire: encodeRoster(signed), at }, memberIds)
    }
  })
}

/** A message has room for so many; the newest say what has changed. */
function relevant<End>(ends: readonly End[]): readonly End[] {
  return ends.slice(-MAX_ENDS)
}
