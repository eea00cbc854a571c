/** What a check is: a function from the evidence to findings. It states facts; verdict.ts makes words of them. */

import type { CheckResult, Finding } from '../../contract'
import type { WorkHooks } from '../../ports'
import type { Evidence } from '../evidence'
import type { FindingCode, KnownCheck } from './finding-codes'

export type CheckId = KnownCheck

/** What the checks before this one said. */
export type EarlierChecks = {
  /** True when the check ran and found nothing that makes its subject unusable. */
  holds(check: CheckId): boolean
}

export type CheckOutcome = {
  readonly findings: readonly Finding[]
  /**
   * not-reached: an earlier check took away what this one needs. not-checked-here: this copy of the program has not
   * got what it needs, and nobody is to blame.
   */
  readonly state?: 'not-reached' | 'not-checked-here'
}

export type Check = (
  evidence: Evidence,
  earlier: EarlierChecks,
  hooks: WorkHooks
) => CheckOutcome | Promise<CheckOutcome>

export const PASSED: CheckOutcome = { findings: [] }
export const NOT_REACHED: CheckOutcome = { findings: [], state: 'not-reached' }

/** The contract shows so many per check; more of the same kind say nothing new. */
export const MAX_FINDINGS = 50

export type FindingDetails = {
  readonly where: string
  readonly expected?: string | bigint | number | null
  readonly found?: string | bigint | number | null
  readonly params?: Readonly<Record<string, string | number>>
}

export function finding<Id extends CheckId>(
  check: Id,
  code: FindingCode<Id>,
  leadsTo: Finding['leadsTo'],
  { where, expected = null, found = null, params = {} }: FindingDetails
): Finding {
  return {
    check,
    code,
    leadsTo,
    where: where.slice(0, 200),
    expected: expected === null ? null : String(expected).slice(0, 400),
    found: found === null ? null : String(found).slice(0, 400),
    params: { ...params }
  }
}

/** The state that a check's findings amount to. */
export function stateOf({ findings, state }: CheckOutcome): CheckResult['state'] {
  if (findings.some(({ leadsTo }) => leadsTo === 'wrong' || leadsTo === 'not-genuine')) return 'failed'
  if (findings.some(({ leadsTo }) => leadsTo === 'cannot-be-checked')) return 'open'
  if (findings.length > 0) return 'remark'
  return state ?? 'passed'
}
