import type { JoinedGroup, RoundStore } from './round-store'

/** The group that this home takes part in: one in this release, though the store and the steps know several. */
export function currentGroup(store: Pick<RoundStore, 'groups'>): JoinedGroup | null {
  return store.groups().find(({ departure }) => !departure) ?? null
}
