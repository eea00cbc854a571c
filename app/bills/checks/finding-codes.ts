/**
 * Every code a check can find, with the check it belongs to: the locales need a sentence for each. Units in the
 * parameters: energies in milliwatt-hours, prices in nano-euro per kWh or per day, money in cents, times in UTC
 * seconds, days YYYY-MM-DD, `line` counts from 1. `expected` and `found` are for experts and machines: whole numbers
 * in the units of the bill, instants in ISO 8601, hashes.
 */

export const FINDING_CODES = {
  V1: ['damaged', 'too-large', 'not-a-bill'],
  V2: ['newer-version'],
  V3: ['signature-false', 'no-contract'],
  V4: ['not-your-contract', 'other-supplier', 'other-meter', 'other-register', 'other-currency'],
  V5: [
    'period-empty',
    'period-off-day-border',
    'period-not-in-calendar',
    'overlap',
    'number-used',
    'issued-before-end',
    'replaces-other-period',
    'replaced-bill-unknown',
    'gap-to-last-bill',
    'earlier-bills-not-seen'
  ],
  V6: [
    'no-tariff-for-period',
    'tariff-missing',
    'tariff-damaged',
    'tariff-not-signed',
    'other-tariff',
    'tariff-not-valid',
    'list-missing',
    'list-damaged',
    'list-not-by-publisher',
    'other-list',
    'list-not-covering',
    'list-too-fine',
    'list-unexpected'
  ],
  V7: ['meter-key-differs', 'meter-change-unconfirmed', 'other-exchange', 'head-not-signed', 'anchor-not-signed'],
  V8: [
    'anchor-missing',
    'anchor-contradicts',
    'head-contradicts',
    'fork',
    'other-anchor',
    'chain-missing',
    'chain-incomplete',
    'chain-damaged'
  ],
  V9: ['before-genesis', 'time-missing', 'period-not-covered', 'gap-across-prices', 'estimated'],
  V10: ['commitment-malformed', 'value-out-of-range', 'blinding-zero', 'blinding-repeated'],
  V11: ['opening-missing', 'opening-false'],
  V12: ['register-differs', 'register-contradicts-energy', 'own-register-differs'],
  V13: ['price', 'index-price', 'index-count', 'index-terms', 'index-missing'],
  V14: [
    'unit',
    'cell-missing',
    'cell-unexpected',
    'cell-energy',
    'line-energy',
    'index-amount',
    'no-response',
    'other-response',
    'response-not-here',
    'response-not-signed',
    'response-contradicts',
    'sum-does-not-open',
    'energy-shared-by-days'
  ],
  V15: [
    'levy-price',
    'fee-price',
    'block-price',
    'credit-price',
    'fee-days',
    'line-missing',
    'line-unexpected',
    'line-days',
    'line-order'
  ],
  V16: [
    'rounding-stage',
    'line-amount',
    'line-cents',
    'vat-rate',
    'tax-missing',
    'tax-unexpected',
    'net',
    'vat',
    'total'
  ],
  V17: [
    'credit-amount',
    'credit-missing',
    'credit-unexpected',
    'instalment-amount',
    'instalment-missing',
    'instalment-unexpected',
    'carry-over-amount',
    'carry-over-twice',
    'carry-over-unknown',
    'due'
  ],
  V18: ['submitted-otherwise'],
  V19: ['opened-twice']
} as const

export type KnownCheck = keyof typeof FINDING_CODES
export type FindingCode<Check extends KnownCheck = KnownCheck> = (typeof FINDING_CODES)[Check][number]
