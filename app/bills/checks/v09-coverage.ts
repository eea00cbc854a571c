/** V9: the records cover the period from its first to its last second; gaps and estimates that matter are named. */

import type { Finding } from '../../contract'
import { localDateAt } from '../../domain/calendar'
import { toMilliwattHours } from '../../domain/energy'
import { type UtcSeconds, endOf, toIsoInstant, toUtcSeconds } from '../../domain/interval'
import { STATUS, isGap } from '../../domain/meter/record'
import type { ChainEntry } from '../../readings/chain-store'
import type { Evidence, EvidenceRun } from '../evidence'
import { sectionAt } from '../sections'
import { priceAt } from '../tariff/price-at'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

export const checkCoverage: Check = (evidence, earlier) => {
  if (!evidence.days || !earlier.holds('V8')) return NOT_REACHED
  const ends = evidence.runs.flatMap((run) => runEnds(evidence, run))
  return { findings: [...ends, ...gaps(evidence), ...estimates(evidence)].slice(0, MAX_FINDINGS) }
}

function runEnds({ contract, segments }: Evidence, run: EvidenceRun): readonly Finding[] {
  const { entries, period, genesis, segment } = run
  const first = entries[0]?.record
  const last = entries.at(-1)?.record
  const span = (from: UtcSeconds, to: UtcSeconds): { first: string; last: string } => ({
    first: localDateAt(from, contract.document.zone),
    last: localDateAt(toUtcSeconds(Math.max(from, to - 1)), contract.document.zone)
  })
  const findings: Finding[] = []
  const begins = genesis.genesis.start
  if (begins > period.start) {
    const details = { where: 'period', found: toIsoInstant(begins), params: span(period.start, begins) }
    findings.push(finding('V9', 'before-genesis', 'cannot-be-checked', details))
  }
  const end = last ? endOf({ start: last.intervalStart, seconds: last.seconds }) : period.start
  if (end < period.end) {
    const details = { where: 'period', found: toIsoInstant(end), params: span(end, period.end) }
    findings.push(finding('V9', 'time-missing', 'cannot-be-checked', details))
  }
  if (findings.length === 0 && (segment?.first !== first?.counter || segment?.last !== last?.counter)) {
    const where = `segments.${segment ? segments.indexOf(segment) : segments.length}`
    const expected = `${first?.counter ?? ''}-${last?.counter ?? ''}`
    const found = segment && `${segment.first}-${segment.last}`
    findings.push(finding('V9', 'period-not-covered', 'wrong', { where, expected, found }))
  }
  return findings
}

/** A gap record whose time lies in one price needs no word; across prices, the most it can matter is said. */
function gaps(evidence: Evidence): readonly Finding[] {
  return evidence.runs.flatMap((run) =>
    run.entries.filter(({ record }) => isGap(record)).flatMap((entry) => gapAcrossPrices(evidence, run, entry))
  )
}

function gapAcrossPrices(
  { reckoning, list }: Evidence,
  { genesis }: EvidenceRun,
  { record, opening }: ChainEntry
): readonly Finding[] {
  if (!reckoning) return []
  const { seconds, unitExp } = genesis.genesis
  const listed = list?.state === 'held' ? list.document : null
  const prices: bigint[] = []
  const end = record.intervalStart + record.seconds
  for (let start = record.intervalStart; start < end; start = toUtcSeconds(start + seconds)) {
    // A tariff that begins during the outage has prices of its own; after the period there is none.
    const section = sectionAt(reckoning.sections, { obis: record.obis, intervalStart: start })
    const price = section && priceAt(section.tariff, section.plan, listed, start)
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

/** Estimated by the bridge and billed as measured: said once, with how much it is. */
function estimates({ entries, unitExp }: Evidence): readonly Finding[] {
  const estimated = entries.filter(({ record }) => (record.status & STATUS.estimated) !== 0)
  const first = estimated[0]
  if (!first) return []
  const energy = estimated.reduce((sum, { opening }) => sum + (opening?.value ?? 0n), 0n)
  const params = { intervals: estimated.length, energy: toMilliwattHours(energy, unitExp ?? 0) }
  const where = `interval ${toIsoInstant(first.record.intervalStart)}`
  return [finding('V9', 'estimated', 'correct-with-remarks', { where, found: estimated.length, params })]
}

function min(a: bigint, b: bigint): bigint {
  return b < a ? b : a
}

function max(a: bigint, b: bigint): bigint {
  return b > a ? b : a
}
