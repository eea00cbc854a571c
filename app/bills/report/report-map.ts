/** The map of the bill: one row per local day, one sign per interval (docs/look.md 6). */

import type { BillReport } from '../../contract'
import type { UtcSeconds } from '../../domain/interval'
import { STATUS, isGap } from '../../domain/meter/record'
import { ownLines } from '../checks/own-lines'
import { wronglyPriced } from '../checks/v13-prices'
import { type Evidence, indexSection } from '../evidence'
import { localDays } from '../tariff/local-days'

const SIGNS = { checked: '.', wrongPrice: 'x', estimated: 'e', gap: 'g', missing: '-' } as const

const MIN_SLOT_SECONDS = 60

/** Seconds that one sign stands for. */
export function slotSeconds({ runs }: Evidence): number {
  return Math.max(MIN_SLOT_SECONDS, runs[0]?.held?.genesis.genesis.seconds ?? 900)
}

/** @param trusted whether openings hold: else no interval is shown as checked. */
export function reportMap(evidence: Evidence, trusted: boolean): BillReport['map'] {
  const { days } = evidence
  if (!days || !evidence.reckoning) return []
  const seconds = slotSeconds(evidence)
  const signs = signsByStart(evidence, seconds, trusted)
  const local = localDays(days.first, days.last, evidence.contract.document.zone)
  return local.days.slice(0, 400).map(({ date, start, end }) => {
    let slots = ''
    for (let time: number = start; time < end; time += seconds) slots += signs.get(time) ?? SIGNS.missing
    return { date, start, slots: slots.slice(0, 1500) }
  })
}

function signsByStart(evidence: Evidence, seconds: number, trusted: boolean): ReadonlyMap<number, string> {
  const wrong = wrongStarts(evidence)
  const signs = new Map<number, string>()
  // The register of the contract that comes first: one sign cannot speak of two.
  const shown = evidence.runs[0]?.chain.obis
  for (const { record } of evidence.entries) {
    if (record.obis !== shown) continue
    const { intervalStart, status } = record
    const first = Math.floor(intervalStart / seconds) * seconds
    for (let time = first; time < intervalStart + record.seconds; time += seconds) {
      if (isGap(record)) signs.set(time, SIGNS.gap)
      else if (wrong.has(intervalStart)) signs.set(time, SIGNS.wrongPrice)
      else if ((status & STATUS.estimated) !== 0) signs.set(time, SIGNS.estimated)
      else if (trusted) signs.set(time, SIGNS.checked)
    }
  }
  return signs
}

/** Starts of the intervals that the bill prices otherwise than the tariff. */
export function wrongStarts(evidence: Evidence): ReadonlySet<UtcSeconds> {
  const { bill } = evidence
  const intervals = indexSection(evidence)?.intervals ?? []
  const starts = new Set<UtcSeconds>()
  for (const match of ownLines(evidence, false)?.matched.matches ?? []) {
    for (const { record } of wronglyPriced(evidence, match)) starts.add(record.intervalStart)
  }
  if (bill.index && bill.index.prices.length === intervals.length) {
    intervals.forEach(({ record, indexPrice }, index) => {
      if (indexPrice !== null && bill.index?.prices[index] !== indexPrice) starts.add(record.intervalStart)
    })
  }
  return starts
}
