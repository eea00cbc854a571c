/** Values that another source named otherwise: shown where they are, never taken (docs/readings.md 1). */

import type { ReadingsDay } from '../../contract/readings'
import type { Period } from '../../domain/interval'
import type { ViewContext } from './view-context'

const MOST_LISTED = 200

export function contradictionsOf(context: ViewContext, meterId: string, period: Period): ReadingsDay['contradictions'] {
  return (['drawn', 'fed-in'] as const)
    .flatMap((direction) =>
      context.partsOf(meterId).flatMap((part) =>
        context.profiles.contradictions(part.meterId, direction, period).map(({ start, seconds, energy, source }) => ({
          start,
          end: start + seconds,
          direction,
          found: Number(energy),
          source: source.slice(0, 200)
        }))
      )
    )
    .sort((one, other) => one.start - other.start)
    .slice(0, MOST_LISTED)
}
