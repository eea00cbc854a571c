/** What a bill that cannot be checked lacks, and so what a person can do about it. */

import type { BillReport } from '../../../app/contract'

export type MissingKind = 'document' | 'readings'

/** Findings of app/bills/checks/finding-codes.ts that a file from the supplier cures. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'no-contract',
  'no-tariff-for-period',
  'tariff-missing',
  'tariff-damaged',
  'tariff-not-signed',
  'list-missing',
  'list-damaged',
  'list-not-covering'
])

/** Findings that the meter's readings cure. */
const READINGS: ReadonlySet<string> = new Set([
  'chain-missing',
  'chain-incomplete',
  'chain-damaged',
  'time-missing',
  'opening-missing',
  'opening-false',
  'own-register-differs'
])

/** The first thing that is missing; null where nothing a person has would help. */
export function missingKind(report: Pick<BillReport, 'checks'>): MissingKind | null {
  const codes = report.checks
    .flatMap((check) => check.findings)
    .filter((finding) => finding.leadsTo === 'cannot-be-checked')
    .map((finding) => finding.code)
  if (codes.some((code) => DOCUMENTS.has(code))) return 'document'
  return codes.some((code) => READINGS.has(code)) ? 'readings' : null
}
