/** Between slices of long work: tells how far it is, lets others have their turn, and ends where somebody cancelled. */

import { type CommitmentWork, WorkCancelled, type WorkHooks } from '../ports'

/** @throws WorkCancelled. */
export async function pause(
  work: Pick<CommitmentWork, 'rest'>,
  { onProgress, cancel }: WorkHooks,
  done: number,
  total: number
): Promise<void> {
  onProgress?.(done, total)
  await work.rest?.()
  if (cancel?.aborted) throw new WorkCancelled()
}
