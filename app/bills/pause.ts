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

/** Long work as a value: it stops after each slice, and whoever runs it says what happens in between. */
export type Steps<Value> = Generator<readonly [done: number, total: number], Value, void>

/** Does it all, with a pause after each slice. @throws WorkCancelled. */
export async function withPauses<Value>(
  work: Pick<CommitmentWork, 'rest'>,
  hooks: WorkHooks,
  steps: Steps<Value>
): Promise<Value> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await pause(work, hooks, ...step.value)
  }
}

/** Does it all at once: only where nobody else waits, as in a command. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** What is done between two pauses takes some milliseconds, also where the machine is slow. */
const SLICE = 500

/** Does something with every item, slice by slice. */
export function* slices<Item>(items: readonly Item[], each: (item: Item, index: number) => void): Steps<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) yield [from, items.length]
    const to = Math.min(from + SLICE, items.length)
    for (let index = from; index < to; index++) each(items[index] as Item, index)
  }
}

/** Does something with every item, with a pause after each slice. @throws WorkCancelled. */
export function inSlices<Item>(
  work: Pick<CommitmentWork, 'rest'>,
  hooks: WorkHooks,
  items: readonly Item[],
  each: (item: Item, index: number) => void
): Promise<void> {
  return withPauses(work, hooks, slices(items, each))
}
