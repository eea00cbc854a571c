/** What the pages ask the bills' side for: prices to show beside energy. Never part of a verdict. */

import type { Period, UtcSeconds } from '../domain/interval'

/** [start, end) at one price. */
export type PriceBand = {
  readonly start: UtcSeconds
  readonly end: UtcSeconds
  /** As the tariff names the stage; shown as it is. */
  readonly name: string
  /** Gross (all per-kWh components and VAT), nano-euro per kWh; negative spot prices are possible. */
  readonly price: number
  /** 1 = cheapest third of the period's prices. */
  readonly rank: 1 | 2 | 3
}

export type PriceSource = {
  /**
   * Stretches of one price for energy drawn within a period, in order; empty where no tariff is known.
   * @param seconds raster at which the price may change.
   */
  bands(meterId: string, period: Period, seconds: number): readonly PriceBand[]
  /** Another number whenever the same question may have another answer. */
  revision(): number
}
