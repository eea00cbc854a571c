/** The whole report of one verification, as the window and the command line show it. */

import type { BillReport, BillSummary, Verdict } from '../../contract'
import { toTimeZone, localDateAt } from '../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { ownLines } from '../checks/own-lines'
import { ownDue } from '../checks/v17-settlement'
import type { Verification } from '../verify-bill'
import { proofOf } from '../records/claims'
import { openedNumbers } from './opened-numbers'
import { reportLines } from './report-lines'
import { reportMap, slotSeconds } from './report-map'

export type ReportFrame = {
  readonly seenAt: UtcSeconds
  readonly durationMs: number
  readonly kernel: string
}

/** Null when there is no readable bill in the file. */
export function billReport(verification: Verification, frame: ReportFrame): BillReport | null {
  const { opened, evidence, trusted, findings } = verification
  if (!opened) return null
  const own = evidence && trusted ? ownLines(evidence, true)?.own : undefined
  const due = evidence && own ? ownDue(evidence, own.total) : null
  const entries = evidence?.entries ?? []
  const proof = proofOf(verification)
  const measured = entries.filter(({ record }) => record.status === 0).length
  return {
    summary: summaryOf(verification, due, frame.seenAt),
    contract: opened.bill.contract,
    timeZone: evidence?.contract.document.zone ?? 'UTC',
    // How the household reads its meter is its own word; a third party has only the key.
    assurance: proof ? null : (evidence?.runs[0]?.held?.level ?? null),
    measuredShare: entries.length === 0 ? null : Math.floor((measured * 10_000) / entries.length),
    intervals: entries.length,
    ownTotal: own ? Number(own.total) : null,
    checks: verification.checks.map((check) => ({ ...check, findings: [...check.findings] })),
    lines: evidence ? [...reportLines(evidence, findings, trusted)].slice(0, 200) : [],
    map: evidence ? reportMap(evidence, trusted) : [],
    seconds: evidence ? slotSeconds(evidence) : 900,
    durationMs: frame.durationMs,
    kernel: frame.kernel,
    ...(proof ? { proof } : { opened: evidence ? [...openedNumbers(evidence)].slice(0, 2000) : [] })
  }
}

function summaryOf(
  { opened, evidence, hash, verdict }: Verification,
  due: bigint | null,
  seenAt: UtcSeconds
): BillSummary {
  const bill = opened?.bill
  const period = bill?.period ?? { start: toUtcSeconds(0), end: toUtcSeconds(1) }
  return {
    hash,
    number: bill?.number ?? '',
    supplier: bill?.supplier ?? '',
    first: evidence?.days?.first ?? dayAround(period.start),
    last: evidence?.days?.last ?? dayAround(toUtcSeconds(Math.max(0, period.end - 2 * HALF_A_DAY))),
    total: Number(bill?.total ?? 0n),
    verdict: verdict satisfies Verdict,
    difference: due === null || !bill ? null : Number(bill.due - due),
    seenAt
  }
}

const HALF_A_DAY = 43_200

/** Without a contract there is no zone; noon in UTC falls on the day that every zone near it means. */
function dayAround(time: UtcSeconds): string {
  return localDateAt(toUtcSeconds(time + HALF_A_DAY), toTimeZone('UTC'))
}
