/** Prices for the views of readings: tariff stages of a day, VAT included. */

import type { Primitives } from '../../crypto'
import { type LocalDate, localDateAt } from '../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../domain/interval'
import { toPrice } from '../domain/money'
import { OBIS_DRAWN } from '../domain/meter/meter'
import type { PriceBand, PriceSource } from '../readings/price-source'
import type { BillStore } from './bill-store'
import type { Contract } from './documents/contract-document'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import { readDocument, readHeldContract } from './documents/held-document'
import { type IndexLists, createIndexLists } from './index-lists'
import type { Prices } from './prices/read-prices'
import { indexComponentOf } from './sum-figures'
import { acceptedTariffFor } from './tariff/accept-tariff'
import type { PriceList } from './tariff/index-price'
import { type PeriodPlan, planPeriod } from './tariff/plan-period'
import { priceAt } from './tariff/price-at'

/** A tariff that the person has entered, with the prices loaded for it, later ones last. */
export type OwnPricing = { readonly tariff: Tariff; readonly prices: readonly Prices[] }

type Day = { readonly tariff: Tariff; readonly plan: PeriodPlan; readonly list: PriceList | null }

/** Days read last stay in memory: views ask for every interval of a day, one after the other. */
const MAX_CACHED_DAYS = 40

export type CachedPriceSource = PriceSource & {
  /** Contracts or documents have changed. */
  forget(): void
}

/**
 * Fixed fees are in no band. Where no contract holds, a tariff that the person has entered says the prices.
 * @param own in the order in which they were saved; the newest that is valid counts.
 */
export function createPriceSource(
  primitives: Primitives,
  store: Pick<BillStore, 'contracts' | 'document' | 'documents'>,
  own: () => readonly OwnPricing[] = () => []
): CachedPriceSource {
  const days = new Map<string, Day | null>()
  const contracts = new Map<string, readonly Contract[]>()
  const lists = createIndexLists(primitives, store)
  let revision = 0
  let entered: readonly OwnPricing[] | null = null
  const contractOn = (meterId: string, start: UtcSeconds): { contract: Contract; date: LocalDate } | null => {
    const known = contracts.get(meterId) ?? contractsOf(primitives, store, meterId)
    contracts.set(meterId, known)
    for (const contract of known) {
      const date = localDateAt(start, contract.zone)
      if (date >= contract.first && (contract.last === null || date <= contract.last)) return { contract, date }
    }
    return null
  }
  const dayOf = (meterId: string, start: UtcSeconds): Day | null => {
    const found = contractOn(meterId, start)
    if (!found) {
      entered ??= own()
      return ownDay(entered, start)
    }
    const key = `${meterId} ${found.contract.id} ${found.date}`
    const known = days.get(key)
    if (known !== undefined) return known
    const day = readDay(primitives, store, lists, found.contract, found.date)
    if (days.size >= MAX_CACHED_DAYS) days.clear()
    days.set(key, day)
    return day
  }
  return {
    bands: (meterId, period, seconds) => {
      const bands: Omit<PriceBand, 'rank'>[] = []
      let day: Day | null = null
      for (let time = period.start; time < period.end; time = toUtcSeconds(time + seconds)) {
        if (!day?.plan.place(time)) day = dayOf(meterId, time)
        const price = day && priceAt(day.tariff, day.plan, day.list, time)
        if (!day || !price) continue
        const end = toUtcSeconds(Math.min(time + seconds, period.end))
        const name = price.stage || (indexComponentOf(day.tariff) ? '' : day.tariff.name)
        const last = bands.at(-1)
        if (last?.end === time && last.name === name && last.price === Number(price.gross))
          bands.splice(-1, 1, { ...last, end })
        else bands.push({ start: time, end, name, price: Number(price.gross) })
      }
      return ranked(bands)
    },
    revision: () => revision,
    forget: () => {
      revision += 1
      days.clear()
      contracts.clear()
      lists.forget()
      entered = null
    }
  }
}

/** Null where no own tariff is valid then; an index without loaded prices has no price. */
function ownDay(own: readonly OwnPricing[], start: UtcSeconds): Day | null {
  const valid = own.filter(({ tariff: { zone, valid: span } }) => {
    const date = localDateAt(start, zone)
    return span.from <= date && date <= span.to
  })
  const newest = valid.at(-1)
  if (!newest) return null
  const { tariff, prices } = newest
  const date = localDateAt(start, tariff.zone)
  const plan = planPeriod(tariff, tariff.zone, date, date)
  return { tariff, plan, list: indexComponentOf(tariff) ? ownList(prices, plan) : null }
}

/** The prices loaded last that cover the day, else the last ones that reach into it. */
function ownList(lists: readonly Prices[], { period }: PeriodPlan): PriceList | null {
  const reaching = lists.filter(
    ({ start, seconds, prices }) => start < period.end && start + prices.length * seconds > period.start
  )
  const covering = reaching.filter(
    ({ start, seconds, prices }) => start <= period.start && start + prices.length * seconds >= period.end
  )
  const found = covering.at(-1) ?? reaching.at(-1)
  return found ? { ...found, prices: found.prices.map(toPrice) } : null
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
    const document = readHeldContract(primitives, stored)?.document
    const isOfMeter = document?.registers.some(
      (register) => register.meterId === meterId && register.obis === OBIS_DRAWN
    )
    return document && isOfMeter ? [document] : []
  })
}

function readDay(
  primitives: Primitives,
  store: Pick<BillStore, 'document'>,
  lists: IndexLists,
  contract: Contract,
  date: LocalDate
): Day | null {
  const hash = acceptedTariffFor(contract, date, date)
  if (hash === null) return null
  const file = store.document(hash)?.file ?? null
  const tariff = readDocument(primitives, 'tariff', hash, file, contract.supplier.key, decodeTariff)
  if (tariff.state !== 'held') return null
  const plan = planPeriod(tariff.document, contract.zone, date, date)
  const held = indexComponentOf(tariff.document) ? lists.covering(contract.index?.key ?? null, plan.period) : null
  return { tariff: tariff.document, plan, list: held?.document ?? null }
}
