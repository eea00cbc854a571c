/** What a worker thread can be asked. */

import type { SliceResult } from './run-slice'
import type { Slice } from './slices'

export type WorkerMethods = {
  /** With what it computes: its kernel has passed its self-test, or was left aside. */
  readonly kernelName: () => string
  readonly run: (slice: Slice) => SliceResult
}
