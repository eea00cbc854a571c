/** V5: the period is one of the contract's calendar, adjoins the last accepted bill, overlaps none; the number is new. */

import type { Finding } from '../../contract'
import { type LocalDate, addDays, localDateAt } from '../../domain/calendar'
import { toIsoInstant, toUtcSeconds } from '../../domain/interval'
import type { StoredBill } from '../bill-store'
import { type Evidence, onDayBorders } from '../evidence'
import { billingPeriodFrom } from '../tariff/billing-periods'
import { type Check, finding } from './check'

export const checkPeriod: Check = (evidence) => ({
  findings: [...shape(evidence), ...number(evidence), ...neighbours(evidence)]
})

function shape({ bill, contract, days, period }: Evidence): readonly Finding[] {
  const where = 'period'
  if (!days) {
    const found = `${toIsoInstant(period.start)}/${toIsoInstant(period.end)}`
    return [finding('V5', 'period-empty', 'wrong', { where, found })]
  }
  const params = { first: days.first, last: days.last }
  const found = `${days.first}/${days.last}`
  if (!onDayBorders(period, contract.document)) {
    return [finding('V5', 'period-off-day-border', 'wrong', { where, found, params })]
  }
  const due = billingPeriodFrom(contract.document, days.first)
  if (!due || due.last !== days.last) {
    const expected = due && `${due.first}/${due.last}`
    return [finding('V5', 'period-not-in-calendar', 'wrong', { where, expected, found, params })]
  }
  if (bill.issued > days.last) return []
  return [
    finding('V5', 'issued-before-end', 'wrong', { where: 'issued', found: bill.issued, params: { day: bill.issued } })
  ]
}

/** One number, one bill: the same number on other bytes is a second bill. What was never genuine uses up no number. */
function number({ bill, others }: Evidence): readonly Finding[] {
  const same = others.find((other) => other.number === bill.number && isSupplierWord(other))
  if (!same) return []
  const details = { where: 'number', expected: same.hash, found: bill.number, params: { number: bill.number } }
  return [finding('V5', 'number-used', 'wrong', details)]
}

function isSupplierWord({ verdict }: StoredBill): boolean {
  return verdict !== 'not-genuine' && verdict !== 'cannot-be-checked'
}

function neighbours(evidence: Evidence): readonly Finding[] {
  const { bill, period, others, contract, days } = evidence
  if (!days) return []
  const successors = successorsOf(evidence)
  const standing = evidence.accepted.filter(
    ({ hash, replacedBy }) => (replacedBy === null || replacedBy === evidence.file.hash) && !successors.has(hash)
  )
  const findings: Finding[] = []
  const replaced = bill.replaces === null ? null : others.find((other) => other.number === bill.replaces)
  if (replaced === undefined) {
    const params = { number: bill.replaces ?? '' }
    findings.push(
      finding('V5', 'replaced-bill-unknown', 'correct-with-remarks', {
        where: 'replaces',
        found: bill.replaces,
        params
      })
    )
  }
  if (replaced && (replaced.period.start !== period.start || replaced.period.end !== period.end)) {
    const params = { number: replaced.number }
    findings.push(
      finding('V5', 'replaces-other-period', 'wrong', { where: 'replaces', found: replaced.number, params })
    )
  }
  for (const other of standing) {
    if (other === replaced || other.period.end <= period.start || other.period.start >= period.end) continue
    const params = { number: other.number, ...dayParams(other, contract.document.zone) }
    findings.push(finding('V5', 'overlap', 'wrong', { where: 'period', found: other.number, params }))
  }
  return [...findings, ...gapBefore(evidence, standing, days.first)]
}

/** Bills that have taken the place of this one since: the same bytes again are as right as they were (B38). */
function successorsOf({ file, sources: { store } }: Evidence): ReadonlySet<string> {
  const replacedBy = new Map(store.bills().map((bill) => [bill.hash, bill.replacedBy]))
  const successors = new Set<string>()
  for (let next = replacedBy.get(file.hash); next && !successors.has(next); next = replacedBy.get(next)) {
    successors.add(next)
  }
  return successors
}

function gapBefore(
  { period, contract }: Evidence,
  standing: readonly StoredBill[],
  first: LocalDate
): readonly Finding[] {
  const { first: contractFirst, zone } = contract.document
  const last = standing.filter((other) => other.period.end <= period.start).at(-1)
  if (last?.period.end === period.start || (!last && first === contractFirst)) return []
  const params = { first: last ? localDateAt(last.period.end, zone) : contractFirst, last: addDays(first, -1) }
  const code = last ? 'gap-to-last-bill' : 'earlier-bills-not-seen'
  const found = `${params.first}/${params.last}`
  return [finding('V5', code, 'correct-with-remarks', { where: 'period', found, params })]
}

function dayParams({ period }: StoredBill, zone: Parameters<typeof localDateAt>[1]): { first: string; last: string } {
  return { first: localDateAt(period.start, zone), last: localDateAt(toUtcSeconds(period.end - 1), zone) }
}
