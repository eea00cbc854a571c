/**
 * Has the core's garbage collected sooner (docs/performance.md, five-years.memory): with five years of readings it grew to
 * 340 MB of which 20 were needed. The first switch lets it grow by a third at most before all of it is looked through, the
 * second keeps the room for what is made and thrown away as small as it is at the start; 16 MB of it stayed taken after the
 * first long view. `--optimize-for-size` saves 10 MB more and has views of years take the core twice as long. Switches that
 * are given to a process at its start do not reach this one's heap.
 */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=33')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** V8 makes the room for short-lived objects small again when little was made in the last five seconds. */
const AGAIN_MS = 5000

/**
 * Gives back what views have left behind: at once, and once more when that was a while ago. V8 by itself waits for the next
 * views to need the room.
 * @returns what takes the core some 20 ms each of both times
 */
export function collectGarbage(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return () => {
    collect()
    setTimeout(collect, AGAIN_MS).unref()
  }
}
