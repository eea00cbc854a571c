/** Port: everything a household keeps of its rounds. Secrets lie in the encrypted database and nowhere else. */

import type { UtcSeconds } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'
import type { BlameStore } from './blame-store'
import type { BoardMemory } from './board-memory'
import type { StoredDay } from './day-states'
import type { EvidenceKind } from './evidence/evidence'
import type { LiveStore } from './live/live-store'
import type { GroupParameters } from './messages/group-parameters'
import type { PauseCause, RoundRefusal } from './round-reasons'
import type { TransferStore } from './transfer-store'

export type JoinedGroup = {
  readonly gid: Uint8Array
  readonly group: GroupParameters
  /** Where the collector listens. */
  readonly address: string
  /** The collector's operator as the invitation names it. */
  readonly operator: string
  /** SHA-256 of the key that the collector's certificate must have; null where nothing is pinned. */
  readonly pin: Uint8Array | null
  readonly chain: ChainId
  /** Seed of id_i. Secret, 32 bytes. */
  readonly identity: Uint8Array
  readonly memberId: Uint8Array
  readonly enrolWire: Uint8Array
  readonly enrolState: 'pending' | 'accepted' | 'rejected' | 'meter-taken' | 'group-full'
  readonly joinedAt: UtcSeconds
  /** The person has said in words that fewer companions are accepted. */
  readonly fewerAccepted: boolean
  /** Why no day is offered until the person says so; null where it goes on. */
  readonly paused: PauseCause | null
  /** Set once the person has left: nothing is offered or masked any more. */
  readonly departure: Departure | null
  /** Since when another PC takes part with this identity, handed over here; nothing is offered or masked any more. */
  readonly handedOverAt: UtcSeconds | null
}

export type Departure = {
  readonly at: UtcSeconds
  /** END, as it goes to the collector. */
  readonly endWire: Uint8Array
  readonly delivered: boolean
  /** Null where the person left. */
  readonly byItself: FailedSums | null
}

/** Of a week's submitted intervals so many were without a sum, which is more than so many percent. */
export type FailedSums = { readonly percent: number; readonly submitted: number; readonly withoutSum: number }

export type GroupChange = Partial<
  Pick<
    JoinedGroup,
    'chain' | 'enrolWire' | 'enrolState' | 'fewerAccepted' | 'paused' | 'departure' | 'address' | 'operator' | 'pin'
  >
>

/** A ROSTER signed by the collector that names this household. */
export type SeenRoster = {
  readonly gid: Uint8Array
  readonly utcDay: number
  readonly attempt: number
  readonly rho: Uint8Array
  /** With ENROLs and KEYS; null once only the signed list is kept. */
  readonly wire: Uint8Array | null
  /** LP(ROSTER, signature): what an equivocation is shown with. */
  readonly signed: Uint8Array
  /** Why it was refused; null where it was not. A refused roster is never taken later. */
  readonly refusal: RoundRefusal | null
  readonly refuseDelivered: boolean
}

/** Signed statements that show who lied: an evidence file (docs/protocol/rounds.md 6). */
export type RoundEvidence = {
  readonly gid: Uint8Array
  readonly utcDay: number
  readonly kind: EvidenceKind
  readonly bytes: Uint8Array
  readonly at: UtcSeconds
}

export type RoundStore = BlameStore &
  LiveStore &
  TransferStore &
  BoardMemory & {
    groups(): readonly JoinedGroup[]
    addGroup(group: JoinedGroup): void
    /** Changes only what is named: the person and a running step may both be changing something. */
    changeGroup(gid: Uint8Array, change: GroupChange): void
    /** Ids (hex) of members verified by the person, in whatever group. */
    confirmedMembers(): ReadonlySet<string>
    confirmMember(id: string, at: UtcSeconds): void
    /** The person takes it back. */
    forgetMember(id: string): void
    /** Safety numbers (thirty digits) that the person took down and no list has named yet. */
    keptNumbers(): readonly string[]
    /** Of more than 100 the oldest are forgotten. */
    keepNumber(number: string, at: UtcSeconds): void
    dropNumber(number: string): void
    /** Meter numbers by id (hex) of the homes that were in a list that passed, as their newest ENROL says. */
    neighbours(gid: Uint8Array): ReadonlyMap<string, string>
    nameNeighbours(gid: Uint8Array, meterIds: ReadonlyMap<string, string>): void
    day(gid: Uint8Array, utcDay: number): StoredDay | null
    /** Newest first. */
    days(gid: Uint8Array, limit: number): readonly StoredDay[]
    /** Days in which something may still have to be done or erased, oldest first. */
    openDays(gid: Uint8Array): readonly StoredDay[]
    /** Replaces the day; a secret that the new state does not hold is gone from the database. */
    saveDay(gid: Uint8Array, day: StoredDay): void
    /** A statement of the collector that is false is no sum. */
    counts(gid: Uint8Array): { readonly submitted: number; readonly withoutSum: number }
    rosters(gid: Uint8Array, utcDay: number): readonly SeenRoster[]
    /** In the order in which they were shown. */
    rostersAsSeen(gid: Uint8Array, utcDay: number): readonly SeenRoster[]
    roster(gid: Uint8Array, rho: Uint8Array): SeenRoster | null
    /** Drops those of epochs before this one. */
    forgetRosters(gid: Uint8Array, before: number): void
    newestRoster(gid: Uint8Array): SeenRoster | null
    /** Adds it, or changes refusal, delivery and wire of the one with this rho. */
    saveRoster(roster: SeenRoster): void
    /** ENDs ever seen, as they came. */
    ends(gid: Uint8Array): readonly Uint8Array[]
    addEnd(gid: Uint8Array, wire: Uint8Array): void
    /** Adding the same bytes again changes nothing. */
    addEvidence(evidence: RoundEvidence): void
    evidence(gid: Uint8Array): readonly RoundEvidence[]
    /** All or nothing. */
    transaction<Value>(work: () => Value): Value
  }
