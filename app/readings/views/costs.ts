/** Cost of energy at the price of its start. Shown, never billed: a bill has its own arithmetic. */

import type { UtcSeconds } from '../../domain/interval'
import { rdiv } from '../../domain/money'
import type { PriceBand } from '../price-source'

/** Milliwatt-hours times nano-euro per kWh are 10^6 times nano-euro. */
const MILLIWATT_HOURS_PER_KWH = 1_000_000n

/** Nano-euro; null where no band says a price for the slot's start. */
export function costOf(energy: bigint, start: UtcSeconds, bands: readonly PriceBand[]): bigint | null {
  const band = bands.find((one) => one.start <= start && start < one.end)
  return band ? rdiv(energy * BigInt(band.price), MILLIWATT_HOURS_PER_KWH) : null
}

/** Sum of costs; null as soon as one energy has no price: half a cost would be an invented number. */
export function sumOfCosts(costs: readonly (bigint | null)[]): bigint | null {
  return costs.reduce<bigint | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0n)
}
