/** Port: the collector's board. What is on it stays on it, byte for byte; a server database can take SQLite's place. */

import type { UtcSeconds } from '../../app/domain/interval'
import type { BoardEntry } from '../../app/rounds/messages/board'
import type { BlameBoard } from './blame-board'

export type PostedRoster = {
  readonly rho: Uint8Array
  readonly utcDay: number
  readonly attempt: number
  readonly wire: Uint8Array
  readonly at: UtcSeconds
}

/** The chain of what was published; see chained-board.ts. */
export type ChainStore = {
  lastChainEntry(): BoardEntry | null
  chainEntry(position: number): BoardEntry | null
  /** Digests of at most `most` entries after this position, 32 bytes each, in one piece. */
  digestsAfter(position: number, most: number): Uint8Array
  addChainEntry(entry: BoardEntry): void
}

export type BoardStore = BlameBoard &
  ChainStore & {
    /** K's signing seed and the group it founded; made once. @throws AppError collector-group-changed. */
    found(make: () => Uint8Array, groupOf: (seed: Uint8Array) => Uint8Array): Uint8Array
    /** ENROLs, oldest first: all, or those of one member. */
    enrolments(memberId?: Uint8Array): readonly Uint8Array[]
    /** ENROLs but for the first so many. */
    enrolmentsAfter(count: number): readonly Uint8Array[]
    /** ENROLs taken from then on: how many of each member (hex). */
    enrolledSince(time: UtcSeconds): ReadonlyMap<string, number>
    addEnrolment(hash: Uint8Array, memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    ends(): readonly Uint8Array[]
    /** ENDs but for the first so many. */
    endsAfter(count: number): readonly Uint8Array[]
    addEnd(wire: Uint8Array, at: UtcSeconds): void
    keys(utcDay: number): readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
    addKeys(utcDay: number, memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    /** Days from `first` to `last` for which somebody sent KEYS. */
    daysWithKeys(first: number, last: number): readonly number[]
    /** By attempt. */
    rosters(utcDay: number): readonly PostedRoster[]
    rostersOf(utcDay: number, memberId: Uint8Array): readonly PostedRoster[]
    roster(rho: Uint8Array): PostedRoster | null
    addRoster(roster: PostedRoster, memberIds: readonly Uint8Array[]): void
    submits(rho: Uint8Array): readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
    addSubmit(rho: Uint8Array, memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    /** When a roster of a first attempt was made last. */
    lastRosterAt(): UtcSeconds | null
    /** Members (hex) of rosters made from `from` to `to` that wait for them: neither submitted nor refused by them. */
    owing(from: UtcSeconds, to: UtcSeconds): ReadonlySet<string>
    /** Ids that a member wishes to be with: unsigned, unpublished, binding nobody. The newest wish counts. */
    wishes(): readonly { readonly memberId: Uint8Array; readonly with: readonly Uint8Array[] }[]
    addWish(memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    /** Members (hex) who submitted or refused under any roster of a day. */
    answered(utcDay: number): ReadonlySet<string>
    refusals(rho: Uint8Array): readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
    addRefusal(rho: Uint8Array, memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    /** True when all members of a roster have submitted and nothing is published yet. */
    awaitsSum(rho: Uint8Array): boolean
    published(rho: Uint8Array): Uint8Array | null
    addPublished(rho: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
    transaction<Value>(work: () => Value): Value
  }
