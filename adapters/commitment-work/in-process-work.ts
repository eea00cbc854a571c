/** CommitmentWork in the calling thread: for tests and small jobs. */

import { setImmediate } from 'node:timers/promises'
import type { CommitmentKernel } from '../../crypto'
import { type CommitmentWork, type Random, WorkCancelled } from '../../app/ports'
import { createWork } from './create-work'
import { type SliceResult, runSlice } from './run-slice'

/** Lets the event loop run between slices, so that a cancel can arrive. */
export function createInProcessWork(kernel: CommitmentKernel, random: Random): CommitmentWork {
  return createWork(
    () => kernel.name,
    random,
    async (slices, { onProgress, cancel }) => {
      const total = slices.reduce((sum, { size }) => sum + size, 0)
      const results: SliceResult[] = []
      let done = 0
      for (const { slice, size } of slices) {
        if (cancel?.aborted) throw new WorkCancelled()
        results.push(runSlice(kernel, slice))
        done += size
        onProgress?.(done, total)
        await setImmediate()
      }
      if (cancel?.aborted) throw new WorkCancelled()
      return results
    }
  )
}
