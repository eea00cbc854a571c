/** Prices for the views of readings: tariff stages of a day and what an interval costs, VAT included. */

import type { Primitives } from '../../crypto'
import { type LocalDate, localDateAt } from '../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../domain/interval'
import { OBIS_DRAWN } from '../domain/meter/meter'
import { rdiv } from '../domain/money'
import type { BillStore } from './bill-store'
import { type Contract, decodeContract } from './documents/contract-document'
import { type IndexList, decodeIndexList } from './documents/index-document'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import { readDocument, readHeldContract } from './evidence'
import { indexComponentOf } from './sum-figures'
import { acceptedTariffFor } from './tariff/accept-tariff'
import { type PeriodPlan, planPeriod } from './tariff/plan-period'
import { type MomentPrice, priceAt } from './tariff/price-at'

export type PriceBand = {
  readonly start: UtcSeconds
  readonly end: UtcSeconds
  /** Name of the tariff stage; the tariff's name where it has only one; empty for an index price. */
  readonly name: string
  /** Gross, nano-euro per kWh. */
  readonly price: number
  /** 1 = cheapest third of the period's prices. */
  readonly rank: 1 | 2 | 3
}

export type PriceSource = {
  /**
   * Stretches of one stage and price within a period, in order; empty where no contract of this meter holds.
   * @param seconds raster at which the stage may change.
   */
  bands(meterId: string, period: Period, seconds: number): readonly PriceBand[]
  /**
   * Gross cost in nano-euro of energy drawn in the interval that begins at `start`; fixed fees are not in it.
   * @param energy in units of 10^-exponent Wh. Null without a price.
   */
  cost(meterId: string, start: UtcSeconds, energy: bigint, exponent: number): number | null
}

type Day = { readonly tariff: Tariff; readonly plan: PeriodPlan; readonly list: IndexList | null }

/** Days read last stay in memory: views ask for every interval of a day, one after the other. */
const MAX_CACHED_DAYS = 40

export function createPriceSource(
  primitives: Primitives,
  store: Pick<BillStore, 'contracts' | 'document' | 'documents'>
): PriceSource & { forget(): void } {
  const cache = new Map<string, Day | null>()
  const dayOf = (meterId: string, start: UtcSeconds): Day | null => {
    for (const contract of contractsOf(primitives, store, meterId)) {
      const date = localDateAt(start, contract.zone)
      if (date < contract.first || (contract.last !== null && date > contract.last)) continue
      const key = `${meterId} ${contract.id} ${date}`
      const known = cache.get(key)
      if (known !== undefined) return known
      const day = readDay(primitives, store, contract, date)
      if (cache.size >= MAX_CACHED_DAYS) cache.clear()
      cache.set(key, day)
      return day
    }
    return null
  }
  const at = (meterId: string, start: UtcSeconds): { price: MomentPrice; tariff: Tariff } | null => {
    const day = dayOf(meterId, start)
    const price = day && priceAt(day.tariff, day.plan, day.list, start)
    return price && { price, tariff: day.tariff }
  }
  return {
    bands: (meterId, period, seconds) => {
      const bands: Omit<PriceBand, 'rank'>[] = []
      for (let time = period.start; time < period.end; time = toUtcSeconds(time + seconds)) {
        const found = at(meterId, time)
        if (!found) continue
        const end = toUtcSeconds(Math.min(time + seconds, period.end))
        const { tariff, price } = found
        const name = price.stage || (indexComponentOf(tariff) ? '' : tariff.name)
        const last = bands.at(-1)
        if (last?.end === time && last.name === name && last.price === Number(price.gross))
          bands.splice(-1, 1, { ...last, end })
        else bands.push({ start: time, end, name, price: Number(price.gross) })
      }
      return ranked(bands)
    },
    cost: (meterId, start, energy, exponent) => {
      const found = at(meterId, start)
      return found && Number(rdiv(energy * found.price.gross, 1000n * 10n ** BigInt(exponent)))
    },
    forget: () => {
      cache.clear()
    }
  }
}

/** Rank by the place of a price among the different prices of the period. */
function ranked(bands: readonly Omit<PriceBand, 'rank'>[]): readonly PriceBand[] {
  const prices = [...new Set(bands.map(({ price }) => price))].sort((a, b) => a - b)
  return bands.map((band) => {
    const place = prices.indexOf(band.price)
    const third = prices.length <= 3 ? place : Math.floor((place * 3) / prices.length)
    return { ...band, rank: third <= 0 ? 1 : third === 1 ? 2 : 3 }
  })
}

function contractsOf(
  primitives: Primitives,
  store: Pick<BillStore, 'contracts'>,
  meterId: string
): readonly Contract[] {
  return store.contracts().flatMap((stored) => {
    const document = readHeldContract(primitives, stored, decodeContract)?.document
    const isOfMeter = document?.registers.some(
      (register) => register.meterId === meterId && register.obis === OBIS_DRAWN
    )
    return document && isOfMeter ? [document] : []
  })
}

function readDay(
  primitives: Primitives,
  store: Pick<BillStore, 'document' | 'documents'>,
  contract: Contract,
  date: LocalDate
): Day | null {
  const hash = acceptedTariffFor(contract, date, date)
  if (hash === null) return null
  const file = store.document(hash)?.file ?? null
  const tariff = readDocument(primitives, 'tariff', hash, file, contract.supplier.key, decodeTariff)
  if (tariff.state !== 'held') return null
  const plan = planPeriod(tariff.document, contract.zone, date, date)
  const list = indexComponentOf(tariff.document) ? listFor(primitives, store, contract, plan) : null
  return { tariff: tariff.document, plan, list }
}

function listFor(
  primitives: Primitives,
  store: Pick<BillStore, 'documents'>,
  contract: Contract,
  { period }: PeriodPlan
): IndexList | null {
  for (const { hash, file } of store.documents('index')) {
    const list = readDocument(primitives, 'index', hash, file, contract.index?.key ?? null, decodeIndexList)
    if (list.state === 'held' && list.document.start <= period.start && list.document.end >= period.end)
      return list.document
  }
  return null
}
