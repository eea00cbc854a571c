/**
 * V7: anchor and head are signed by the key that belongs to this meter: the one of its GENESIS, which the contract
 * pins, or for a meter installed later the operator's signed statement.
 */

import { equalBytes } from '../../../crypto'
import type { Finding } from '../../contract'
import { decodeHead } from '../../domain/meter/decode-record'
import { encodeGenesis, verifyGenesis } from '../../domain/meter/genesis'
import { chainKey } from '../../domain/meter/meter'
import { verifyHead } from '../../domain/meter/record'
import type { Evidence, EvidenceRun } from '../evidence'
import type { Anchor } from '../documents/statements'
import { type Check, NOT_REACHED, finding } from './check'

export const checkMeterKey: Check = (evidence) => {
  const { runs, segments } = evidence
  if (runs.length === 0 || runs.every(({ segment }) => segment === null)) return NOT_REACHED
  const unknown = segments.filter(({ chain }) => !runs.some((run) => chainKey(run.chain) === chainKey(chain)))
  if (unknown.length > 0) {
    // Only the operator's signed statement makes another meter one of this contract.
    const details = { where: 'segments', found: segments.length, params: { meter: unknown[0]?.chain.meterId ?? '' } }
    return { findings: [finding('V7', 'meter-change-unconfirmed', 'cannot-be-checked', details)] }
  }
  return { findings: [...runs.flatMap((run) => runFindings(evidence, run)), ...statementFindings(evidence)] }
}

/** The bill rests on the same statements. */
function statementFindings({ bill, runs }: Evidence): readonly Finding[] {
  const expected = runs.flatMap(({ statement }) => statement ?? [])
  if (bill.exchanges.join() === expected.join()) return []
  const details = { where: 'exchanges', expected: expected.join(' '), found: bill.exchanges.join(' ') }
  return [finding('V7', 'other-exchange', 'wrong', details)]
}

function runFindings(evidence: Evidence, run: EvidenceRun): readonly Finding[] {
  const { primitives } = evidence.sources
  const { segment, held, removed, statement, genesis: signed } = run
  const { genesis } = signed
  const where = `segments.${Math.max(
    0,
    evidence.segments.findIndex((one) => one === segment)
  )}`
  const params = { meter: run.chain.meterId }
  const findings: Finding[] = []
  if (held && !equalBytes(held.genesis.genesis.meterKey, genesis.meterKey)) {
    findings.push(finding('V7', 'meter-key-differs', 'cannot-be-checked', { where: 'contract.registers', params }))
  }
  const installs = statement === null || verifyGenesis(primitives, signed)
  const removes =
    removed === null ||
    verifyHead(primitives, { head: decodeHead(removed.head.bytes), signature: removed.head.sig }, genesis.meterKey)
  if (!installs || !removes) {
    findings.push(finding('V7', 'meter-change-unconfirmed', 'cannot-be-checked', { where: 'exchanges', params }))
  }
  if (!segment) return findings
  if (!verifyHead(primitives, segment.head, genesis.meterKey)) {
    const details = { where: `${where}.head`, found: segment.head.head.counter, params }
    findings.push(finding('V7', 'head-not-signed', 'not-genuine', details))
  }
  if (segment.anchor && !isAnchorSigned(evidence, run, segment.anchor)) {
    findings.push(finding('V7', 'anchor-not-signed', 'not-genuine', { where: `${where}.anchor`, params }))
  }
  return findings
}

/** A GENESIS names its own key, so it must be the pinned one, byte for byte. */
function isAnchorSigned({ sources: { primitives } }: Evidence, { genesis }: EvidenceRun, anchor: Anchor): boolean {
  const signature = anchor.statement.sig
  if (anchor.kind === 'head') return verifyHead(primitives, { head: anchor.head, signature }, genesis.genesis.meterKey)
  if (!equalBytes(encodeGenesis(anchor.genesis), encodeGenesis(genesis.genesis))) return false
  return verifyGenesis(primitives, { genesis: anchor.genesis, signature })
}
