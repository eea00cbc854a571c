/** Prices of whole days, kept in memory: a page of five years asks for each of them, and a tariff takes its time. */

import { type Period, toUtcSeconds } from '../../domain/interval'
import type { PriceBand, PriceSource } from '../price-source'

/** Prices may change at every quarter hour. */
const RASTER = 900
const MOST_DAYS = 6000

export type DayPrices = {
  /** Nano-euro per kWh of each quarter hour from the day's first instant; NaN where no price is known. */
  readonly prices: Float64Array
  /** Index into `names` of each quarter hour. */
  readonly stages: Uint8Array
  readonly names: readonly string[]
}

export type PriceBook = {
  /** Of a day that has been worked out; undefined where it has not, null where no tariff says a price. */
  known(meterId: string, day: Period): DayPrices | null | undefined
  /** Works the day out where that has not been done. */
  of(meterId: string, day: Period): DayPrices | null
  bands(meterId: string, period: Period, seconds: number): readonly PriceBand[]
}

export function createPriceBook(source: PriceSource): PriceBook {
  let days = new Map<string, DayPrices | null>()
  let revision = source.revision()
  const current = (): Map<string, DayPrices | null> => {
    if (revision !== source.revision() || days.size > MOST_DAYS) {
      days = new Map()
      revision = source.revision()
    }
    return days
  }
  return {
    known: (meterId, day) => current().get(keyOf(meterId, day)),
    of: (meterId, day) => {
      const key = keyOf(meterId, day)
      const known = current().get(key)
      if (known !== undefined) return known
      const made = pricesOf(source.bands(meterId, day, RASTER), day)
      days.set(key, made)
      return made
    },
    bands: (meterId, period, seconds) => source.bands(meterId, period, seconds)
  }
}

/** By its ends: the household may change the zone that its dates are in. */
function keyOf(meterId: string, { start, end }: Period): string {
  return `${meterId} ${String(start)} ${String(end)}`
}

function pricesOf(bands: readonly PriceBand[], { start, end }: Period): DayPrices | null {
  if (bands.length === 0) return null
  const count = Math.ceil((end - start) / RASTER)
  const prices = new Float64Array(count).fill(Number.NaN)
  const stages = new Uint8Array(count)
  const names = [...new Set(bands.map(({ name }) => name))].slice(0, 255)
  for (const band of bands) {
    const stage = Math.max(0, names.indexOf(band.name))
    for (let time = band.start; time < band.end; time = toUtcSeconds(time + RASTER)) {
      const index = Math.floor((time - start) / RASTER)
      prices[index] = band.price
      stages[index] = stage
    }
  }
  return { prices, stages, names }
}
