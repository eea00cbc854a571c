/**
 * Port: what this household keeps about its contracts and bills, and the log of everything it has opened. All of it
 * is the household's own memory; documents are verified again by hash and signature whenever they are used.
 */

import type { Verdict } from '../contract'
import type { Period, UtcSeconds } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'
import type { DocumentKind } from './documents/signed-file'

export type StoredContract = {
  readonly hash: string
  /** The file, countersigned. */
  readonly file: Uint8Array
  /** Where the supplier is spoken to; null for a contract that came as a file. */
  readonly address: string | null
  /** Whether the supplier has taken the countersigned file. */
  readonly delivered: boolean
}

/** A contract as the supplier offers it in place of another; nothing of it holds. */
export type StoredOffer = {
  readonly hash: string
  /** Of the contract that it would take the place of. */
  readonly contractHash: string
  readonly file: Uint8Array
  readonly declined: boolean
}

export type StoredDocument = { readonly hash: string; readonly kind: DocumentKind; readonly file: Uint8Array }

export type StoredResponse = {
  readonly contractHash: string
  readonly period: Period
  /** RESPONSE bytes: sent again, they are the same. */
  readonly body: Uint8Array
  /** Of the household's bill key. */
  readonly signature: Uint8Array
  /** SHA-256 of `body`. */
  readonly hash: string
  /** Index list that T was computed with; null without an index component. */
  readonly listHash: string | null
  readonly sentAt: UtcSeconds | null
}

/** The person's word that a period is not opened, as the supplier is told. */
export type StoredRefusal = {
  readonly contractHash: string
  readonly period: Period
  /** REFUSAL bytes: sent again, they are the same. */
  readonly body: Uint8Array
  /** Of the household's bill key. */
  readonly signature: Uint8Array
  readonly sentAt: UtcSeconds | null
}

/** Intervals whose energies enter the numbers of a response: all of the chain with from <= start < to. */
export type OpenedIntervals = { readonly chain: ChainId; readonly from: UtcSeconds; readonly to: UtcSeconds }

export type StoredBill = {
  readonly hash: string
  readonly file: Uint8Array
  readonly contractHash: string | null
  readonly number: string
  readonly period: Period
  readonly verdict: Verdict
  /** Verdict correct, with remarks or without, and taken in by the person's window or the exchange. */
  readonly accepted: boolean
  /** Hash of the accepted bill that replaces this one. */
  readonly replacedBy: string | null
  readonly seenAt: UtcSeconds
  /** The report as JSON, bound to this hash; read through its schema. */
  readonly report: string
}

export type BillStore = {
  /** Seed of the household's bill key; null before the first contract. Secret. */
  billKey(): Uint8Array | null
  /** Keeps the seed unless there is one already. */
  keepBillKey(seed: Uint8Array): void

  contracts(): readonly StoredContract[]
  keepContract(contract: StoredContract): void
  markDelivered(contractHash: string): void

  offers(): readonly StoredOffer[]
  /** One that is known stays as it is. */
  keepOffer(offer: StoredOffer): void
  declineOffer(hash: string): void
  /** Forgets the offers made for a contract. */
  dropOffers(contractHash: string): void

  document(hash: string): StoredDocument | null
  documents(kind: DocumentKind): readonly StoredDocument[]
  keepDocument(document: StoredDocument): void

  /** Intervals before it may have been opened without the log knowing: a backup was restored then. 0 when none was. */
  openedBefore(): UtcSeconds

  /** The person's word on exactly the numbers that a question named. @param question its id. */
  hasConsent(question: string): boolean
  keepConsent(question: string): void

  /** Of the period that begins then. */
  refusal(contractHash: string, start: UtcSeconds): StoredRefusal | null
  /** One that is known stays as it is. */
  keepRefusal(refusal: StoredRefusal): void
  markRefusalSent(contractHash: string, start: UtcSeconds, at: UtcSeconds): void

  response(contractHash: string, start: UtcSeconds): StoredResponse | null
  responses(): readonly StoredResponse[]
  /** By its hash. */
  responseNamed(hash: string): StoredResponse | null
  /**
   * Rule W for bills: response and opening log in ONE transaction, on disk when this returns.
   * @param despite hashes of the responses beside which the person lets intervals be opened again.
   * @returns false, and nothing is kept, when one of the intervals has been opened in any other response.
   */
  logOpening(response: StoredResponse, opened: readonly OpenedIntervals[], despite?: readonly string[]): boolean
  markSent(responseHash: string, at: UtcSeconds): void
  /** Hashes of the responses that have opened intervals with from <= start < to. */
  openedIn(chain: ChainId, period: Period): readonly string[]

  bills(): readonly StoredBill[]
  bill(hash: string): StoredBill | null
  /** Replaces what is kept under the same hash. */
  keepBill(bill: StoredBill): void
  markReplaced(hash: string, by: string): void
}
