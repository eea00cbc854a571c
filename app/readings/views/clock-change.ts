/** The instant at which the clock on the wall jumps inside a period. */

import { Temporal } from 'temporal-polyfill'
import type { TimeZone } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'

/** Null when the wall clock runs on; the first jump where there should be several. */
export function clockChangeIn({ start, end }: Period, timeZone: TimeZone): UtcSeconds | null {
  const before = Temporal.Instant.fromEpochMilliseconds(start * 1000).toZonedDateTimeISO(timeZone)
  const next = before.getTimeZoneTransition('next')
  if (!next) return null
  const at = Math.floor(next.epochMilliseconds / 1000)
  return at < end ? toUtcSeconds(at) : null
}
