/** What the energy of a span cost, by row and by stage of the tariff. Shown, never billed. */

import type { ReadingsSpan } from '../../contract/spans'
import type { UtcSeconds } from '../../domain/interval'
import { rdiv } from '../../domain/money'
import { type LongEnergy, UNKNOWN } from '../profile-store'
import type { DayPrices, PriceBook } from './price-book'
import { type LoadProfile, slotAt } from './read-profile'
import { rowAt } from './span-rows'

const QUARTER = 900
/** Milliwatt-hours times nano-euro per kWh are 10^6 times nano-euro. */
const MILLIWATT_HOURS_PER_KWH = 1_000_000n
/** Days whose prices are worked out while somebody waits; more are worked out afterwards. */
const DAYS_AT_ONCE = 45
const MOST_STAGES = 20

type Stage = ReadingsSpan['stages'][number]

export type SpanCosts = {
  /** Nano-euro; null where an energy has no price, or where there is no energy. */
  readonly rows: readonly (number | null)[]
  /** Null as soon as one energy has no price: half a cost would be an invented number. */
  readonly total: number | null
  readonly stages: readonly Stage[]
  /** Some days have not been worked out yet; then there are no costs at all. */
  readonly pending: boolean
}

/**
 * @param meterOf the meter whose contract counts at an instant
 * @param most    days that may be worked out while somebody waits
 */
export function spanCosts(
  book: PriceBook | null,
  meterOf: (time: UtcSeconds) => string,
  profile: LoadProfile,
  edges: readonly UtcSeconds[],
  most = DAYS_AT_ONCE
): SpanCosts {
  const none = edges.slice(1).map(() => null)
  if (!book) return { rows: none, total: null, stages: [], pending: false }
  const prices = pricesOf(book, meterOf, profile, most)
  if (!prices) return { rows: none, total: null, stages: [], pending: true }
  const tally = createTally(edges)
  for (let day = 0; day < prices.length; day++) addSlots(tally, profile, day, prices[day] ?? null)
  for (const one of profile.drawn.long) addLong(tally, profile, prices, one)
  return tally.result()
}

/** Null where too many days would have to be worked out now. */
function pricesOf(
  book: PriceBook,
  meterOf: (time: UtcSeconds) => string,
  profile: LoadProfile,
  most: number
): readonly (DayPrices | null)[] | null {
  const { dates, starts } = profile.days
  const at = (day: number): UtcSeconds => starts[day] as UtcSeconds
  const wanted = dates.map((_, day) => (hasEnergy(profile, day) ? { start: at(day), end: at(day + 1) } : null))
  const missing = wanted.filter((day) => day && book.known(meterOf(day.start), day) === undefined)
  if (missing.length > most) return null
  return wanted.map((day) => day && book.of(meterOf(day.start), day))
}

/** Whether a day has energy drawn that may have a price. */
function hasEnergy(profile: LoadProfile, day: number): boolean {
  const [start, end] = [profile.days.starts[day] ?? 0, profile.days.starts[day + 1] ?? 0]
  const { energies, long } = profile.drawn
  for (let slot = slotAt(profile, start); slot < slotAt(profile, end); slot++) {
    if ((energies[slot] ?? UNKNOWN) !== UNKNOWN) return true
  }
  return long.some((one) => one.start < end && one.start + one.seconds > start)
}

type Tally = {
  add(time: number, energy: number, price: number, name: string): void
  result(): SpanCosts
}

function createTally(edges: readonly UtcSeconds[]): Tally {
  const rows: (bigint | null)[] = edges.slice(1).map(() => null)
  const unpriced = new Set<number>()
  const stages = new Map<string, { low: number; high: number; drawn: number; cost: bigint }>()
  return {
    add: (time, energy, price, name) => {
      const row = rowAt(edges, time)
      if (Number.isNaN(price)) {
        unpriced.add(row)
        return
      }
      const cost = rdiv(BigInt(energy) * BigInt(price), MILLIWATT_HOURS_PER_KWH)
      rows[row] = (rows[row] ?? 0n) + cost
      const known = stages.get(name) ?? { low: price, high: price, drawn: 0, cost: 0n }
      const [low, high] = [Math.min(known.low, price), Math.max(known.high, price)]
      stages.set(name, { low, high, drawn: known.drawn + energy, cost: known.cost + cost })
    },
    result: () => {
      for (const row of unpriced) rows[row] = null
      const costs = rows.filter((cost) => cost !== null)
      const isWhole = unpriced.size === 0 && costs.length > 0
      return {
        rows: rows.map((cost) => (cost === null ? null : Number(cost))),
        total: isWhole ? Number(costs.reduce((sum, cost) => sum + cost, 0n)) : null,
        stages: isWhole ? [...stages].map(stageOf).sort(byPrice).slice(0, MOST_STAGES) : [],
        pending: false
      }
    }
  }
}

function addSlots(tally: Tally, profile: LoadProfile, day: number, prices: DayPrices | null): void {
  const start = profile.days.starts[day] ?? 0
  const to = slotAt(profile, profile.days.starts[day + 1] ?? 0)
  for (let slot = slotAt(profile, start); slot < to; slot++) {
    const energy = profile.drawn.energies[slot] ?? UNKNOWN
    if (energy === UNKNOWN) continue
    const time = profile.start + slot * profile.raster
    const quarter = Math.floor((time - start) / QUARTER)
    tally.add(time, energy, prices?.prices[quarter] ?? Number.NaN, nameOf(prices, quarter))
  }
}

/** A sum has a cost only where one price holds all the while (docs/readings.md 1). */
function addLong(tally: Tally, profile: LoadProfile, prices: readonly (DayPrices | null)[], long: LongEnergy): void {
  const { starts } = profile.days
  const [first, last] = [starts[0] ?? 0, starts.at(-1) ?? 0]
  if (long.start < first || long.start + long.seconds > last) return
  let price: number | null = null
  let name = ''
  for (let time: number = long.start; time < long.start + long.seconds; time += QUARTER) {
    const day = rowAt(starts, time)
    const quarter = Math.floor((time - (starts[day] ?? 0)) / QUARTER)
    const here = prices[day]?.prices[quarter] ?? Number.NaN
    name = nameOf(prices[day], quarter)
    if (price !== null && here !== price) price = Number.NaN
    price ??= here
    if (Number.isNaN(price)) break
  }
  tally.add(long.start, long.energy, price ?? Number.NaN, name)
}

function nameOf(day: DayPrices | null | undefined, quarter: number): string {
  return day?.names[day.stages[quarter] ?? 0] ?? ''
}

function stageOf([name, { low, high, drawn, cost }]: [
  string,
  { readonly low: number; readonly high: number; readonly drawn: number; readonly cost: bigint }
]): Stage {
  return { name, low, high, drawn, cost: Number(cost) }
}

function byPrice(one: Stage, other: Stage): number {
  return one.low - other.low
}
