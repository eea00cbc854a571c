/** Port: tariffs that the person has entered. They are notes of their own, signed by nobody, and open nothing. */

import type { UtcSeconds } from '../../domain/interval'
import type { Prices } from '../prices/read-prices'

export type OwnTariff = {
  /** 32 hexadecimal digits. */
  readonly id: string
  /** Body of a tariff document, as JSON bytes. */
  readonly body: Uint8Array
  readonly savedAt: UtcSeconds
}

/** Prices loaded for one of them. */
export type OwnPrices = Prices & {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly tariffId: string
  readonly savedAt: UtcSeconds
}

export type TariffStore = {
  /** In the order in which they were first saved. */
  all(): readonly OwnTariff[]
  /** Replaces the one with this id. */
  save(tariff: OwnTariff): void
  /** With the prices loaded for it. */
  remove(id: string): void
  /** Of a tariff, in the order in which they were kept. */
  prices(tariffId: string): readonly OwnPrices[]
  keepPrices(prices: OwnPrices): void
  removePrices(id: string): void
}
