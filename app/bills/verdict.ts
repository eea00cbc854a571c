/** From findings, each with its word, to one of five words: only the precedence (docs/bill-format.md 10). */

import type { Finding, Verdict } from '../contract'

const PRECEDENCE = ['not-genuine', 'wrong', 'cannot-be-checked', 'correct-with-remarks'] as const

/** not genuine > wrong > cannot be checked > correct with remarks > correct. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return PRECEDENCE.find((word) => findings.some(({ leadsTo }) => leadsTo === word)) ?? 'correct'
}
