/** V15: each component of the tariff has its lines and no others; levies, fees and days are the tariff's. */

import type { Finding } from '../../contract'
import type { LineMatch } from '../match-lines'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'
import { ownLines } from './own-lines'

export const checkLines: Check = (evidence) => {
  const lines = ownLines(evidence, false)
  if (!lines) return NOT_REACHED
  const { matches, missing, otherDays, inOrder } = lines.matched
  const findings = matches.flatMap(lineFindings)
  for (const { component, window, first, last } of missing) {
    const params = { component, window: window ?? '', first, last }
    findings.push(finding('V15', 'line-missing', 'wrong', { where: component, expected: `${first}/${last}`, params }))
  }
  for (const match of otherDays) {
    // Where the price differs too, that is what is wrong, and it is said already.
    if (hasOtherPrice(match) || groupHasOtherPrice(matches, match)) continue
    findings.push(
      finding('V15', 'line-days', 'wrong', { ...detailsOf(match), found: `${match.billed.first}/${match.billed.last}` })
    )
  }
  if (!inOrder) findings.push(finding('V15', 'line-order', 'correct-with-remarks', { where: 'lines' }))
  return { findings: findings.slice(0, MAX_FINDINGS) }
}

function lineFindings(match: LineMatch): Finding[] {
  const { billed, own } = match
  const details = detailsOf(match)
  if (!own) return [finding('V15', 'line-unexpected', 'wrong', details)]
  const findings: Finding[] = []
  if (hasOtherPrice(match) && billed.kind !== 'energy') {
    const scale = billed.kind === 'levy' || billed.kind === 'block' ? 1000n : 1n
    const params = {
      ...details.params,
      expected: Number((own.price ?? 0n) * scale),
      billed: Number((billed.price ?? 0n) * scale)
    }
    const code = PRICE_CODES[billed.kind]
    findings.push(finding('V15', code, 'wrong', { ...details, expected: own.price, found: billed.price, params }))
  }
  if (billed.days !== own.days) {
    const params = { ...details.params, expected: own.days ?? 0, billed: billed.days ?? 0 }
    findings.push(finding('V15', 'fee-days', 'wrong', { ...details, expected: own.days, found: billed.days, params }))
  }
  return findings
}

const PRICE_CODES = {
  levy: 'levy-price',
  // T has no price of its own; a bill that names one bills something else than the list.
  index: 'levy-price',
  'fixed-fee': 'fee-price',
  'monthly-fee': 'fee-price',
  block: 'block-price',
  credit: 'credit-price'
} as const

function hasOtherPrice({ billed, own }: LineMatch): boolean {
  return own !== null && own.price !== billed.price
}

function groupHasOtherPrice(matches: readonly LineMatch[], { billed }: LineMatch): boolean {
  return matches.some(
    (match) =>
      hasOtherPrice(match) &&
      match.billed.kind === billed.kind &&
      match.billed.component === billed.component &&
      match.billed.window === billed.window
  )
}

function detailsOf({ index, billed }: LineMatch): { where: string; params: Record<string, string | number> } {
  const { component, window, first, last } = billed
  return { where: `line ${index + 1}`, params: { line: index + 1, component, window: window ?? '', first, last } }
}
