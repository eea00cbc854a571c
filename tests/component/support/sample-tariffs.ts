/** Tariffs as the core lists them, and a draft to begin from. */

import type { KeptPrices, PricesFromFile, TariffSummary } from '../../../app/contract'
import type { Answers } from './client-double'

export const TARIFF_ID = 'ab'.repeat(16)

export const sampleTariffBody = JSON.stringify({
  name: 'Tag und Nacht',
  supplier: 'Stromwerk Musterau',
  currency: 'EUR',
  zone: 'Europe/Berlin',
  tzdb: '2025b',
  valid: { from: '2026-01-01', to: '2026-12-31' },
  rounding: 'per-line',
  holidays: [],
  components: [
    {
      kind: 'energy',
      name: 'Arbeitspreis',
      vat: '1900',
      windows: [
        {
          name: 'Nacht',
          times: [
            { days: '1234567', from: '00:00', to: '06:00' },
            { days: '1234567', from: '22:00', to: '24:00' }
          ],
          prices: [{ from: '2026-01-01', price: '224000' }]
        },
        {
          name: 'Tag',
          times: [{ days: '1234567', from: '06:00', to: '22:00' }],
          prices: [{ from: '2026-01-01', price: '301000' }]
        }
      ]
    },
    { kind: 'index', name: 'Börsenpreis', vat: '1900', aNum: '1000000', b: '148000' },
    { kind: 'fixed-fee', name: 'Grundpreis', vat: '1900', prices: [{ from: '2026-01-01', price: '380000000' }] }
  ]
})

const summary: TariffSummary = {
  id: null,
  name: 'Musterau Drei Zeiten',
  supplier: 'Stromwerk Musterau',
  kind: 'time-of-use',
  first: '2026-01-01',
  last: '2026-12-31',
  body: sampleTariffBody
}

export const sampleTariffs: TariffSummary[] = [summary, { ...summary, id: TARIFF_ID, name: 'Mein Tarif' }]

const PRICES_ID = 'cd'.repeat(16)

/** A week of hours in November 2026, two of them below nothing. */
const hours = { name: 'prices.csv', start: 1_794_178_800, end: 1_794_783_600, seconds: 3600, steps: 168 }

export const samplePrices: PricesFromFile = {
  ...hours,
  signature: 'none',
  unit: 'eur-per-mwh',
  columns: [{ index: 1, name: 'price_eur_mwh' }],
  column: 1,
  negative: 2,
  lowest: -12_340_000,
  mean: 91_200_000,
  highest: 253_610_000,
  remarks: [],
  kept: null
}

export const sampleKeptPrices: KeptPrices = { ...hours, id: PRICES_ID, savedAt: 1_794_800_000 }

export const tariffAnswers = {
  'tariffs.list': () => sampleTariffs,
  'tariffs.example': () => ({ body: sampleTariffBody }),
  'tariffs.holidays': () => [{ date: '2026-12-25', name: '1. Weihnachtstag' }],
  'tariffs.validate': () => ({ problems: [], refusals: [] }),
  'tariffs.save': () => ({ id: TARIFF_ID }),
  'tariffs.remove': () => ({}),
  'tariffs.prices-from-file': ({ keep }) => ({ ...samplePrices, kept: keep ? PRICES_ID : null }),
  'tariffs.prices': () => [sampleKeptPrices],
  'tariffs.remove-prices': () => ({}),
  'tariffs.from-file': () => ({ body: sampleTariffBody })
} satisfies Partial<Answers>
