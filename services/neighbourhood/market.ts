/** The supplier of a simulated neighbourhood: one tariff, one mistake, and where it needs one a publisher's price list. */

import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { replaceFile } from '../../adapters/system/replace-file'
import { encodeSignedFile } from '../../app/bills/documents/signed-file'
import { type LocalDate, type TimeZone, addDays, daysBetween, monthOf, periodOfDays } from '../../app/domain/calendar'
import { toHex } from '../../crypto'
import type { Mistake, SupplierServiceConfig } from '../supplier/config'
import { EXAMPLE_SUPPLIER, dynamicTariff, flatTariff, tariffBody, threeTimesTariff } from '../supplier/example-tariffs'
import { EXAMPLE_PUBLISHER, type PriceTable, publishList } from '../supplier/publish-index'

export type TariffKind = 'flat' | 'time-of-use' | 'dynamic'

export type MarketOptions = {
  readonly tariff: TariffKind
  readonly zone: TimeZone
  /** First and last local day for which there are prices. */
  readonly first: LocalDate
  readonly last: LocalDate
  /** Interval length of the meters. */
  readonly seconds: number
  /** Needed for a dynamic tariff. */
  readonly prices: PriceTable | null
  /** The billing period that is billed wrongly, and whether it is billed rightly before. */
  readonly wrongPeriod: { readonly first: LocalDate; readonly last: LocalDate; readonly again: boolean }
  /** Where the publisher's lists go. */
  readonly folder: string
}

const MAKE = { flat: flatTariff, 'time-of-use': threeTimesTariff, dynamic: dynamicTariff } as const

/** @throws RangeError for a dynamic tariff whose prices do not cover the days. */
export async function prepareMarket(options: MarketOptions): Promise<SupplierServiceConfig> {
  const { tariff, zone, first, last } = options
  const terms = { zone, from: monthOf(first).first, to: monthOf(addDays(last, 62)).last }
  return {
    name: EXAMPLE_SUPPLIER,
    zone,
    tariffs: [tariffBody(MAKE[tariff](terms))],
    index: tariff === 'dynamic' ? await publish(options) : null,
    mistakes: [mistakeOf(options)]
  }
}

/** Half way through the period the wrong table charges 5.80 ct too much in the evening, or 1.50 ct at all hours. */
function mistakeOf({ tariff, wrongPeriod: { first, last, again } }: MarketOptions): Mistake {
  if (tariff === 'dynamic') return { kind: 'surcharge', period: first, again, b: '163000' }
  const window = tariff === 'flat' ? 'Immer' : 'Abend'
  const price = tariff === 'flat' ? '304000' : '389000'
  const from = addDays(first, Math.floor(daysBetween(first, last) / 2))
  return { kind: 'price', period: first, again, component: 'Arbeitspreis', window, from, price }
}

/** One signed list per month. */
async function publish(options: MarketOptions): Promise<SupplierServiceConfig['index']> {
  const { prices, zone, first, last, seconds, folder } = options
  if (!prices) throw new RangeError('market: a dynamic tariff needs prices')
  const primitives = createPlatformPrimitives()
  const seed = new Uint8Array(randomBytes(32))
  await mkdir(folder, { recursive: true })
  for (let day = first; day <= last; day = addDays(monthOf(day).last, 1)) {
    const monthEnd = monthOf(day).last
    const period = periodOfDays(day, monthEnd < last ? monthEnd : last, zone)
    const list = publishList(primitives, seed, prices, {
      name: `${EXAMPLE_PUBLISHER} ${day.slice(0, 7)}`,
      publisher: EXAMPLE_PUBLISHER,
      period,
      seconds: Math.max(seconds, prices.seconds)
    })
    await replaceFile(path.join(folder, `${day}.json`), [encodeSignedFile(list)])
  }
  return { publisher: EXAMPLE_PUBLISHER, key: toHex(primitives.ed25519.publicKey(seed)), folder }
}
