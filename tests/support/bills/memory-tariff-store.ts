/** The tariff store's promises in memory. */

import type { OwnPrices, OwnTariff, TariffStore } from '../../../app/bills/tariffs/tariff-store'

export function memoryTariffStore(): TariffStore {
  const tariffs = new Map<string, OwnTariff>()
  const prices = new Map<string, OwnPrices>()
  return {
    all: () => [...tariffs.values()],
    save: (tariff) => {
      tariffs.set(tariff.id, tariff)
    },
    remove: (id) => {
      tariffs.delete(id)
      for (const one of [...prices.values()]) if (one.tariffId === id) prices.delete(one.id)
    },
    prices: (tariffId) => [...prices.values()].filter((one) => one.tariffId === tariffId),
    keepPrices: (one) => {
      prices.set(one.id, one)
    },
    removePrices: (id) => {
      prices.delete(id)
    }
  }
}
