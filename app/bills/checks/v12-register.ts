/**
 * V12: for each meter the sum of the readings is the step of its register, and the printed register is what the meter
 * shows; where a meter was exchanged, its removal and installation readings are the ends.
 */

import type { Finding } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { endOf } from '../../domain/interval'
import { registerSteps } from '../../domain/meter/register-steps'
import type { Bill } from '../documents/bill-document'
import { type Evidence, type EvidenceRun, hasOwnFigures } from '../evidence'
import { type Check, NOT_REACHED, finding } from './check'

type Ends = { readonly start: bigint; readonly end: bigint }
type Printed = Bill['registers'][number]

export const checkRegister: Check = (evidence, earlier) => {
  const { runs, bill } = evidence
  if (!earlier.holds('V9') || !earlier.holds('V11') || !hasOwnFigures(evidence)) return NOT_REACHED
  const judged = runs.map((run) => ({ run, total: totalOf(evidence, run), own: ownEnds(evidence, run) }))
  const findings = judged.flatMap(({ run, total, own }) => [
    ...ownFindings(run, total, own),
    ...bill.registers.flatMap((printed, index) =>
      printed.meterId === run.chain.meterId && printed.obis === run.chain.obis
        ? printedFindings(run, total, own, printed, index)
        : []
    )
  ])
  const nothingSeen = judged.every(({ own }) => own === null) && bill.registers.length === 0
  return findings.length === 0 && nothingSeen ? { findings, state: 'not-checked-here' } : { findings }
}

/** Null where readings are not looked at and the RESPONSE gives the sum of more than this meter. */
function totalOf({ sources, reckoning, runs }: Evidence, { chain, entries }: EvidenceRun): bigint | null {
  if (sources.level !== 'records') return entries.reduce((sum, { opening }) => sum + (opening?.value ?? 0n), 0n)
  if (runs.filter((run) => run.chain.obis === chain.obis).length > 1) return null
  const mine = reckoning?.sections.filter(({ plan }) => plan.obis === chain.obis) ?? []
  const cells = mine.flatMap(({ own }) => own?.figures.cells ?? [])
  return cells.reduce((sum, energy) => sum + energy, 0n)
}

function ownFindings({ genesis }: EvidenceRun, total: bigint | null, own: Ends | null): readonly Finding[] {
  const { unitExp } = genesis.genesis
  if (!own || total === null || registerSteps(own.start, own.end, unitExp).includes(total)) return []
  const params = {
    energy: toMilliwattHours(total, unitExp),
    register: toMilliwattHours(own.end > own.start ? own.end - own.start : 0n, unitExp)
  }
  const details = { where: 'register', expected: own.end - own.start, found: total, params }
  return [finding('V12', 'own-register-differs', 'cannot-be-checked', details)]
}

function printedFindings(
  { genesis }: EvidenceRun,
  total: bigint | null,
  own: Ends | null,
  printed: Printed,
  index: number
): readonly Finding[] {
  const unit = BigInt(printed.resolution) * 10n ** BigInt(genesis.genesis.unitExp)
  const where = `registers.${index}`
  const params = {
    meter: printed.meterId,
    start: Number(printed.start),
    end: Number(printed.end),
    resolution: printed.resolution
  }
  const found = `${printed.start}-${printed.end}`
  if (own && (own.start / unit !== printed.start || own.end / unit !== printed.end)) {
    const expected = `${own.start / unit}-${own.end / unit}`
    return [finding('V12', 'register-differs', 'wrong', { where, expected, found, params })]
  }
  if (own || total === null || isPossible(printed, unit, total, genesis.genesis.unitExp)) return []
  return [finding('V12', 'register-contradicts-energy', 'wrong', { where, expected: total, found, params })]
}

/** Register readings at exactly both ends: the own ones, at an exchange the operator's; others say nothing. */
function ownEnds({ sources }: Evidence, { chain, entries, installed, removed, period }: EvidenceRun): Ends | null {
  const first = entries[0]?.record
  const last = entries.at(-1)?.record
  if (!first || !last) return null
  const end = endOf({ start: last.intervalStart, seconds: last.seconds })
  const readingAt = (time: typeof end): bigint | null => {
    const reading = sources.chains.registerAt(chain, time)
    return reading?.at === time ? reading.total : null
  }
  const start = installed?.at === period.start ? installed.total : readingAt(first.intervalStart)
  const total = removed?.at === period.end ? removed.total : readingAt(end)
  return start === null || total === null ? null : { start, end: total }
}

/** Two cut-off readings differ from the exact step by less than one printed digit. */
function isPossible({ start, end }: Printed, unit: bigint, total: bigint, unitExp: number): boolean {
  return registerSteps(start * unit, end * unit, unitExp).some((step) => step - total > -unit && step - total < unit)
}
