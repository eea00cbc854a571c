/** What the pool and its workers say to each other. */

import type { SliceResult } from './run-slice'
import type { Slice } from './slices'

export type WorkerRequest = { readonly id: number; readonly slice: Slice }

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly kernel: string; readonly result: SliceResult }
  /** A bug or a lack of memory: never the way to say that something does not fit. */
  | { readonly id: number; readonly ok: false; readonly message: string }
