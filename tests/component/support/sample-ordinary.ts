/** An ordinary bill, as typed in and compared. */

import type { OrdinaryBill, OrdinaryProposal, OrdinaryReport } from '../../../app/contract'
import type { Answers } from './client-double'
import { NOW } from './sample-readings'

export const ORDINARY_ID = '0f'.repeat(16)
const KWH = 1_000_000
const CENT_PER_KWH = 10_000_000

export const sampleOrdinaryBill: OrdinaryBill = {
  supplier: 'Stadtwerk Musterau',
  number: 'RE-2025-1201',
  first: '2025-12-01',
  last: '2025-12-31',
  meterId: null,
  lines: [
    { name: 'Arbeitspreis', kind: 'energy', energy: 312 * KWH, price: 30 * CENT_PER_KWH, amount: 9360 },
    { name: 'Grundpreis', kind: 'other', energy: null, price: null, amount: 1200 }
  ],
  registerStart: 10_000 * KWH,
  registerEnd: 10_312 * KWH,
  net: 10_560,
  vatRate: 1900,
  vat: 2006,
  total: 12_566
}

export const sampleOrdinaryReport: OrdinaryReport = {
  id: ORDINARY_ID,
  at: NOW,
  bill: sampleOrdinaryBill,
  billedEnergy: 312 * KWH,
  ownEnergy: 300 * KWH,
  ownCost: null,
  points: [
    {
      code: 'line-product',
      state: 'agrees',
      params: { line: 1, name: 'Arbeitspreis', billed: 9360, expected: 9360 }
    },
    { code: 'lines-sum', state: 'agrees', params: { billed: 10_560, expected: 10_560 } },
    { code: 'vat', state: 'agrees', params: { billed: 2006, expected: 2006 } },
    { code: 'total', state: 'agrees', params: { billed: 12_566, expected: 12_566 } },
    { code: 'registers', state: 'agrees', params: { billedMwh: 312 * KWH, expectedMwh: 312 * KWH } },
    {
      code: 'readings',
      state: 'differs',
      params: { billedMwh: 312 * KWH, expectedMwh: 300 * KWH, differenceMwh: 12 * KWH }
    }
  ]
}

const { meterId: _, ...offered } = sampleOrdinaryBill
export const sampleProposal: OrdinaryProposal = { ...offered, supplier: null }

export const ordinaryAnswers = {
  'ordinary.list': () => [],
  'ordinary.report': () => sampleOrdinaryReport,
  'ordinary.save': ({ bill }) => ({ ...sampleOrdinaryReport, bill }),
  'ordinary.remove': () => ({}),
  'ordinary.read-pdf': () => sampleProposal
} satisfies Partial<Answers>
