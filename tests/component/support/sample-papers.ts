/** Answers about papers, evidence and files that arrive. */

import type { BillHistory, BillReport } from '../../../app/contract'
import { type Answers, Refusal } from './client-double'
import { sampleReport } from './sample-bills'

export function paperAnswers() {
  return {
    'papers.copy': () => ({}),
    'papers.save-text': () => ({}),
    'papers.save-pdf': () => ({}),
    'papers.print': () => ({ printed: true }),
    'files.arrived': () => [],
    'bills.save-evidence': ({ show }) => ({ bytes: 412_000, shown: show.length }),
    'bills.shown-readings': () => [],
    'bills.history': () => sampleHistory,
    'bills.questions': () => [],
    'bills.allow-opening': () => ({}),
    'bills.refuse-opening': () => ({}),
    'bills.offers': () => [],
    'bills.answer-offer': () => ({}),
    'bills.verify-records': ({ hash }) => sampleProof(hash),
    'bills.open-evidence': () => {
      throw new Refusal({ code: 'evidence-unreadable', params: {} })
    }
  } satisfies Partial<Answers>
}

export const sampleHistory: BillHistory = {
  years: [
    {
      year: 2026,
      bills: 4,
      billed: 34_920,
      own: null,
      energy: 812_345_000,
      first: '2026-01-01',
      last: '2026-04-30'
    }
  ],
  replaced: []
}

/** The sample bill as somebody without readings sees it. */
export function sampleProof(hash: string): BillReport {
  return {
    ...sampleReport(hash),
    assurance: null,
    proof: {
      level: 'records',
      proves: ['signed-by-supplier', 'records-by-meter', 'energies-are-sums', 'prices-and-total'],
      leavesOpen: [
        'single-readings',
        'register-readings',
        'repeated-blindings',
        'rounds',
        'earlier-openings',
        'supplier-key',
        'meter-key'
      ],
      supplierKey: '3f1c 09aa 77b2 4d10 8c5e 12f0 aa91 6b3d',
      disclosed: 0
    }
  }
}
