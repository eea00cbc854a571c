/** V9: the records cover the period from its first to its last second; gaps and estimates that matter are named. */

import type { Finding } from '../../contract'
import { localDateAt } from '../../domain/calendar'
import { toMilliwattHours } from '../../domain/energy'
import { type UtcSeconds, endOf, toIsoInstant, toUtcSeconds } from '../../domain/interval'
import { STATUS, isGap } from '../../domain/meter/record'
import type { ChainEntry } from '../../readings/chain-store'
import type { Evidence } from '../evidence'
import { type MomentPrice, priceAt } from '../tariff/price-at'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

export const checkCoverage: Check = (evidence, earlier) => {
  if (!evidence.days || !earlier.holds('V8')) return NOT_REACHED
  return { findings: [...ends(evidence), ...gaps(evidence), ...estimates(evidence)].slice(0, MAX_FINDINGS) }
}

function ends(evidence: Evidence): readonly Finding[] {
  const { entries, period, chain, segments, contract } = evidence
  const first = entries[0]?.record
  const last = entries.at(-1)?.record
  const span = (from: UtcSeconds, to: UtcSeconds): { first: string; last: string } => ({
    first: localDateAt(from, contract.document.zone),
    last: localDateAt(toUtcSeconds(Math.max(from, to - 1)), contract.document.zone)
  })
  const findings: Finding[] = []
  const begins = chain?.genesis.genesis.start
  if (begins !== undefined && begins > period.start) {
    const details = { where: 'period', found: toIsoInstant(begins), params: span(period.start, begins) }
    findings.push(finding('V9', 'before-genesis', 'cannot-be-checked', details))
  }
  const end = last ? endOf({ start: last.intervalStart, seconds: last.seconds }) : period.start
  if (end < period.end) {
    const details = { where: 'period', found: toIsoInstant(end), params: span(end, period.end) }
    findings.push(finding('V9', 'time-missing', 'cannot-be-checked', details))
  }
  const segment = segments[0]
  if (findings.length === 0 && segment && (segment.first !== first?.counter || segment.last !== last?.counter)) {
    const expected = `${first?.counter ?? ''}-${last?.counter ?? ''}`
    const details = { where: 'segments.0', expected, found: `${segment.first}-${segment.last}` }
    findings.push(finding('V9', 'period-not-covered', 'wrong', details))
  }
  return findings
}

/** A gap record whose time lies in one price needs no word; across prices, the most it can matter is said. */
function gaps(evidence: Evidence): readonly Finding[] {
  return evidence.entries.filter(({ record }) => isGap(record)).flatMap((entry) => gapAcrossPrices(evidence, entry))
}

function gapAcrossPrices(evidence: Evidence, { record, opening }: ChainEntry): readonly Finding[] {
  const { reckoning, list, chain, period } = evidence
  if (!reckoning || !chain) return []
  const { seconds, unitExp } = chain.genesis.genesis
  const prices: bigint[] = []
  const end = Math.min(record.intervalStart + record.seconds, period.end)
  for (let start = record.intervalStart; start < end; start = toUtcSeconds(start + seconds)) {
    const price = priceOf(reckoning.plan, reckoning.tariff, list, start)
    if (price) prices.push(price.net)
  }
  const [least, most] = [prices.reduce(min, prices[0] ?? 0n), prices.reduce(max, prices[0] ?? 0n)]
  if (least === most) return []
  const value = opening?.value ?? 0n
  const cents = Number((value * (most - least) + 10n ** BigInt(7 + unitExp) - 1n) / 10n ** BigInt(7 + unitExp))
  const params = {
    start: record.intervalStart,
    end: record.intervalStart + record.seconds,
    energy: toMilliwattHours(value, unitExp),
    cents
  }
  const where = `interval ${toIsoInstant(record.intervalStart)}`
  return [finding('V9', 'gap-across-prices', 'correct-with-remarks', { where, found: value, params })]
}

function priceOf(
  plan: Parameters<typeof priceAt>[1],
  tariff: Parameters<typeof priceAt>[0],
  list: Evidence['list'],
  start: UtcSeconds
): MomentPrice | null {
  return priceAt(tariff, plan, list?.state === 'held' ? list.document : null, start)
}

/** Estimated by the bridge and billed as measured: said once, with how much it is. */
function estimates({ entries, chain }: Evidence): readonly Finding[] {
  const estimated = entries.filter(({ record }) => (record.status & STATUS.estimated) !== 0)
  const first = estimated[0]
  if (!first || !chain) return []
  const energy = estimated.reduce((sum, { opening }) => sum + (opening?.value ?? 0n), 0n)
  const params = { intervals: estimated.length, energy: toMilliwattHours(energy, chain.genesis.genesis.unitExp) }
  const where = `interval ${toIsoInstant(first.record.intervalStart)}`
  return [finding('V9', 'estimated', 'correct-with-remarks', { where, found: estimated.length, params })]
}

function min(a: bigint, b: bigint): bigint {
  return b < a ? b : a
}

function max(a: bigint, b: bigint): bigint {
  return b > a ? b : a
}
