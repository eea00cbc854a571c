/** Which of several bills a person wants to see first: the one that asks most of them. */

import type { BillSummary, Verdict } from '../../../app/contract'

const ORDER: readonly Verdict[] = ['not-genuine', 'wrong', 'cannot-be-checked', 'correct-with-remarks', 'correct']

/** @param bills newest first; of equals the newest is taken */
export function mostUrgent(bills: readonly BillSummary[]): BillSummary | null {
  const word = ORDER.find((verdict) => bills.some((bill) => bill.verdict === verdict))
  return bills.find(({ verdict }) => verdict === word) ?? null
}
