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

/** What is done between two pauses takes some milliseconds, also where the machine is slow. */
const SLICE = 500

/** Does something with every item, with a pause after each slice. @throws WorkCancelled. */
export async function inSlices<Item>(
  work: Pick<CommitmentWork, 'rest'>,
  hooks: WorkHooks,
  items: readonly Item[],
  each: (item: Item, index: number) => void
): Promise<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await pause(work, hooks, from, items.length)
    const to = Math.min(from + SLICE, items.length)
    for (let index = from; index < to; index++) each(items[index] as Item, index)
  }
}
