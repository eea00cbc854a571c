/**
 * V10: commitments in their one encoding, readings in bound, blindings neither zero nor used twice over everything
 * this household keeps: a meter that repeats r gives readings away by the difference of two commitments (B4).
 */

import { ELEMENT_BYTES } from '../../../crypto'
import type { Finding } from '../../contract'
import { maxIntervalEnergy } from '../../domain/energy'
import { SECONDS_PER_DAY, type UtcSeconds, toIsoInstant, toUtcSeconds } from '../../domain/interval'
import { chainKey } from '../../domain/meter/meter'
import type { ChainEntry } from '../../readings/chain-store'
import type { WorkHooks } from '../../ports'
import type { Evidence, EvidenceSources } from '../evidence'
import { pause } from '../pause'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

/** p = 2^255 - 19, little-endian: an encoding is below p and even (RFC 9496, 4.3.1). */
const FIELD_PRIME = [0xed, ...new Array<number>(30).fill(0xff), 0x7f]

/** Records between two rests, so that years of them leave room for a cancel. */
const SLICE = 4_000

/** Read month by month, so that years of records are never in memory at once. */
const PAGE_SECONDS = 31 * SECONDS_PER_DAY

export const checkEncodings: Check = async (evidence, _, hooks) => {
  const { unitExp, entries, sources } = evidence
  if (unitExp === null || entries.length === 0) return NOT_REACHED
  const limit = maxIntervalEnergy(unitExp)
  const findings: Finding[] = []
  for (const { record, opening } of entries) {
    const at = { where: `interval ${toIsoInstant(record.intervalStart)}`, params: { start: record.intervalStart } }
    if (!looksCanonical(record.commitment))
      findings.push(finding('V10', 'commitment-malformed', 'cannot-be-checked', at))
    if (!opening) continue
    if (opening.value < 0n || opening.value > limit)
      findings.push(finding('V10', 'value-out-of-range', 'cannot-be-checked', at))
    if (opening.blinding === 0n) findings.push(finding('V10', 'blinding-zero', 'correct-with-remarks', at))
  }
  if (sources.level === 'records') return { findings: findings.slice(0, MAX_FINDINGS), state: 'not-checked-here' }
  return { findings: [...findings, ...(await repeated(sources, evidence, hooks))].slice(0, MAX_FINDINGS) }
}

/** The cheap half of the rule; the other half falls to V11, where a point that does not exist fits no opening. */
function looksCanonical(bytes: Uint8Array): boolean {
  if (bytes.length !== ELEMENT_BYTES || ((bytes[0] ?? 1) & 1) === 1 || bytes.every((byte) => byte === 0)) return false
  for (let index = ELEMENT_BYTES - 1; index >= 0; index--) {
    const difference = (bytes[index] ?? 0) - (FIELD_PRIME[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Pairs with the same r of which at least one lies in this period. */
async function repeated(
  { chains, work }: EvidenceSources,
  { period, runs }: Evidence,
  hooks: WorkHooks
): Promise<readonly Finding[]> {
  const seen = new Map<bigint, { readonly place: string; readonly billed: boolean }>()
  let read = 0
  const findings: Finding[] = []
  for (const held of chains.chains()) {
    const isBilledChain = runs.some(({ chain }) => chainKey(held.id) === chainKey(chain))
    for (const { record, opening } of pages(chains, held.id, held.genesis.genesis.start, held.position.end)) {
      if (++read % SLICE === 0) await pause(work, hooks, 0, 1)
      if (!opening || opening.blinding === 0n) continue
      const { intervalStart } = record
      const billed = isBilledChain && intervalStart >= period.start && intervalStart < period.end
      const before = seen.get(opening.blinding)
      const place = `${chainKey(held.id)} record ${record.counter}`
      seen.set(opening.blinding, { place, billed })
      // The same record twice is a fault of this store, and V8's to find.
      if (before?.place === place) continue
      if (!before || !(billed || before.billed) || findings.length >= MAX_FINDINGS) continue
      const where = `interval ${toIsoInstant(intervalStart)}`
      const details = { where, found: before.place, params: { start: intervalStart } }
      findings.push(finding('V10', 'blinding-repeated', 'correct-with-remarks', details))
    }
  }
  return findings
}

function* pages(
  chains: EvidenceSources['chains'],
  id: Parameters<EvidenceSources['chains']['entriesBetween']>[0],
  from: UtcSeconds,
  to: UtcSeconds
): Generator<ChainEntry> {
  for (let start = from; start < to; start = toUtcSeconds(start + PAGE_SECONDS)) {
    yield* chains.entriesBetween(id, start, toUtcSeconds(Math.min(start + PAGE_SECONDS, to)))
  }
}
