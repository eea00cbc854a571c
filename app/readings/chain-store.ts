/** Port: the meter's signed chains as this household holds and has verified them. Rounds and bills read it. */

import type { UtcSeconds } from '../domain/interval'
import type { SignedGenesis } from '../domain/meter/genesis'
import type { AssuranceLevel, ChainId } from '../domain/meter/meter'
import type { MeterRecord, Opening, SignedHead } from '../domain/meter/record'
import type { ChainPosition } from '../domain/meter/verify-chain'

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
  /** Meter's signature over the HEAD of this record; kept at UTC and local day ends, else null. */
  readonly headSignature: Uint8Array | null
}

/** Total of a register at an instant, in units of 10^-unitExp Wh. */
export type RegisterReading = { readonly at: UtcSeconds; readonly total: bigint }

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
  /** Newest register reading at or before `at`. */
  registerAt(id: ChainId, at: UtcSeconds): RegisterReading | null
}
