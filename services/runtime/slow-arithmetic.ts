/** Said by every service whose fast arithmetic does not work here: where it is asked, and where it says that it is ready. */

import type { Hono } from 'hono'
import { type CommitmentKernel, FAST_KERNEL } from '../../crypto'

export function isSlow({ name }: Pick<CommitmentKernel, 'name'>): boolean {
  return name !== FAST_KERNEL
}

/** GET /status: for whoever runs the service; no client of it asks. */
export function mountStatus(routes: Hono, kernel: Pick<CommitmentKernel, 'name'>): void {
  routes.get('/status', (context) => context.json({ slowArithmetic: isSlow(kernel) }))
}
