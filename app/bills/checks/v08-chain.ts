/**
 * V8: the records between anchor and head are the household's own, link by link. Not genuine only where the bill's own
 * statements fail or a second signed state of the chain contradicts them; a hole in the local chain is nobody's lie.
 */

import { type Primitives, equalBytes, toHex } from '../../../crypto'
import type { Finding } from '../../contract'
import { toIsoInstant } from '../../domain/interval'
import { type Genesis, genesisHash } from '../../domain/meter/genesis'
import { type Head, type MeterRecord, type SignedHead, verifyHead } from '../../domain/meter/record'
import { type ChainPosition, verifyChain } from '../../domain/meter/verify-chain'
import type { HeldChain } from '../../readings/chain-store'
import type { Evidence } from '../evidence'
import { decodeBill } from '../documents/bill-document'
import { decodeSignedFile, readBody } from '../documents/signed-file'
import {
  type Anchor,
  type SegmentStatements,
  decodeSegments,
  positionAfter,
  startHeadOf
} from '../documents/statements'
import { type Check, NOT_REACHED, finding } from './check'

export const checkChain: Check = (evidence, earlier) => {
  const segment = evidence.segments[0]
  if (!earlier.holds('V7') || !evidence.register || !segment) return NOT_REACHED
  const contradictions = statementFindings(evidence, segment)
  if (contradictions.length > 0) return { findings: contradictions }
  const { chain } = evidence
  if (!chain) {
    const params = { meter: segment.chain.meterId }
    return { findings: [finding('V8', 'chain-missing', 'cannot-be-checked', { where: 'segments.0', params })] }
  }
  return { findings: [...forks(evidence, chain, segment), ...walk(evidence, chain, segment)].slice(0, 2) }
}

/** What the bill says of the chain must agree with itself. */
function statementFindings(
  evidence: Evidence,
  { chain, first, last, anchor, head }: SegmentStatements
): readonly Finding[] {
  const where = 'segments.0'
  if (!anchor) return [finding('V8', 'anchor-missing', 'cannot-be-checked', { where: `${where}.anchor` })]
  const findings: Finding[] = []
  if (!isOf(head.head, chain) || head.head.counter !== last || last < first) {
    const details = { where: `${where}.head`, expected: last, found: head.head.counter }
    findings.push(finding('V8', 'head-contradicts', 'wrong', details))
  }
  const before = positionOf(evidence.sources.primitives, anchor).counter
  if (!isOf(anchor.kind === 'head' ? anchor.head : anchor.genesis, chain) || before !== first - 1) {
    findings.push(
      finding('V8', 'anchor-contradicts', 'wrong', { where: `${where}.anchor`, expected: first - 1, found: before })
    )
  }
  return findings
}

/** Signed states of the chain that this household knows: from its own store, the contract, and the bill before. */
function forks(evidence: Evidence, chain: HeldChain, segment: SegmentStatements): readonly Finding[] {
  const { anchor, head } = segment
  const stated: SignedHead[] = [head]
  if (anchor?.kind === 'head') stated.push({ head: anchor.head, signature: anchor.statement.sig })
  const known = knownHeads(evidence, chain, stated)
  const findings: Finding[] = []
  for (const ours of known) {
    for (const theirs of stated) {
      if (ours.head.counter !== theirs.head.counter || isSameHead(ours.head, theirs.head)) continue
      // Only a validly signed second state accuses anybody; an unsigned local one is local damage.
      if (!verifyHead(evidence.sources.primitives, ours, chain.genesis.genesis.meterKey)) continue
      const params = { meter: segment.chain.meterId, counter: ours.head.counter }
      const details = { where: 'segments.0', expected: toHex(ours.head.hash), found: toHex(theirs.head.hash), params }
      findings.push(finding('V8', 'fork', 'not-genuine', details))
    }
  }
  return findings.length > 0 ? findings : otherAnchor(evidence, segment, known)
}

function knownHeads(evidence: Evidence, chain: HeldChain, stated: readonly SignedHead[]): readonly SignedHead[] {
  const { sources, register } = evidence
  const stored = stated.flatMap(({ head }) => sources.chains.headAt(chain.id, head.counter) ?? [])
  const start = register ? startHeadOf(register) : null
  const before = previousHead(evidence)
  return [...stored, ...(start ? [start] : []), ...(before ? [before] : [])]
}

/** The first bill of a contract begins at its START head, every other one where the last accepted one ended. */
function otherAnchor(
  evidence: Evidence,
  { anchor }: SegmentStatements,
  known: readonly SignedHead[]
): readonly Finding[] {
  const { contract, days, accepted, period } = evidence
  const adjoins = accepted.some(({ period: other }) => other.end === period.start)
  if (!anchor || (!adjoins && days?.first !== contract.document.first)) return []
  const due = adjoins ? previousHead(evidence) : evidence.register && startHeadOf(evidence.register)
  if (!due || known.length === 0) return []
  const found = positionOf(evidence.sources.primitives, anchor).counter
  if (found === due.head.counter) return []
  return [finding('V8', 'other-anchor', 'wrong', { where: 'segments.0.anchor', expected: due.head.counter, found })]
}

/** Last head of the accepted bill that ends where this one begins. */
function previousHead({ accepted, period, sources }: Evidence): SignedHead | null {
  const before = accepted.find(({ period: other, replacedBy }) => other.end === period.start && replacedBy === null)
  if (!before) return null
  return decodeSegments(decodeBill(readBody(decodeSignedFile(sources.primitives, before.file)))).at(-1)?.head ?? null
}

function walk(
  evidence: Evidence,
  chain: HeldChain,
  { anchor, first, last, head }: SegmentStatements
): readonly Finding[] {
  const { primitives, chains } = evidence.sources
  if (!anchor) return []
  const records = chains.entriesByCounter(chain.id, first, last).map(({ record }) => record)
  const where = 'segments.0'
  const result = verifyChain(
    primitives,
    chain.id,
    chain.genesis.genesis.seconds,
    positionOf(primitives, anchor),
    records
  )
  if (!result.ok) return [damaged(result.fault, result.counter, toIsoInstant(result.at))]
  if (records.length !== last - first + 1) {
    const params = { have: records.length, want: last - first + 1, first, last }
    const details = { where, expected: last - first + 1, found: records.length, params }
    return [finding('V8', 'chain-incomplete', 'cannot-be-checked', details)]
  }
  if (equalBytes(result.position.hash, head.head.hash) && agrees(records.at(-1), head.head)) return []
  return [damaged('link', last, `${where}.head`)]
}

function agrees(record: MeterRecord | undefined, head: Head): boolean {
  return record?.intervalStart === head.intervalStart && record.seconds === head.seconds
}

function damaged(fault: string, counter: number, where: string): Finding {
  return finding('V8', 'chain-damaged', 'cannot-be-checked', { where, found: fault, params: { counter, fault } })
}

function positionOf(primitives: Primitives, anchor: Anchor): ChainPosition {
  return positionAfter(anchor, (genesis: Genesis) => genesisHash(primitives, genesis))
}

function isOf(statement: Pick<Head, 'meterId' | 'obis'>, chain: SegmentStatements['chain']): boolean {
  return statement.meterId === chain.meterId && statement.obis === chain.obis
}

function isSameHead(a: Head, b: Head): boolean {
  return equalBytes(a.hash, b.hash) && a.intervalStart === b.intervalStart && a.seconds === b.seconds
}
