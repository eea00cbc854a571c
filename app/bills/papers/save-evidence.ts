/** Evidence of a kept bill as a file for somebody else, with the readings that the person chose to show and no other. */

import { AppError } from '../../app-error'
import type { CoreProcedures } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import type { Clock, Documents } from '../../ports'
import type { BillStore } from '../bill-store'
import { openBill } from '../checks/v01-container'
import { type DisclosedInterval, encodeEvidence } from '../documents/evidence-document'
import type { EvidenceSources } from '../evidence'
import { withPauses } from '../pause'
import { evidenceOf } from '../records/evidence-of'
import type { PapersStore, ShownInterval } from './papers-store'

export type SaveEvidenceDeps = {
  readonly sources: EvidenceSources
  readonly store: Pick<BillStore, 'bill'>
  readonly papers: PapersStore
  readonly clock: Clock
  readonly documents: Documents
}

/** @throws AppError bill-unknown, bill-not-readable, evidence-incomplete, interval-unknown; what writing a file throws. */
export function evidenceProcedures(
  deps: SaveEvidenceDeps
): Pick<CoreProcedures, 'bills.save-evidence' | 'bills.shown-readings'> {
  const { sources, store, papers, clock, documents } = deps
  return {
    'bills.save-evidence': async ({ hash, target, show }) => {
      const kept = store.bill(hash)
      if (!kept) throw new AppError('bill-unknown')
      const opened = [...new Set(show)]
        .sort((a, b) => a - b)
        .map((start) => disclose(sources, kept.file, toUtcSeconds(start)))
      const intervals = opened.map(({ interval }) => interval)
      const parts = await withPauses(sources.work, {}, evidenceOf(sources, kept.file, intervals))
      const file = encodeEvidence(sources.primitives, parts)
      const at = clock.now()
      // The log first: a file that was written may have gone out.
      papers.keepShown(opened.map(({ shown }) => ({ ...shown, billHash: hash, at })))
      await documents.replace(target, [file])
      return { bytes: file.length, shown: opened.length }
    },
    'bills.shown-readings': ({ hash }) =>
      Promise.resolve().then(() =>
        papers
          .shown(hash)
          .slice(0, 1000)
          .map(({ start, seconds, energy, at }) => ({ start, seconds, energy, at }))
      )
  }
}

type Disclosed = { readonly interval: DisclosedInterval; readonly shown: Omit<ShownInterval, 'billHash' | 'at'> }

function disclose({ chains, primitives }: EvidenceSources, bill: Uint8Array, start: UtcSeconds): Disclosed {
  const opened = openBill(primitives, bill)
  if (!opened.ok) throw new AppError('bill-not-readable')
  for (const { chain } of opened.opened.segments) {
    const [entry] = chains.entriesBetween(chain, start, toUtcSeconds(start + 1))
    const unitExp = chains.chain(chain)?.genesis.genesis.unitExp
    if (!entry?.opening || unitExp === undefined) continue
    const { record, opening } = entry
    return {
      interval: { chain, counter: record.counter, value: opening.value, blinding: opening.blinding },
      shown: { start, seconds: record.seconds, energy: toMilliwattHours(opening.value, unitExp) }
    }
  }
  throw new AppError('interval-unknown')
}
