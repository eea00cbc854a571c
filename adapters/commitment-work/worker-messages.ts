/** What the pool and its workers say to each other. */

import type { SliceResult } from './run-slice'
import type { Slice } from './slices'

export type WorkerRequest = { readonly id: number; readonly slice: Slice }

/** The first thing a worker says: it has started, and its kernel has passed its self-test or was left aside. */
export type WorkerReady = { readonly ready: true; readonly kernel: string }

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly result: SliceResult }
  /** A bug or a lack of memory: never the way to say that something does not fit. */
  | { readonly id: number; readonly ok: false; readonly message: string }
