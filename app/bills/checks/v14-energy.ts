/** V14: the billed energies and T are the own ones, and the RESPONSE quoted is the one that was sent. */

import { toHex } from '../../../crypto'
import type { Finding } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { buildResponse, runEnds } from '../build-response'
import { type Evidence, hasOwnFigures, indexSection } from '../evidence'
import { encodeResponse } from '../response-bytes'
import { tariffNames } from '../sections'
import { type Check, type CheckOutcome, type EarlierChecks, NOT_REACHED, finding } from './check'
import { ownLines } from './own-lines'

export const checkEnergy: Check = (evidence, earlier): CheckOutcome => {
  const trusted = isTrusted(earlier)
  const findings = [...unit(evidence), ...responseFindings(evidence, trusted), ...openedFindings(evidence)]
  if (!trusted || !hasOwnFigures(evidence)) return findings.length > 0 ? { findings } : NOT_REACHED
  findings.push(...cellFindings(evidence), ...amountFindings(evidence), ...lineFindings(evidence))
  return { findings }
}

/** Own numbers count only where records, coverage and openings hold: a damaged row at home makes no bill wrong (B37). */
export function isTrusted(earlier: EarlierChecks): boolean {
  return earlier.holds('V8') && earlier.holds('V9') && earlier.holds('V11')
}

function unit({ bill, unitExp: own }: Evidence): Finding[] {
  if (own === null || own === bill.unitExp) return []
  return [finding('V14', 'unit', 'wrong', { where: 'unitExp', expected: own, found: bill.unitExp })]
}

function responseFindings(evidence: Evidence, trusted: boolean): Finding[] {
  const { bill } = evidence
  const own = evidence.response?.hash ?? (trusted ? ownResponseHash(evidence) : null)
  const details = { where: 'response', expected: own, found: bill.response }
  if (bill.response === null) return [finding('V14', 'no-response', 'correct-with-remarks', details)]
  return own === null || bill.response === own ? [] : [finding('V14', 'other-response', 'wrong', details)]
}

/** Without readings the RESPONSE must speak for itself; what it does not show is open, and nobody's lie. */
function openedFindings({ opened }: Evidence): Finding[] {
  if (!opened || opened.ok) return []
  const { code, name } = opened
  return [finding('V14', code, 'cannot-be-checked', { where: 'response', found: name || null, params: { name } })]
}

/** A reinstalled program has no log of what it sent, but the same readings make the same bytes again. */
function ownResponseHash({ contract, period, list, reckoning, runs, sources }: Evidence): string | null {
  if (!reckoning) return null
  const { primitives } = sources
  const response = buildResponse({
    contractHash: contract.hash,
    tariffHash: tariffNames(reckoning.parts),
    listHash: list?.hash ?? null,
    period,
    sections: reckoning.sections,
    runs: runs.map(({ chain, entries }) => runEnds(primitives, chain, entries))
  })
  return response && toHex(primitives.sha256(encodeResponse(response)))
}

function cellFindings({ bill, reckoning, unitExp }: Evidence): readonly Finding[] {
  const cells = (reckoning?.sections ?? []).flatMap(({ plan, own }) =>
    plan.cells.map(({ name }, index) => ({ name, expected: own?.figures.cells[index] ?? 0n }))
  )
  const findings: Finding[] = []
  for (const { name, expected } of cells) {
    const billed = bill.cells.filter((cell) => cell.name === name)
    const where = `cell ${name}`
    if (billed.length === 0)
      findings.push(finding('V14', 'cell-missing', 'wrong', { where, expected, params: { cell: name } }))
    for (const { energy } of billed) {
      if (energy === expected) continue
      const params = {
        cell: name,
        expected: toMilliwattHours(expected, unitExp ?? 0),
        billed: safeEnergy(energy, unitExp ?? 0)
      }
      findings.push(finding('V14', 'cell-energy', 'wrong', { where, expected, found: energy, params }))
    }
  }
  bill.cells.forEach(({ name }, index) => {
    const isTwice = bill.cells.findIndex((cell) => cell.name === name) !== index
    if (cells.some((cell) => cell.name === name) && !isTwice) return
    findings.push(finding('V14', 'cell-unexpected', 'wrong', { where: `cell ${name}`, params: { cell: name } }))
  })
  return findings
}

function amountFindings(evidence: Evidence): readonly Finding[] {
  const { bill } = evidence
  const expected = indexSection(evidence)?.own?.figures.indexAmount ?? null
  if (expected === null || !bill.index || bill.index.amount === expected) return []
  return [finding('V14', 'index-amount', 'wrong', { where: 'index.amount', expected, found: bill.index.amount })]
}

/** Lines that carry another energy than the cells they are made of. */
function lineFindings(evidence: Evidence): readonly Finding[] {
  const lines = ownLines(evidence, true)
  const unitExp = evidence.unitExp ?? 0
  if (!lines) return []
  const findings = lines.matched.matches.flatMap(({ billed, own, index }) => {
    if (!own || billed.energy === own.energy) return []
    const params = {
      line: index + 1,
      component: billed.component,
      expected: toMilliwattHours(own.energy ?? 0n, unitExp),
      billed: safeEnergy(billed.energy ?? 0n, unitExp)
    }
    const details = { where: `line ${index + 1}`, expected: own.energy, found: billed.energy, params }
    return [finding('V14', 'line-energy', 'wrong', details)]
  })
  const shared = lines.own.lines.filter((line) => line.shared)
  const first = shared[0]
  if (!first) return findings
  const energy = shared.reduce((sum, line) => sum + (line.energy ?? 0n), 0n)
  const params = { component: first.component, energy: toMilliwattHours(energy, unitExp) }
  return [
    ...findings,
    finding('V14', 'energy-shared-by-days', 'correct-with-remarks', { where: first.component, params })
  ]
}

/** A billed energy is anybody's number and may be too large for a view. */
function safeEnergy(energy: bigint, unitExp: number): number {
  const limit = 2n ** 52n / 1000n
  return toMilliwattHours(energy > limit ? limit : energy, unitExp)
}
