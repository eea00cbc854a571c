/**
 * Port: the supplier, spoken to over the network. Used by the exchange alone (step.ts, agree.ts); nothing that
 * verifies a bill can reach it, so "checked without a network" is a fact of the types.
 */

import type { Period, UtcSeconds } from '../domain/interval'
import type { SignedGenesis } from '../domain/meter/genesis'
import type { MeterRecord, SignedHead } from '../domain/meter/record'

/** A register beside the first one. */
export type RequestedRegister = { readonly genesis: SignedGenesis; readonly start: SignedHead | null }

/** What a household tells a supplier to be offered a contract. */
export type ContractRequest = {
  /** Ed25519, 32 bytes. */
  readonly householdKey: Uint8Array
  readonly genesis: SignedGenesis
  /** State of the chain before the first day; null when the chain begins with it. */
  readonly start: SignedHead | null
  /** Further registers, such as energy fed in. */
  readonly further: readonly RequestedRegister[]
  readonly tariffHash: string
  /** YYYY-MM-DD, both included; `last` null for a contract without an end. */
  readonly first: string
  readonly last: string | null
}

/** The chain of one register over a period, with both ends signed. */
export type RecordDelivery = {
  readonly anchor: SignedHead | SignedGenesis
  readonly records: readonly MeterRecord[]
  readonly head: SignedHead
}

/** Every method throws TransportError, and FormatError where the answer is malformed. */
export type SupplierLink = {
  /** Hashes of the tariffs on offer. */
  tariffs(): Promise<readonly string[]>
  /** A tariff or index list; null where the supplier does not have it. */
  document(hash: string): Promise<Uint8Array | null>
  /** Hash of the published list for a period; null while there is none. */
  indexFor(period: Period): Promise<string | null>
  /** The supplier's signed offer, a contract file without the household's signature. */
  offer(request: ContractRequest): Promise<Uint8Array>
  /** The countersigned contract. */
  agree(contractHash: string, file: Uint8Array): Promise<void>
  /**
   * A contract that the supplier would like in place of this one, or has agreed on with this household already; null where
   * there is none.
   */
  amendment(contractHash: string): Promise<Uint8Array | null>
  /** The operator's signed statement of a meter's exchange. */
  sendExchange(contractHash: string, file: Uint8Array): Promise<void>
  /** The bytes of a delivery (wire.ts). */
  sendRecords(contractHash: string, delivery: Uint8Array, about: UtcSeconds): Promise<void>
  /** RESPONSE bytes and their signature. */
  sendResponse(contractHash: string, body: Uint8Array, signature: Uint8Array, about: UtcSeconds): Promise<void>
  /** REFUSAL bytes and their signature: the period stays closed. */
  sendRefusal(contractHash: string, body: Uint8Array, signature: Uint8Array, about: UtcSeconds): Promise<void>
  /** Hashes of the bills issued under the contract. */
  bills(contractHash: string): Promise<readonly string[]>
  bill(contractHash: string, billHash: string): Promise<Uint8Array>
}

/** Opens the link to the supplier at an address; `name` is how the privacy log calls it, null before it is known. */
export type SupplierLinks = (address: string, name: string | null) => SupplierLink
