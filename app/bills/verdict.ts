/** From findings to one of five words (bills.md 3.5). Only the precedence is decided here; each finding carries its word. */

import type { Finding, Verdict } from '../contract'

const PRECEDENCE = ['not-genuine', 'wrong', 'cannot-be-checked', 'correct-with-remarks'] as const

/** not genuine > wrong > cannot be checked > correct with remarks > correct. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return PRECEDENCE.find((word) => findings.some(({ leadsTo }) => leadsTo === word)) ?? 'correct'
}
