/** What a household does with a verdict: the procedures. */

import type { BillReport, CoreProcedures } from '../../contract'
import type { BillStore, StoredBill } from '../bill-store'
import { billHistory } from './bill-history'
import { type SaveEvidenceDeps, evidenceProcedures } from './save-evidence'

export type PapersProcedureName = 'bills.save-evidence' | 'bills.shown-readings' | 'bills.history'

export type PapersDeps = Omit<SaveEvidenceDeps, 'store'> & {
  readonly store: Pick<BillStore, 'bill' | 'bills'>
  /** The stored report. @throws AppError database-damaged. */
  readonly reportOf: (bill: StoredBill) => BillReport
}

export function papersProcedures(deps: PapersDeps): Pick<CoreProcedures, PapersProcedureName> {
  const { sources, store, reportOf } = deps
  return {
    ...evidenceProcedures(deps),
    'bills.history': () =>
      Promise.resolve().then(() =>
        billHistory(
          sources.primitives,
          store.bills().map((stored) => ({ stored, report: reportOf(stored) }))
        )
      )
  }
}
