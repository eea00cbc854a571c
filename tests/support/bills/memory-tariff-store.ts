/** The tariff store's promises in memory. */

import type { OwnTariff, TariffStore } from '../../../app/bills/tariffs/tariff-store'

export function memoryTariffStore(): TariffStore {
  const tariffs = new Map<string, OwnTariff>()
  return {
    all: () => [...tariffs.values()],
    save: (tariff) => {
      tariffs.set(tariff.id, tariff)
    },
    remove: (id) => {
      tariffs.delete(id)
    }
  }
}
