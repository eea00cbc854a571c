/**
 * V10: commitments in their one encoding, readings in bound, blindings neither zero nor used twice over everything
 * this household keeps: a meter that repeats r gives readings away by the difference of two commitments (B4).
 */

import { ELEMENT_BYTES } from '../../../crypto'
import type { Finding } from '../../contract'
import { maxIntervalEnergy } from '../../domain/energy'
import { toIsoInstant } from '../../domain/interval'
import { type ChainId, chainKey } from '../../domain/meter/meter'
import type { Evidence, EvidenceSources } from '../evidence'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

/** p = 2^255 - 19, little-endian: an encoding is below p and even (RFC 9496, 4.3.1). */
const FIELD_PRIME = [0xed, ...new Array<number>(30).fill(0xff), 0x7f]

export const checkEncodings: Check = (evidence) => {
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
  return { findings: [...findings, ...repeated(sources, evidence)].slice(0, MAX_FINDINGS) }
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
function repeated({ chains }: EvidenceSources, { runs }: Evidence): readonly Finding[] {
  const pairs = runs.flatMap(({ chain, period }) =>
    chains.repeatedBlindings(chain, period.start, period.end, MAX_FINDINGS).map((pair) => ({
      start: pair.intervalStart,
      place: placeOf(chain, pair.counter),
      other: placeOf(pair.other.chain, pair.other.counter)
    }))
  )
  const met = new Set<string>()
  return pairs.flatMap(({ start, place, other }) => {
    // Two records of the period name each other; the later one is told.
    const isFirstOfTwo = !met.has(other) && pairs.some((later) => later.place === other && later.other === place)
    met.add(place)
    if (isFirstOfTwo) return []
    const details = { where: `interval ${toIsoInstant(start)}`, found: other, params: { start } }
    return [finding('V10', 'blinding-repeated', 'correct-with-remarks', details)]
  })
}

function placeOf(chain: ChainId, counter: number): string {
  return `${chainKey(chain)} record ${counter}`
}
