/** A tariff with everything that version 2 can say: seasons, blocks, energy fed in, fees by day and month, VAT that changes, credits. */

import type { Tariff } from '../../../app/bills/documents/tariff-document'
import { toLocalDate } from '../../../app/domain/calendar'
import { OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { toCents, toPrice } from '../../../app/domain/money'
import { EXAMPLE_SUPPLIER } from '../../../services/supplier/example-tariffs'
import { ZONE } from './bill-case'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[]
const step = <Price>(from: string, price: Price) => ({ from: toLocalDate(from), price })
const from2026 = <Price>(price: Price) => [step('2026-01-01', price)]
const hours = (from: number, to: number) => ({ days: EVERY_DAY, from: from * 60, to: to * 60 })
const summer = { from: '04-01', to: '09-30' }
const winter = { from: '10-01', to: '03-31' }
const vat19 = [
  { from: toLocalDate('2026-01-01'), rate: 1900 },
  { from: toLocalDate('2026-06-16'), rate: 1600 }
]

/** Grid fees by time and season (section 14a EnWG, module 3), blocks for the energy itself, feed-in as a credit. */
export function richTariff(name = 'Musterau Alles', validFrom = '2026-01-01'): Tariff {
  return {
    name,
    supplier: EXAMPLE_SUPPLIER,
    currency: 'EUR',
    zone: ZONE,
    tzdb: '2025b',
    valid: { from: toLocalDate(validFrom), to: toLocalDate('2026-12-31') },
    rounding: 'per-line',
    holidays: [{ date: toLocalDate('2026-06-04'), as: 7, name: 'Fronleichnam' }],
    components: [
      {
        kind: 'energy',
        name: 'Netzentgelt',
        vat: vat19,
        windows: [
          {
            name: 'Niedrig',
            times: [
              { ...hours(0, 6), season: summer },
              { ...hours(0, 4), season: winter }
            ],
            prices: from2026(toPrice(12_000n))
          },
          {
            name: 'Standard',
            times: [
              { ...hours(6, 24), season: summer },
              { ...hours(4, 17), season: winter },
              { ...hours(20, 24), season: winter }
            ],
            prices: from2026(toPrice(83_000n))
          },
          { name: 'Hoch', times: [{ ...hours(17, 20), season: winter }], prices: from2026(toPrice(139_000n)) }
        ]
      },
      {
        kind: 'block',
        name: 'Arbeitspreis',
        vat: 1900,
        per: 'day',
        blocks: [
          { name: 'bis 10 kWh', upTo: 10_000n, prices: from2026(toPrice(180_000n)) },
          { name: 'darüber', upTo: null, prices: from2026(toPrice(240_000n)) }
        ]
      },
      { kind: 'levy', name: 'Stromsteuer', vat: 1900, prices: from2026(toPrice(20_500n)) },
      {
        kind: 'energy',
        name: 'Einspeisung',
        vat: 0,
        register: OBIS_FED_IN,
        windows: [{ name: 'Immer', times: [hours(0, 24)], prices: from2026(toPrice(-79_400n)) }]
      },
      { kind: 'monthly-fee', name: 'Messung', vat: 1900, prices: from2026(1_666_000_000n) },
      { kind: 'fixed-fee', name: 'Grundpreis', vat: vat19, prices: from2026(380_000_000n) },
      { kind: 'credit', name: 'Treue', vat: 1900, on: toLocalDate('2026-06-20'), cents: toCents(-500n), tax: 'before' },
      { kind: 'credit', name: 'Bonus', vat: 0, on: toLocalDate('2026-06-30'), cents: toCents(-2500n), tax: 'after' }
    ]
  }
}
