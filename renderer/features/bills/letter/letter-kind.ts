/** Whether a bill calls for a letter, what it is about, and who it goes to: whoever can put it right. */

import type { BillReport } from '../../../../app/contract'
import { missingKind } from '../missing-part'

export type LetterKind = 'wrong' | 'not-genuine' | 'seal' | 'document-missing' | 'readings-missing' | 'estimated'
export type LetterRecipient = 'supplier' | 'meter-operator'

export type LetterCall = { readonly kind: LetterKind; readonly to: LetterRecipient }

/** Findings about the meter and not about the supplier's sums. */
const OF_THE_METER: ReadonlySet<string> = new Set(['estimated', 'gap-across-prices'])

/** Null where there is nothing to write about. */
export function letterCall(report: Pick<BillReport, 'summary' | 'checks'>): LetterCall | null {
  const codes = report.checks.flatMap((check) => check.findings).map((finding) => finding.code)
  switch (report.summary.verdict) {
    case 'wrong':
      return { kind: 'wrong', to: 'supplier' }
    case 'not-genuine':
      // The supplier's signature may be right and the meter's seal not: then the supplier did not forge anything.
      if (codes.includes('signature-false')) return { kind: 'not-genuine', to: 'supplier' }
      return { kind: 'seal', to: codes.includes('fork') ? 'meter-operator' : 'supplier' }
    case 'cannot-be-checked': {
      const missing = missingKind(report)
      if (missing === null) return null
      return missing === 'document'
        ? { kind: 'document-missing', to: 'supplier' }
        : { kind: 'readings-missing', to: 'meter-operator' }
    }
    case 'correct-with-remarks':
      return codes.some((code) => OF_THE_METER.has(code)) ? { kind: 'estimated', to: 'meter-operator' } : null
    case 'correct':
      return null
  }
}
