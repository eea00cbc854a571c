/**
 * Verifies a bill: all checks in order, each named, with progress and cancel. Changes nothing and asks nobody: its
 * arguments hold what the household keeps, and no way to the outside.
 */

import { toHex } from '../../crypto'
import type { CheckResult, Finding, Verdict } from '../contract'
import { type CancelSignal, WorkCancelled, type WorkHooks } from '../ports'
import {
  type Check,
  type CheckId,
  type CheckOutcome,
  type EarlierChecks,
  NOT_REACHED,
  PASSED,
  stateOf
} from './checks/check'
import { checkAddressee } from './checks/v04-addressee'
import { checkChain } from './checks/v08-chain'
import { checkCoverage } from './checks/v09-coverage'
import { checkEncodings } from './checks/v10-encodings'
import { checkEnergy, isTrusted } from './checks/v14-energy'
import { checkLines } from './checks/v15-lines'
import { checkMeterKey } from './checks/v07-meter-key'
import { checkOpeningLog } from './checks/v19-opening-log'
import { checkOpenings } from './checks/v11-openings'
import { checkPeriod } from './checks/v05-period'
import { checkPrices } from './checks/v13-prices'
import { checkRegister } from './checks/v12-register'
import { checkRounding } from './checks/v16-rounding'
import { checkSettlement } from './checks/v17-settlement'
import { checkRounds } from './checks/v18-rounds'
import { checkTariff } from './checks/v06-tariff'
import { type OpenedBill, openBill } from './checks/v01-container'
import { verifySigner } from './checks/v03-signature'
import { openResponse } from './records/open-response'
import { type Evidence, type EvidenceSources, gatherEvidence, hasOwnFigures } from './evidence'
import { verdictOf } from './verdict'

export type VerifyHooks = {
  /** After each check, and during the long one; `done` of `total` steps. */
  readonly onCheck?: (check: CheckId, state: CheckResult['state'] | 'running', done: number, total: number) => void
  readonly cancel?: CancelSignal
}

export type Verification = {
  readonly verdict: Verdict
  /** Of the document; of the file's bytes when there is no document in it. */
  readonly hash: string
  readonly checks: readonly CheckResult[]
  readonly findings: readonly Finding[]
  readonly opened: OpenedBill | null
  /** Null when V1, V2 or V3 failed: nothing after them can be trusted. */
  readonly evidence: Evidence | null
  /** Own readings are complete and verified, so own amounts mean something. */
  readonly trusted: boolean
}

const CONTRACT_CHECKS: readonly (readonly [CheckId, Check])[] = [
  ['V5', checkPeriod],
  ['V6', checkTariff],
  ['V7', checkMeterKey],
  ['V8', checkChain],
  ['V9', checkCoverage],
  ['V10', checkEncodings],
  ['V11', checkOpenings],
  ['V12', checkRegister],
  ['V13', checkPrices],
  ['V14', checkEnergy],
  ['V15', checkLines],
  ['V16', checkRounding],
  ['V17', checkSettlement],
  ['V18', checkRounds],
  ['V19', checkOpeningLog]
]

const ALL_CHECKS: readonly CheckId[] = ['V1', 'V2', 'V3', 'V4', ...CONTRACT_CHECKS.map(([id]) => id)]

/**
 * How much of the bar a check is; the others are one step each. With V4 the records are gathered, and without readings
 * their sums are taken before V10.
 */
const STEPS: Readonly<Record<'readings' | 'records', Partial<Record<CheckId, number>>>> = {
  readings: { V4: 30, V8: 15, V10: 10, V11: 30, V18: 3 },
  records: { V4: 30, V8: 15, V10: 40, V18: 3 }
}

