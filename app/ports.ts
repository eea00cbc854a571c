/**
 * What the core needs from the world. Small interfaces, fulfilled by adapters/, composed in create-app.ts.
 * The stores of the three jobs stand beside their jobs (reading-store.ts, chain-store.ts, round-store.ts,
 * bill-store.ts): whoever changes the job changes its port.
 */

import type { OpeningBatch, Scalar } from '../crypto'
import type { UtcSeconds } from './domain/interval'

export type Clock = { now(): UtcSeconds }

/** Cryptographically secure. */
export type Random = { bytes(length: number): Uint8Array }

/** Cancels long work; the core has no AbortSignal of its own because it knows neither Node nor the DOM. */
export type CancelSignal = { readonly aborted: boolean }

export type WorkHooks = {
  /** Called with growing `done`, at least five times a second while work is going on. */
  readonly onProgress?: (done: number, total: number) => void
  readonly cancel?: CancelSignal
}

/** Commitments C, claimed sums (V, R) per coordinate; all of one round day. */
export type SumCheck = {
  /** n members * coordinates * 32 bytes; member by member. */
  readonly commitments: Uint8Array
  readonly members: number
  /** One entry per coordinate. */
  readonly sums: readonly { readonly value: bigint; readonly blinding: Scalar }[]
}

/**
 * The slow arithmetic, off the core's event loop (worker threads) or in place (tests, small jobs).
 * Everything it sees is the household's own or public. @throws WorkCancelled from each method on cancel.
 */
export type CommitmentWork = {
  /** Name of the arithmetic in use, for reports; null where nothing has been computed yet. */
  readonly kernelName: string | null
  /** Work is about to come: what must start for it starts now. */
  prepare?(): void
  /** One byte per opening: 1 where Com(v; r) equals C. */
  openingsFit(batch: OpeningBatch, hooks?: WorkHooks): Promise<Uint8Array>
  /** Encoded SUM w_i * C_i; 32 bytes. @throws FormatError naming the first commitment that is not canonical. */
  weightedSum(commitments: Uint8Array, weights: readonly bigint[], hooks?: WorkHooks): Promise<Uint8Array>
  /** Indexes of coordinates whose sum does not open the sum of commitments; empty when all hold. */
  badSums(check: SumCheck, hooks?: WorkHooks): Promise<readonly number[]>
  /** Lets whatever else waits in the calling thread have its turn; for long work of the core itself. */
  rest?(): Promise<void>
}

export class WorkCancelled extends Error {
  override readonly name = 'WorkCancelled'
  constructor() {
    super('cancelled')
  }
}

/** One line per message that left the PC. Written before the bytes go. */
export type PrivacyEntry = {
  readonly at: UtcSeconds
  /** The name that the recipient goes by: the operator's, the supplier's; host and port where there is none. */
  readonly recipient: string
  /** Host and port that the bytes went to; null in entries of versions that did not note it. */
  readonly host: string | null
  readonly purpose: PrivacyPurpose
  readonly bytes: number
  /** Start of the interval or day it speaks of, if any. */
  readonly about: UtcSeconds | null
}

export type PrivacyPurpose =
  | 'meter-request'
  | 'round-enrol'
  | 'round-keys'
  | 'round-submit'
  | 'round-refuse'
  | 'round-end'
  | 'round-dlist'
  | 'round-endorse'
  | 'round-wish'
  | 'round-read'
  | 'round-listen'
  | 'bill-records'
  | 'bill-response'
  | 'bill-read'
  | 'update-look'
  | 'update-download'

export type PrivacyLog = {
  append(entry: PrivacyEntry): void
  /** Newest first; `before` is exclusive. */
  list(limit: number, before: number | null): readonly (PrivacyEntry & { readonly id: number })[]
  /** Entries with from <= at < to, oldest first. */
  between(from: UtcSeconds, to: UtcSeconds): readonly PrivacyEntry[]
}

/** Small settings of the program: JSON text by key, each read through its own schema. */
export type SettingsStore = {
  read(key: string): string | null
  write(key: string, value: string): void
}

/** What the outside of a house is asked over; every method throws TransportError. */
export type TransportFailure =
  'unreachable' | 'timeout' | 'refused' | 'too-large' | 'malformed' | 'unauthorised' | 'wrong-certificate'

export class TransportError extends Error {
  override readonly name = 'TransportError'
  constructor(
    readonly failure: TransportFailure,
    readonly recipient: string,
    /** HTTP status, where there was one. */
    readonly status: number | null = null
  ) {
    super(failure)
  }
}

/** Files that the person granted; the core knows tokens, never how they were chosen. */
export type Documents = {
  /**
   * Chunks are at most 1 MiB; nothing is held in memory whole.
   * @throws AppError file-gone, file-unreadable, both { file } where its name is known, and of the chunks file-changed
   *   where they are not as many bytes as were there at first.
   */
  open(token: string): Promise<OpenDocument>
  /** Replaces the file whole or not at all (temporary file, fsync, rename). @throws AppError file-unwritable, disk-full. */
  replace(token: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
}

export type OpenDocument = {
  readonly name: string
  readonly bytes: number
  readonly chunks: AsyncIterable<Uint8Array>
}
