/**
 * The collector has other KEYS of this household for an epoch: another device announces itself with the same identity (a
 * copied database, a backup restored while the old PC goes on). One device holds the key (docs/attacks.md R23), so the second
 * stands back until the person says which one it is; a collector that only claims so can do no more than that.
 */

import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'

/** @param andStore what becomes of the epoch, in the same transaction. */
export function yieldToOtherDevice({ store }: RoundsContext, { gid }: JoinedGroup, andStore: () => void): void {
  store.transaction(() => {
    andStore()
    store.changeGroup(gid, { paused: 'other-device' })
  })
}
