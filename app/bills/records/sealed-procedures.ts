/** The procedures that verify without readings; they keep nothing and change nothing. */

import { FormatError } from '../../../crypto'
import { AppError } from '../../app-error'
import type { BillReport, CoreProcedures } from '../../contract'
import type { Clock, Documents } from '../../ports'
import type { BillStore } from '../bill-store'
import { MAX_EVIDENCE_BYTES, decodeEvidence } from '../documents/evidence-document'
import type { EvidenceSources } from '../evidence'
import type { LongWork } from '../long-work'
import { readWhole } from '../read-whole'
import { verifyAndReport } from '../take-bill'
import { sourcesFromParts, withoutReadings } from './record-sources'

export type SealedDeps = {
  readonly sources: EvidenceSources
  readonly store: Pick<BillStore, 'bill'>
  readonly clock: Clock
  readonly documents: Documents
  readonly longWork: LongWork
}

/** @throws AppError bill-unknown, bill-not-readable, evidence-unreadable, cancelled. */
export function sealedProcedures(
  deps: SealedDeps
): Pick<CoreProcedures, 'bills.verify-records' | 'bills.open-evidence'> {
  const { sources, store, clock, documents, longWork } = deps
  const report = (from: EvidenceSources, bill: Uint8Array, hash: string | null): Promise<BillReport> =>
    longWork.run(async (hooksFor) => {
      const { report: made } = await verifyAndReport({ ...from, clock }, bill, hooksFor(hash))
      if (!made) throw new AppError('bill-not-readable')
      return made
    })
  return {
    'bills.verify-records': ({ hash }) => {
      const kept = store.bill(hash)
      if (!kept) return Promise.reject(new AppError('bill-unknown'))
      return report(withoutReadings(sources), kept.file, hash)
    },
    'bills.open-evidence': async ({ file }) => {
      const { primitives, work } = sources
      try {
        const parts = decodeEvidence(primitives, await readWhole(await documents.open(file), MAX_EVIDENCE_BYTES))
        return await report(await sourcesFromParts(primitives, work, parts), parts.bill, null)
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        throw new AppError('evidence-unreadable', { place: error.where, reason: error.code })
      }
    }
  }
}
