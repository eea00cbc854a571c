/** What waits for the person's word: a short period that overlaps an earlier number, and an amended contract. */

import type { ContractOffer, OpeningQuestion } from '../../../app/contract'

export const sampleQuestion: OpeningQuestion = {
  id: '5e'.repeat(32),
  contract: 'V-2026-1',
  supplier: 'Stromwerk Musterau',
  first: '2026-05-22',
  last: '2026-05-31',
  reasons: ['short-period', 'opened-before'],
  numbers: [
    { cell: '2026-05-22/Nacht', energy: 21_400_000, amount: null },
    { cell: '2026-05-22/Tag', energy: 48_125_000, amount: null },
    { cell: null, energy: null, amount: 1234 }
  ],
  tells: [
    {
      contract: 'V-2025-9',
      first: '2026-05-22',
      last: '2026-05-30',
      onlyNow: [{ first: '2026-05-31', last: '2026-05-31' }],
      onlyBefore: []
    },
    { contract: 'V-2025-9', first: '2026-05-22', last: '2026-05-31', onlyNow: [], onlyBefore: [] }
  ]
}

export const sampleOffer: ContractOffer = {
  id: '0f'.repeat(32),
  contract: 'V-2026-1',
  supplier: 'Stromwerk Musterau',
  from: '2026-07-01',
  changes: [
    { code: 'offer-tariff', params: { from: '2026-07-01', tariff: 'Musterau Zwei Zeiten' } },
    { code: 'offer-instalment', params: { from: '2026-07-01', day: 5, cents: 4900 } }
  ],
  refusals: []
}
