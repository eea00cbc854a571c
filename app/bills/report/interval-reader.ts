/** The arithmetic of intervals: what was gathered for one is kept for the next, as long as nothing has changed. */

import { toHex } from '../../../crypto'
import { AppError } from '../../app-error'
import type { BillInterval } from '../../contract'
import type { UtcSeconds } from '../../domain/interval'
import type { StoredBill } from '../bill-store'
import { openBill } from '../checks/v01-container'
import { verifySigner } from '../checks/v03-signature'
import { type Evidence, type EvidenceSources, gatherEvidence } from '../evidence'
import { billInterval } from './bill-interval'

export type IntervalReader = {
  /** @throws AppError bill-not-readable, interval-unknown. */
  read(bill: StoredBill, start: UtcSeconds): Promise<BillInterval>
  forget(): void
}

export function intervalReader(sources: EvidenceSources): IntervalReader {
  let kept: { readonly key: string; readonly evidence: Promise<Evidence> } | null = null
  return {
    read: async ({ hash, file }, start) => {
      // Records may have come since.
      const ends = sources.chains.chains().map(({ position }) => toHex(position.hash))
      const key = [hash, ...ends].join(' ')
      if (kept?.key !== key) kept = { key, evidence: evidenceFor(sources, file) }
      const asked = kept
      const evidence = await asked.evidence.catch((error: unknown) => {
        if (kept === asked) kept = null
        throw error
      })
      const interval = billInterval(evidence, start)
      if (!interval) throw new AppError('interval-unknown')
      return interval
    },
    forget: () => {
      kept = null
    }
  }
}

async function evidenceFor(sources: EvidenceSources, file: Uint8Array): Promise<Evidence> {
  const opened = openBill(sources.primitives, file)
  const signer = opened.ok ? verifySigner(sources.primitives, opened.opened, sources.store) : null
  if (!opened.ok || !signer?.ok) throw new AppError('bill-not-readable')
  const { file: signed, bill, segments } = opened.opened
  return gatherEvidence(sources, signed, bill, segments, signer.contract)
}
