/** V13: the price of every interval is the tariff's own; the bill's prices are compared and never used. */

import type { Finding } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { toIsoInstant } from '../../domain/interval'
import { type Evidence, indexSection } from '../evidence'
import type { LineMatch } from '../match-lines'
import { type PricedInterval, indexComponentOf } from '../sum-figures'
import { energyComponentsOf } from '../tariff/plan-period'
import { type Check, type EarlierChecks, NOT_REACHED, finding } from './check'
import { ownLines } from './own-lines'

/** Each is named as long as there are few; the first one carries the number of all. */
const MAX_NAMED_INTERVALS = 20

export const checkPrices: Check = (evidence, earlier) => {
  const lines = ownLines(evidence, false)
  if (!lines || !evidence.reckoning) return NOT_REACHED
  const priced = lines.matched.matches.flatMap((match) => windowPrice(evidence, match))
  return { findings: [...priced, ...indexFindings(evidence, earlier)] }
}

/** Intervals of a line that were billed at a wrong price. */
export function wronglyPriced({ reckoning }: Evidence, { billed, own }: LineMatch): readonly PricedInterval[] {
  if (billed.kind !== 'energy' || !own || own.price === billed.price) return []
  return (reckoning?.sections ?? []).flatMap(({ intervals, tariff, plan }) => {
    const components = energyComponentsOf(tariff, plan.obis)
    const at = components.findIndex(({ name }) => name === billed.component)
    return (intervals ?? []).filter(({ placement }) => {
      const window = plan.cells[placement.cell]?.windows[at]
      const name = window === undefined ? undefined : components[at]?.windows[window]?.name
      return name === billed.window && placement.date >= own.priceFrom && placement.date <= billed.last
    })
  })
}

function windowPrice(evidence: Evidence, match: LineMatch): readonly Finding[] {
  const { billed, own, index } = match
  if (billed.kind !== 'energy' || !own || own.price === billed.price) return []
  const intervals = wronglyPriced(evidence, match)
  const component = evidence.reckoning?.parts
    .flatMap(({ tariff }) => tariff.components)
    .find(({ name }) => name === billed.component)
  const energy = intervals.reduce((sum, { opening }) => sum + (opening?.value ?? 0n), 0n)
  const params = {
    line: index + 1,
    component: billed.component,
    window: component?.kind === 'energy' && component.windows.length > 1 ? (billed.window ?? '') : '',
    first: own.priceFrom,
    last: billed.last,
    intervals: intervals.length,
    energy: toMilliwattHours(energy, evidence.unitExp ?? 0),
    expected: Number((own.price ?? 0n) * 1000n),
    billed: Number((billed.price ?? 0n) * 1000n)
  }
  const details = { where: `line ${index + 1}`, expected: own.price, found: billed.price, params }
  return [finding('V13', 'price', 'wrong', details)]
}

function indexFindings(evidence: Evidence, earlier: EarlierChecks): readonly Finding[] {
  const section = indexSection(evidence)
  const component = section && indexComponentOf(section.tariff)
  const { bill } = evidence
  if (!component) return []
  if (!bill.index)
    return [finding('V13', 'index-missing', 'wrong', { where: 'index', params: { component: component.name } })]
  const findings: Finding[] = []
  if (bill.index.aNum !== component.aNum || bill.index.b !== component.b) {
    const details = {
      where: 'index',
      expected: `${component.aNum} ${component.b}`,
      found: `${bill.index.aNum} ${bill.index.b}`,
      params: { component: component.name }
    }
    findings.push(finding('V13', 'index-terms', 'wrong', details))
  }
  const { intervals } = section
  if (!intervals || !earlier.holds('V9')) return findings
  if (bill.index.prices.length !== intervals.length) {
    const params = { expected: intervals.length, billed: bill.index.prices.length }
    const details = { where: 'index.prices', expected: intervals.length, found: bill.index.prices.length, params }
    return [...findings, finding('V13', 'index-count', 'wrong', details)]
  }
  return [...findings, ...differingPrices(intervals, bill.index.prices)]
}

function differingPrices(intervals: readonly PricedInterval[], billed: readonly bigint[]): readonly Finding[] {
  const differing = intervals.flatMap((interval, index) => {
    const price = billed[index] ?? 0n
    return interval.indexPrice === price ? [] : [{ interval, price, index }]
  })
  return differing.slice(0, MAX_NAMED_INTERVALS).map(({ interval, price, index }) => {
    const start = interval.record.intervalStart
    const params = {
      start,
      intervals: differing.length,
      expected: Number((interval.indexPrice ?? 0n) * 1000n),
      billed: Number(price * 1000n)
    }
    const details = {
      where: `index.prices.${index} ${toIsoInstant(start)}`,
      expected: interval.indexPrice,
      found: price,
      params
    }
    return finding('V13', 'index-price', 'wrong', details)
  })
}