/** @throws WorkCancelled; AppError worker-died where the arithmetic could not be done. */
export async function verifyBill(
  sources: EvidenceSources,
  bytes: Uint8Array,
  hooks: VerifyHooks = {}
): Promise<Verification> {
  const isSealed = sources.level === 'records'
  const run = createRun(hooks, STEPS[isSealed ? 'records' : 'readings'])
  const opened = openBill(sources.primitives, bytes)
  if (!opened.ok) {
    if (opened.finding.check === 'V2') run.end('V1', PASSED)
    run.end(opened.finding.check as CheckId, { findings: [opened.finding] })
    return run.result(toHex(sources.primitives.sha256(bytes)), null, null)
  }
  const bill = opened.opened
  run.end('V1', PASSED)
  run.end('V2', PASSED)
  // Not before the first word is said: on a small PC the threads' start would take the time from reading the bill.
  if (isSealed) sources.work.prepare?.()
  await sources.work.rest?.()
  const signer = verifySigner(sources.primitives, bill, sources.store)
  run.end('V3', signer.ok ? PASSED : { findings: [signer.finding] })
  if (!signer.ok) return run.result(bill.file.hash, bill, null)
  const hooksOfRecords = run.workHooks('V4')
  let evidence = await gatherEvidence(sources, bill.file, bill.bill, bill.segments, signer.contract, hooksOfRecords)
  // A kernel's start costs more than what it would compute where all is computed already.
  if (!isSealed && !isMarked(evidence)) sources.work.prepare?.()
  run.end('V4', await checkAddressee(evidence, run.earlier, {}))
  const isMine = bill.bill.contract === signer.contract.document.id
  for (const [id, check] of isMine ? CONTRACT_CHECKS : []) {
    // A year's checks are long one by one too: whoever waits sees each of them and can end it before the next.
    await sources.work.rest?.()
    // The sums are V14's, but what stands between builds on them.
    if (id === 'V10' && isSealed && run.earlier.holds('V9'))
      evidence = await openResponse(evidence, run.workHooks('V14', 'V10'))
    run.end(id, await check(evidence, run.earlier, run.workHooks(id)))
  }
  return run.result(bill.file.hash, bill, isMine ? evidence : null)
}

type Run = {
  readonly earlier: EarlierChecks
  /** @param step whose part of the bar it is, where it is not the check's own. */
  workHooks(check: CheckId, step?: CheckId): WorkHooks
  end(check: CheckId, outcome: CheckOutcome): void
  result(hash: string, opened: OpenedBill | null, evidence: Evidence | null): Verification
}

function createRun({ onCheck, cancel }: VerifyHooks, steps: Partial<Record<CheckId, number>>): Run {
  const outcomes = new Map<CheckId, CheckOutcome>()
  const stepsOf = (check: CheckId): number => steps[check] ?? 1
  const total = ALL_CHECKS.reduce((sum, check) => sum + stepsOf(check), 0)
  let reached = 0
  /** A bar that has gone forward does not go back, whatever begins anew. */
  const tell = (check: CheckId, state: CheckResult['state'] | 'running', within: number): void => {
    const ended = [...outcomes.keys()].reduce((sum, one) => sum + stepsOf(one), 0)
    reached = Math.max(reached, ended + within)
    onCheck?.(check, state, reached, total)
  }
  const earlier: EarlierChecks = { holds: (check) => holds(outcomes.get(check)) }
  return {
    earlier,
    workHooks: (check, step = check) => {
      tell(check, 'running', 0)
      return {
        ...(cancel ? { cancel } : {}),
        onProgress: (part, whole) => {
          tell(check, 'running', Math.floor((stepsOf(step) * part) / whole))
        }
      }
    },
    end: (check, outcome) => {
      if (cancel?.aborted) throw new WorkCancelled()
      outcomes.set(check, outcome)
      tell(check, stateOf(outcome), 0)
    },
    result: (hash, opened, evidence) => {
      const checks = ALL_CHECKS.map((id) => resultOf(id, outcomes.get(id) ?? NOT_REACHED))
      const findings = checks.flatMap((check) => check.findings)
      return {
        verdict: verdictOf(findings),
        hash,
        checks,
        findings,
        opened,
        evidence,
        trusted: evidence !== null && hasOwnFigures(evidence) && isTrusted(earlier)
      }
    }
  }
}

function resultOf(id: CheckId, outcome: CheckOutcome): CheckResult {
  return { id, state: stateOf(outcome), findings: [...outcome.findings] }
}

function isMarked({ runs, sources: { chains } }: Evidence): boolean {
  return runs.every(({ chain, entries }) => chains.marks?.cover(chain, entries) === true)
}

/**
 * A check holds when what comes after may build on it. A bill that names other ends of the chain than its period has
 * (period-not-covered) is wrong, but the own readings of the period are complete all the same.
 */
function holds(outcome: CheckOutcome | undefined): boolean {
  if (!outcome || outcome.state === 'not-reached') return false
  return outcome.findings.every(
    ({ leadsTo, code }) => leadsTo === 'correct-with-remarks' || code === 'period-not-covered'
  )
}
