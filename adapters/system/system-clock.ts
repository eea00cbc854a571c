/** The PC's clock. */

import { toUtcSeconds } from '../../app/domain/interval'
import type { Clock } from '../../app/ports'

export const systemClock: Clock = { now: () => toUtcSeconds(Math.floor(Date.now() / 1000)) }
