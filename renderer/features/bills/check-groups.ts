/** The nineteen checks as six questions a person has (docs/look.md 1). */

import type { CheckResult } from '../../../app/contract'

export const CHECK_GROUPS = [
  { name: 'sender', checks: ['V1', 'V2', 'V3', 'V4'] },
  { name: 'meter', checks: ['V7', 'V8', 'V10'] },
  { name: 'complete', checks: ['V5', 'V9'] },
  { name: 'readings', checks: ['V11', 'V12', 'V14', 'V18'] },
  { name: 'prices', checks: ['V6', 'V13'] },
  { name: 'sums', checks: ['V15', 'V16', 'V17'] }
] as const

export type GroupState = CheckResult['state']

/** Worst first: what is wrong is said before what is open. */
const ORDER: readonly GroupState[] = ['failed', 'open', 'remark', 'not-reached', 'passed', 'not-checked-here']

/** The state that speaks for a group of checks; 'not-reached' where none of them was run. */
export function groupState(checks: readonly CheckResult[], ids: readonly string[]): GroupState {
  const states = checks.filter((check) => ids.includes(check.id)).map((check) => check.state)
  return ORDER.find((state) => states.includes(state)) ?? 'not-reached'
}
