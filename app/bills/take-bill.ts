/** A bill that the person or the exchange brought in: verified, kept with its report, accepted when it is right. */

import { toUtcSeconds } from '../domain/interval'
import type { BillReport } from '../contract'
import type { BillStore, StoredBill } from './bill-store'
import type { Clock } from '../ports'
import type { OpeningMarks } from '../readings/opening-marks'
import type { EvidenceSources } from './evidence'
import { billReport } from './report/bill-report'
import { type Verification, type VerifyHooks, verifyBill } from './verify-bill'

export type TakeBillDeps = EvidenceSources & { readonly store: BillStore; readonly clock: Clock }

export type BillVerification = {
  readonly verification: Verification
  /** Null when there is no readable bill in the file. */
  readonly report: BillReport | null
}

/** Verifies and reports; keeps nothing. @throws WorkCancelled. */
export async function verifyAndReport(
  sources: EvidenceSources & { readonly clock: Clock },
  bytes: Uint8Array,
  hooks: VerifyHooks = {}
): Promise<BillVerification> {
  const begun = Date.now()
  const verification = await verifyBill(sources, bytes, hooks)
  const frame = {
    seenAt: sources.clock.now(),
    durationMs: Date.now() - begun,
    kernel: sources.work.kernelName ?? 'none'
  }
  return { verification, report: billReport(verification, frame) }
}

/** Verifies and keeps. The same bytes again change nothing but the time of a bill that could not be checked before. */
export async function takeBill(
  deps: TakeBillDeps,
  bytes: Uint8Array,
  hooks: VerifyHooks = {}
): Promise<BillVerification> {
  const toMark: Parameters<OpeningMarks['add']>[] = []
  const checked = await verifyAndReport({ ...deps, computed: (...run) => toMark.push(run) }, bytes, hooks)
  const { verification, report } = checked
  const { opened, evidence, verdict, hash } = verification
  if (!opened || !report) return checked
  // The next bill over these records finds its work done.
  for (const run of toMark) deps.chains.marks?.add(...run)
  const accepted = verdict === 'correct' || verdict === 'correct-with-remarks'
  const bill: StoredBill = {
    hash,
    file: bytes,
    contractHash: evidence?.contract.hash ?? null,
    number: opened.bill.number,
    period: { start: toUtcSeconds(opened.bill.period.start), end: toUtcSeconds(opened.bill.period.end) },
    verdict,
    accepted,
    replacedBy: deps.store.bill(hash)?.replacedBy ?? null,
    seenAt: deps.clock.now(),
    report: JSON.stringify(report)
  }
  deps.store.keepBill(bill)
  const replaced = evidence?.others.find(({ number }) => number === opened.bill.replaces)
  if (accepted && replaced) deps.store.markReplaced(replaced.hash, hash)
  return checked
}
