/**
 * Port: the meter's signed chains as this household holds and has verified them. Rounds and bills read them
 * through `ChainStore`; only the part of readings that follows a meter writes (`ChainWriter`).
 */

import type { UtcSeconds } from '../domain/interval'
import type { SignedGenesis } from '../domain/meter/genesis'
import type { AssuranceLevel, ChainId } from '../domain/meter/meter'
import type { MeterRecord, Opening, SignedHead } from '../domain/meter/record'
import type { ChainPosition } from '../domain/meter/verify-chain'
import type { OpeningMarks } from './opening-marks'

export type HeldChain = {
  readonly id: ChainId
  readonly genesis: SignedGenesis
  readonly level: AssuranceLevel
  /** Last record whose link, head and opening were verified. */
  readonly position: ChainPosition
}

export type ChainEntry = {
  readonly record: MeterRecord
  /** Null where only the record is held (before pairing, or after a restore). */
  readonly opening: Opening | null
  /** Meter's signature over the HEAD; kept where a record reaches a UTC or local day's end, and of the last, else null. */
  readonly headSignature: Uint8Array | null
}

/** Total of a register at an instant, in units of 10^-unitExp Wh. */
export type RegisterReading = { readonly at: UtcSeconds; readonly total: bigint }

/** Two records with the same blinding: whoever sees both commitments learns how their readings differ. */
export type RepeatedBlinding = {
  readonly counter: number
  readonly intervalStart: UtcSeconds
  readonly other: { readonly chain: ChainId; readonly counter: number }
}

export type ChainStore = {
  chains(): readonly HeldChain[]
  chain(id: ChainId): HeldChain | null
  /** Records with from <= intervalStart < to, in order. */
  entriesBetween(id: ChainId, from: UtcSeconds, to: UtcSeconds): readonly ChainEntry[]
  /** Records with first <= counter <= last, in order. */
  entriesByCounter(id: ChainId, first: number, last: number): readonly ChainEntry[]
  /** The last kept head of a record with intervalStart < time. */
  lastHeadBefore(id: ChainId, time: UtcSeconds): SignedHead | null
  headAt(id: ChainId, counter: number): SignedHead | null
  /**
   * Records of one chain with from <= intervalStart < to whose blinding, other than 0, another record of any chain has
   * too; at most `limit`, in order.
   */
  repeatedBlindings(id: ChainId, from: UtcSeconds, to: UtcSeconds, limit: number): readonly RepeatedBlinding[]
  /** Newest register reading at or before `at`. */
  registerAt(id: ChainId, at: UtcSeconds): RegisterReading | null
  /** What was computed of the openings before; absent where nothing is remembered. */
  readonly marks?: OpeningMarks
}

/** k_d: opens the records of UTC day `day` and, by the ratchet, of every later one. Secret. */
export type DayKey = { readonly day: number; readonly key: Uint8Array }

/** From record `fromCounter` on, blindings come from this key: one pairing of the meter with this household. */
export type KeyEra = DayKey & { readonly fromCounter: number }

/** Records that passed every check and continue the chain right after the held position. */
export type VerifiedRun = {
  readonly id: ChainId
  readonly entries: readonly ChainEntry[]
  readonly registers: readonly RegisterReading[]
  /** After the last entry. */
  readonly position: ChainPosition
  /** Eras still needed for what comes next, keys already moved on to the last entry's day; all older keys go. */
  readonly eras: readonly KeyEra[]
}

export type ChainWriter = ChainStore & {
  /** Begins a chain at its verified GENESIS; does nothing where it is held already. */
  hold(genesis: SignedGenesis, level: AssuranceLevel): void
  /** Appends whole or not at all. @throws RangeError where the run does not continue the held position. */
  appendVerified(run: VerifiedRun): void
  /** Ascending by counter; empty before the first pairing. */
  keyEras(id: ChainId): readonly KeyEra[]
  /** Adds an era; one that begins at the same counter or later is replaced, because the meter forgot it. */
  beginEra(id: ChainId, era: KeyEra): void
}
