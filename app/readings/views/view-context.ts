/** What every view is made from. */

import type { UtcSeconds } from '../../domain/interval'
import type { ReadingStore } from '../reading-store'
import type { PriceBook } from './price-book'
import type { ProfileContext } from './read-profile'

export type ViewContext = ProfileContext & {
  readonly readings: ReadingStore
  /** Null until a tariff is known. */
  readonly prices: PriceBook | null
  readonly now: UtcSeconds
  /** Meters that count what the home's own system makes, and nothing else. */
  readonly productionMeters: readonly string[]
}
