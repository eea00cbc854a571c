/** What a collector does not do is kept for the views, and the step goes on. */

import { TransportError } from '../ports'
import type { RoundsContext } from './rounds-context'

/** `gone`: the collector cannot be reached, and asking for more would only wait again. */
export async function reporting<Value>(
  { troubles }: RoundsContext,
  gid: Uint8Array,
  utcDay: number | null,
  work: () => Promise<Value>
): Promise<{ readonly gone: boolean; readonly value: Value | null }> {
  try {
    troubles.clear(gid, utcDay)
    return { gone: false, value: await work() }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    const gone = error.failure === 'unreachable' || error.failure === 'timeout'
    troubles.set(gid, gone ? null : utcDay, `collector-${error.failure}`)
    return { gone, value: null }
  }
}
