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
import { decodeHead } from '../../domain/meter/decode-record'
import { chainKey } from '../../domain/meter/meter'
import type { WorkHooks } from '../../ports'
import type { Evidence, EvidenceRun } from '../evidence'
import { pause } from '../pause'
import { decodeBill } from '../documents/bill-document'
import { decodeSignedFile, readBody } from '../documents/signed-file'
import { type Anchor, type SegmentStatements, decodeSegments, positionAfter } from '../documents/statements'
import { type Check, NOT_REACHED, finding } from './check'

export const checkChain: Check = async (evidence, earlier, hooks) => {
  const present = evidence.runs.flatMap((run) => (run.segment ? [{ ...run, segment: run.segment }] : []))
  if (!earlier.holds('V7') || present.length === 0) return NOT_REACHED
  const findings: Finding[] = []
  for (const run of present) findings.push(...(await runFindings(evidence, run, hooks)))
  return { findings }
}

type Run = EvidenceRun & { readonly segment: SegmentStatements }

async function runFindings(evidence: Evidence, run: Run, hooks: WorkHooks): Promise<readonly Finding[]> {
  const contradictions = statementFindings(evidence, run)
  if (contradictions.length > 0) return contradictions
  const { held } = run
  if (!held) {
    const details = { where: whereOf(evidence, run), params: { meter: run.chain.meterId } }
    return [finding('V8', 'chain-missing', 'cannot-be-checked', details)]
  }
  return [...forks(evidence, run, held), ...(await walk(evidence, run, held, hooks))].slice(0, 2)
}

function whereOf({ segments }: Evidence, { segment }: Run): string {
  return `segments.${segments.indexOf(segment)}`
}

/** What the bill says of the chain must agree with itself. */
function statementFindings(evidence: Evidence, run: Run): readonly Finding[] {
  const { chain, first, last, anchor, head } = run.segment
  const where = whereOf(evidence, run)
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
function forks(evidence: Evidence, run: Run, held: HeldChain): readonly Finding[] {
  const { anchor, head, chain } = run.segment
  const stated: SignedHead[] = [head]
  if (anchor?.kind === 'head') stated.push({ head: anchor.head, signature: anchor.statement.sig })
  const known = knownHeads(evidence, run, stated)
  const findings: Finding[] = []
  for (const ours of known) {
    for (const theirs of stated) {
      if (ours.head.counter !== theirs.head.counter || isSameHead(ours.head, theirs.head)) continue
      // Only a validly signed second state accuses anybody; an unsigned local one is local damage.
      if (!verifyHead(evidence.sources.primitives, ours, held.genesis.genesis.meterKey)) continue
      const params = { meter: chain.meterId, counter: ours.head.counter }
      const where = whereOf(evidence, run)
      const details = { where, expected: toHex(ours.head.hash), found: toHex(theirs.head.hash), params }
      findings.push(finding('V8', 'fork', 'not-genuine', details))
    }
  }
  return findings.length > 0 ? findings : otherAnchor(evidence, run, known)
}

function knownHeads(evidence: Evidence, run: Run, stated: readonly SignedHead[]): readonly SignedHead[] {
  const stored = stated.flatMap(({ head }) => evidence.sources.chains.headAt(run.chain, head.counter) ?? [])
  const before = previousHead(evidence, run)
  const removal = run.removed ? [{ head: decodeHead(run.removed.head.bytes), signature: run.removed.head.sig }] : []
  return [...stored, ...(run.start ? [run.start] : []), ...(before ? [before] : []), ...removal]
}

/** The first bill of a contract begins at its START head, every other one where the last accepted one ended. */
function otherAnchor(evidence: Evidence, run: Run, known: readonly SignedHead[]): readonly Finding[] {
  const { contract, days, accepted, period } = evidence
  const { anchor } = run.segment
  const adjoins = accepted.some(({ period: other }) => other.end === period.start)
  if (!anchor || run.installed || (!adjoins && days?.first !== contract.document.first)) return []
  const due = adjoins ? previousHead(evidence, run) : run.start
  if (!due || known.length === 0) return []
  const found = positionOf(evidence.sources.primitives, anchor).counter
  if (found === due.head.counter) return []
  const details = { where: `${whereOf(evidence, run)}.anchor`, expected: due.head.counter, found }
  return [finding('V8', 'other-anchor', 'wrong', details)]
}

/** Last head of this chain in the accepted bill that ends where this one begins. */
function previousHead({ accepted, period, sources }: Evidence, { chain }: Run): SignedHead | null {
  const before = accepted.find(({ period: other, replacedBy }) => other.end === period.start && replacedBy === null)
  if (!before) return null
  const file = decodeSignedFile(sources.primitives, before.file)
  const segments = decodeSegments(decodeBill(readBody(file), file.version))
  return segments.find((segment) => chainKey(segment.chain) === chainKey(chain))?.head ?? null
}

/** A year's records are walked in slices, so that whoever waits sees progress and can end it. */
const SLICE = 500

async function walk(evidence: Evidence, run: Run, held: HeldChain, hooks: WorkHooks): Promise<readonly Finding[]> {
  const { primitives, work } = evidence.sources
  const { anchor, first, last, head } = run.segment
  if (!anchor) return []
  const where = whereOf(evidence, run)
  const recordsFrom = recordReader(evidence, run)
  let position = positionOf(primitives, anchor)
  let have = 0
  let newest: MeterRecord | undefined
  for (let from = first; from <= last; from += SLICE) {
    if (from > first) await pause(work, hooks, from - first, last - first + 1)
    const slice = recordsFrom(from, Math.min(last, from + SLICE - 1))
    const result = verifyChain(primitives, run.chain, held.genesis.genesis.seconds, position, slice)
    if (!result.ok) return [damaged(result.fault, result.counter, toIsoInstant(result.at))]
    have += slice.length
    newest = slice.at(-1) ?? newest
    position = result.position
    // A claim of more records than there are must not keep the machine busy.
    if (slice.length === 0) break
  }
  if (have !== last - first + 1) {
    const params = { have, want: last - first + 1, first, last }
    const details = { where, expected: last - first + 1, found: have, params }
    return [finding('V8', 'chain-incomplete', 'cannot-be-checked', details)]
  }
  if (equalBytes(position.hash, head.head.hash) && agrees(newest, head.head)) return []
  return [damaged('link', last, `${where}.head`)]
}

/** Records by counter, both included: those of the period are here already and are not read twice. */
function recordReader(
  { sources }: Evidence,
  { chain, entries }: Run
): (first: number, last: number) => readonly MeterRecord[] {
  const [begin, end] = [entries[0]?.record.counter ?? 0, entries.at(-1)?.record.counter ?? -1]
  const isDense = end - begin + 1 === entries.length
  return (first, last) => {
    const found =
      isDense && first >= begin && last <= end
        ? entries.slice(first - begin, last - begin + 1)
        : sources.chains.entriesByCounter(chain, first, last)
    return found.map(({ record }) => record)
  }
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
