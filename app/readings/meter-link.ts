/** Port: a meter on its local interface (docs/han-interface.md). What comes back is decoded but not yet believed. */

import type { UtcSeconds } from '../domain/interval'
import type { SignedGenesis } from '../domain/meter/genesis'
import type { AssuranceLevel, MeterId, Obis } from '../domain/meter/meter'
import type { MeterRecord } from '../domain/meter/record'

/** Where a meter is and what opens it. */
export type MeterAddress = {
  /** http(s)://host:port/meters/<meterId>. */
  readonly url: string
  /** Secret. */
  readonly password: string
}

export type MeterChain = {
  readonly genesis: SignedGenesis
  /** Counter of the newest record; -1 before the first. */
  readonly newest: number
  /** Counter of the newest record whose value the meter has been told to forget; -1 before the first. */
  readonly acknowledged: number
}

export type MeterPairing = {
  /** SHA-256 of the PAIRING message: tells whose key is in use without telling the key. */
  readonly id: Uint8Array
  /** d0. */
  readonly day: number
  /** First record of each chain whose blinding comes from this pairing's key. */
  readonly fromCounters: readonly { readonly obis: Obis; readonly counter: number }[]
}

export type MeterDescription = {
  readonly meterId: MeterId
  /** What the meter says of itself; believed only with a certificate. */
  readonly level: AssuranceLevel
  /** The meter's clock. */
  readonly now: UtcSeconds
  readonly chains: readonly MeterChain[]
  readonly pairing: MeterPairing | null
}

/** What the meter forgets once it is acknowledged: each of the two tells the other. Secret. */
export type Metered = {
  /** v, in units of 10^-unitExp Wh. */
  readonly value: bigint
  /** Register total at the end of the record's interval, in the same units. */
  readonly register: bigint
}

export type OfferedRecord = {
  readonly record: MeterRecord
  readonly headSignature: Uint8Array
  /** Null once acknowledged, and for records of before the pairing in force. */
  readonly metered: Metered | null
}

/** Longest page a meter gives and a household takes. */
export const MAX_PAGE_RECORDS = 1000

export type MeterLink = {
  describe(meter: MeterAddress): Promise<MeterDescription>
  /** @param message LP("wattveil/v1/pairing", meterId, u64 d0, 32 bytes). @returns the pairing now in force. */
  pair(meter: MeterAddress, message: Uint8Array): Promise<MeterPairing>
  /** Records with counter >= from, in order; at most `limit`. */
  records(meter: MeterAddress, chain: MeterChain, from: number, limit: number): Promise<readonly OfferedRecord[]>
  /** The household has stored everything up to `counter`: the meter forgets those values. */
  acknowledge(meter: MeterAddress, obis: Obis, counter: number): Promise<void>
  /** The meter's signature over an ENROL body that names it (docs/protocol/rounds.md 2.2). */
  signEnrolment(meter: MeterAddress, enrolBody: Uint8Array): Promise<Uint8Array>
}

export type MeterFailure =
  | { readonly kind: 'unreachable' }
  /** `triesLeft` 0: the next answers are `locked`. */
  | { readonly kind: 'wrong-password'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly until: UtcSeconds }
  /** Nothing at this address speaks the meter's language, or the meter refused what was asked. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'malformed' }

/** Thrown by every method of `MeterLink`. */
export class MeterLinkError extends Error {
  override readonly name = 'MeterLinkError'
  constructor(readonly failure: MeterFailure) {
    super(failure.kind)
  }
}
