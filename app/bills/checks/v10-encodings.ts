/**
 * V10: commitments in their one encoding, readings in bound, blindings neither zero nor used twice over everything
 * this household keeps: a meter that repeats r gives readings away by the difference of two commitments (B4).
 */

import { ELEMENT_BYTES } from '../../../crypto'
import type { Finding } from '../../contract'
import { maxIntervalEnergy } from '../../domain/energy'
import { SECONDS_PER_DAY, type UtcSeconds, toIsoInstant, toUtcSeconds } from '../../domain/interval'
import { type ChainId, chainKey } from '../../domain/meter/meter'
import type { WorkHooks } from '../../ports'
import type { Evidence } from '../evidence'
import { inSlices, pause } from '../pause'
import type { FindingCode } from './finding-codes'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

/** Records of so many seconds are held against all others in some milliseconds. */
const SOUGHT_AT_ONCE = 10 * SECONDS_PER_DAY

/** p = 2^255 - 19, little-endian: an encoding is below p and even (RFC 9496, 4.3.1). */
const FIELD_PRIME = [0xed, ...new Array<number>(30).fill(0xff), 0x7f]

export const checkEncodings: Check = async (evidence, _, hooks) => {
  const { unitExp, entries, sources } = evidence
  if (unitExp === null || entries.length === 0) return NOT_REACHED
  const limit = maxIntervalEnergy(unitExp)
  const findings: Finding[] = []
  await inSlices(sources.work, hooks, entries, ({ record, opening }) => {
    const found = (code: FindingCode<'V10'>, leadsTo: Finding['leadsTo']): void => {
      const where = `interval ${toIsoInstant(record.intervalStart)}`
      findings.push(finding('V10', code, leadsTo, { where, params: { start: record.intervalStart } }))
    }
    if (!looksCanonical(record.commitment)) found('commitment-malformed', 'cannot-be-checked')
    if (!opening) return
    if (opening.value < 0n || opening.value > limit) found('value-out-of-range', 'cannot-be-checked')
    if (opening.blinding === 0n) found('blinding-zero', 'correct-with-remarks')
  })
  if (sources.level === 'records') return { findings: findings.slice(0, MAX_FINDINGS), state: 'not-checked-here' }
  return { findings: [...findings, ...(await repeated(evidence, hooks))].slice(0, MAX_FINDINGS) }
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

type Pair = { readonly start: UtcSeconds; readonly place: string; readonly other: string }

/** Pairs with the same r of which at least one lies in this period. */
async function repeated(evidence: Evidence, hooks: WorkHooks): Promise<readonly Finding[]> {
  const pairs: Pair[] = []
  for (const { chain, period } of evidence.runs) {
    for (let from: number = period.start; from < period.end; from += SOUGHT_AT_ONCE) {
      // Said as the end of the work: how far the records are was told above.
      if (from > period.start) await pause(evidence.sources.work, hooks, 1, 1)
      const to = toUtcSeconds(Math.min(from + SOUGHT_AT_ONCE, period.end))
      const found = evidence.sources.chains.repeatedBlindings(chain, toUtcSeconds(from), to, MAX_FINDINGS)
      pairs.push(
        ...found.map((pair) => ({
          start: pair.intervalStart,
          place: placeOf(chain, pair.counter),
          other: placeOf(pair.other.chain, pair.other.counter)
        }))
      )
    }
  }
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
