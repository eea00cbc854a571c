/** The locale key of what a period is compared with. */

import type { Comparison, PeriodKind } from './period'

export function comparisonKey(kind: PeriodKind, with_: Comparison): string {
  if (with_ === 'none') return 'readings.noComparison'
  return with_ === 'year' ? 'readings.yearBefore' : `readings.previous.${kind}`
}
