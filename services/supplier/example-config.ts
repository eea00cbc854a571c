/** Stromwerk Musterau with all its tariffs on offer: what `wattveil serve supplier` runs without a configuration. */

import { type TimeZone, toLocalDate } from '../../app/domain/calendar'
import type { SupplierServiceConfig } from './config'
import { EXAMPLE_SUPPLIER, flatTariff, tariffBody, threeTimesTariff } from './example-tariffs'

export function exampleSupplierConfig(zone: TimeZone): SupplierServiceConfig {
  const terms = { zone, from: toLocalDate('2026-01-01'), to: toLocalDate('2027-12-31') }
  return {
    name: EXAMPLE_SUPPLIER,
    zone,
    tariffs: [threeTimesTariff(terms), flatTariff(terms)].map(tariffBody),
    index: null,
    mistakes: []
  }
}
