/** Port: the meters this household is connected to. */

import type { UtcSeconds } from '../domain/interval'
import type { MeterId } from '../domain/meter/meter'
import type { ChainFault } from '../domain/meter/verify-chain'
import type { MeterAddress } from './meter-link'

/** Why a run of records was not taken; all but the first three are the meter's contradiction with itself. */
export type RunFault =
  | ChainFault
  /** The head's signature is not the meter's. */
  | 'head'
  /** The value the meter gave does not open its commitment. */
  | 'opening'
  /** A value beyond what one interval can hold. */
  | 'value'
  /** GENESIS is not the one this household has held since it connected. */
  | 'genesis'
  /** The meter knows fewer records than it has shown before. */
  | 'rollback'
  /** A register total that does not follow from the values. */
  | 'register'

export type ConnectionState =
  | { readonly kind: 'connected' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'wrong-password'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly until: UtcSeconds }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'chain-broken'; readonly fault: RunFault; readonly counter: number }

/** A pairing made by this household that the meter may or may not have received. Secret. */
export type PendingPairing = { readonly day: number; readonly key: Uint8Array }

export type MeterConnection = {
  readonly meterId: MeterId
  readonly address: MeterAddress
  readonly state: ConnectionState
  /** SHA-256 of the PAIRING in force; null before the first. */
  readonly pairingId: Uint8Array | null
  readonly pending: PendingPairing | null
}

export type MeterConnections = {
  list(): readonly MeterConnection[]
  find(meterId: MeterId): MeterConnection | null
  /** Adds or replaces. */
  save(connection: MeterConnection): void
  /** Forgets address, password and pairing; chains and readings stay. */
  remove(meterId: MeterId): void
}
