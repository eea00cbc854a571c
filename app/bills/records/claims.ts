/** What a verification without readings shows, and what it leaves open: said with every report of that level. */

import type { BillReport } from '../../contract'
import type { Verification } from '../verify-bill'
import { keyFingerprint } from './open-response'

/** Shown by the checks that ran; each needs a sentence in the locales. */
export const PROVEN = ['signed-by-supplier', 'records-by-meter', 'energies-are-sums', 'prices-and-total'] as const

/** Not looked at without readings, whatever the verdict. */
export const LEFT_OPEN = [
  'single-readings',
  'register-readings',
  'repeated-blindings',
  'rounds',
  'earlier-openings',
  'supplier-key',
  'meter-key'
] as const

type Proof = NonNullable<BillReport['proof']>

/** Null for a verification with readings, and where the bill could not be read. */
export function proofOf({ evidence, checks }: Verification): Proof | null {
  if (!evidence || evidence.sources.level !== 'records') return null
  const passed = (...ids: readonly string[]): boolean =>
    ids.every((id) => checks.some((check) => check.id === id && (check.state === 'passed' || check.state === 'remark')))
  const opens = evidence.opened?.ok === true
  const shown: Record<(typeof PROVEN)[number], boolean> = {
    'signed-by-supplier': passed('V3'),
    'records-by-meter': passed('V7', 'V8', 'V9'),
    'energies-are-sums': opens && passed('V8', 'V9', 'V14'),
    'prices-and-total': opens && passed('V6', 'V13', 'V14', 'V15', 'V16')
  }
  const { supplier } = evidence.contract.document
  return {
    level: 'records',
    proves: PROVEN.filter((code) => shown[code]),
    leavesOpen: [...LEFT_OPEN],
    supplierKey: keyFingerprint(evidence.sources.primitives, supplier.key),
    disclosed: evidence.entries.filter(({ opening }) => opening !== null).length
  }
}
