/** A service's clock: the PC's, or in the simulated neighbourhood one that is set over HTTP and never runs by itself. */

import type { Hono } from 'hono'
import { z } from 'zod'
import { checkShape } from '../../app/check-shape'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import type { Clock } from '../../app/ports'

export type ServiceClock = {
  readonly clock: Clock
  /** Adds the route that sets the time; does nothing for the PC's clock. */
  mount(routes: Hono): void
}

const body = z.strictObject({ now: z.number().int().min(0) })

export function systemServiceClock(): ServiceClock {
  return {
    clock: { now: () => toUtcSeconds(Math.floor(Date.now() / 1000)) },
    mount: () => undefined
  }
}

/** POST /simulation/clock { now }: time only goes forward. */
export function simulatedServiceClock(start: UtcSeconds): ServiceClock {
  let now = start
  return {
    clock: { now: () => now },
    mount: (routes) => {
      routes.post('/simulation/clock', async (context) => {
        const parsed = checkShape(body, await context.req.json().catch(() => null))
        if (!parsed.success) return context.json({ code: 'malformed' }, 400)
        now = toUtcSeconds(Math.max(now, parsed.data.now))
        return context.json({ now })
      })
    }
  }
}
