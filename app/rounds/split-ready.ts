/** Who is in which roster of a day (docs/protocol/rounds.md 4). A matter of the collector: members cannot check it. */

import { compareBytes, toHex } from '../../crypto'
import type { ReadyMember } from './aggregate'
import { MAX_ROSTER } from './messages/group-parameters'

/** Ids that a member would like to be with. */
export type Wish = { readonly memberId: Uint8Array; readonly with: readonly Uint8Array[] }

/** Above this many one silent member would burn the day of too many others. */
export const SPLIT_ABOVE = 64

/**
 * Splits those who are ready into rosters of at most 64 and at least `minRoster`, about equally large, and keeps
 * together who wishes it as far as that goes. Where `minRoster` is so large that a part would pass 200, the last ones
 * of it are left out.
 * @returns none where fewer than `minRoster` are ready; ids ascend within each.
 */
export function splitReady(
  ready: readonly ReadyMember[],
  minRoster: number,
  wishes: readonly Wish[] = []
): ReadyMember[][] {
  if (ready.length < minRoster) return []
  const parts = Math.max(1, Math.min(Math.ceil(ready.length / SPLIT_ABOVE), Math.floor(ready.length / minRoster)))
  const ordered = parts === 1 ? [...ready] : neighboursTogether(ready, wishes)
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * ordered.length) / parts))
  return bounds.slice(1).map((end, part) => ordered.slice(bounds[part], end).slice(0, MAX_ROSTER).sort(byId))
}

/** From each member in the order of ids to those it is connected with by wishes, one after the other. */
function neighboursTogether(ready: readonly ReadyMember[], wishes: readonly Wish[]): ReadyMember[] {
  const sorted = [...ready].sort(byId)
  const members = new Map(sorted.map((member) => [idOf(member), member]))
  const links = linksOf(wishes)
  const order = new Set<string>()
  for (const start of members.keys()) {
    const queue = [start]
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (order.has(id) || !members.has(id)) continue
      order.add(id)
      queue.push(...[...(links.get(id) ?? [])].sort())
    }
  }
  return [...order].flatMap((id) => members.get(id) ?? [])
}

/** Both ways: who is wished for is near who wishes. */
function linksOf(wishes: readonly Wish[]): ReadonlyMap<string, ReadonlySet<string>> {
  const links = new Map<string, Set<string>>()
  const link = (from: string, to: string): void => {
    links.set(from, (links.get(from) ?? new Set()).add(to))
  }
  for (const { memberId, with: others } of wishes) {
    for (const other of others) {
      link(toHex(memberId), toHex(other))
      link(toHex(other), toHex(memberId))
    }
  }
  return links
}

function idOf({ enrol }: ReadyMember): string {
  return toHex(enrol.enrol.memberId)
}

function byId(a: ReadyMember, b: ReadyMember): number {
  return compareBytes(a.enrol.enrol.memberId, b.enrol.enrol.memberId)
}
