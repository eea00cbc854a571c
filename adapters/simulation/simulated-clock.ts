/** A household's clock in the simulated neighbourhood: stands still until it is set; never goes back. */

import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { Clock } from '../../app/ports'

export type SimulatedClock = Clock & { set(now: UtcSeconds): void }

export function createSimulatedClock(start: UtcSeconds): SimulatedClock {
  let now = start
  return {
    now: () => now,
    set: (next) => {
      now = toUtcSeconds(Math.max(now, next))
    }
  }
}
