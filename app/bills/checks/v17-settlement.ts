/** V17: credits, instalments and what is carried over are those that were agreed or left; what is due follows. */

import type { Finding } from '../../contract'
import type { SettlementItem } from '../documents/bill-document'
import type { Evidence } from '../evidence'
import { agreedCredits, agreedInstalments, carriedBefore, dueOf } from '../settlement'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

export const checkSettlement: Check = (evidence) => {
  const expected = expectedItems(evidence)
  if (!expected) return NOT_REACHED
  const findings = [
    ...compare(evidence, 'credit', expected.credits),
    ...compare(evidence, 'instalment', expected.instalments),
    ...carryOvers(evidence),
    ...dueFindings(evidence)
  ]
  return { findings: findings.slice(0, MAX_FINDINGS) }
}

/**
 * What is due by own knowledge: agreed credits and instalments, and the rests of known bills that this one carries.
 * Null where the tariff is not here.
 */
export function ownDue(evidence: Evidence, total: bigint): bigint | null {
  const expected = expectedItems(evidence)
  if (!expected) return null
  const { accepted, sources, bill } = evidence
  const carried = bill.settlement.flatMap((item) =>
    item.kind === 'carry-over' && item.bill !== null ? (dueOf(sources.primitives, accepted, item.bill) ?? []) : []
  )
  const items = [...expected.credits, ...expected.instalments].map(({ cents }): bigint => cents)
  return [...items, ...carried].reduce((sum, cents) => sum + cents, total)
}

type Expected = {
  readonly credits: readonly SettlementItem[]
  readonly instalments: readonly SettlementItem[]
}

function expectedItems({ reckoning, contract, days }: Evidence): Expected | null {
  if (!reckoning || !days) return null
  return { credits: agreedCredits(reckoning.parts), instalments: agreedInstalments(contract.document, days) }
}

/** By day and, of credits, by name; the name of an instalment is the supplier's own. */
function compare(
  { bill }: Evidence,
  kind: 'credit' | 'instalment',
  expected: readonly SettlementItem[]
): readonly Finding[] {
  const left = [...expected]
  const findings: Finding[] = []
  bill.settlement.forEach((item, index) => {
    if (item.kind !== kind) return
    const at = left.findIndex(({ day, name }) => day === item.day && (kind === 'instalment' || name === item.name))
    const own = at < 0 ? undefined : left.splice(at, 1)[0]
    const where = `settlement.${index}`
    const params = {
      name: item.name,
      number: item.bill ?? '',
      day: item.day,
      billedCents: Number(item.cents),
      expectedCents: Number(own?.cents ?? 0n)
    }
    if (own && own.cents !== item.cents) {
      const details = { where, expected: own.cents, found: item.cents, params }
      findings.push(finding('V17', `${kind}-amount`, 'wrong', details))
    }
    // More in the household's favour than was agreed is no error; the other way round it is.
    const leadsTo = item.cents > 0n ? 'wrong' : 'correct-with-remarks'
    if (!own) findings.push(finding('V17', `${kind}-unexpected`, leadsTo, { where, found: item.cents, params }))
    if (item.bill !== null)
      findings.push(finding('V17', 'carry-over-unknown', 'wrong', { where, found: item.bill, params }))
  })
  for (const { name, day, cents } of left) {
    const params = { name, day, expectedCents: Number(cents) }
    findings.push(finding('V17', `${kind}-missing`, 'wrong', { where: 'settlement', expected: cents, params }))
  }
  return findings
}

function carryOvers({ bill, accepted, sources: { primitives }, period }: Evidence): readonly Finding[] {
  const before = carriedBefore(
    primitives,
    accepted.filter((other) => other.period.start !== period.start)
  )
  const seen = new Set<string>(before)
  return bill.settlement.flatMap((item, index): readonly Finding[] => {
    if (item.kind !== 'carry-over') return []
    const where = `settlement.${index}`
    const number = item.bill ?? ''
    const due = dueOf(primitives, accepted, number)
    const params = { number, billedCents: Number(item.cents), expectedCents: Number(due ?? 0n) }
    if (seen.has(number)) return [finding('V17', 'carry-over-twice', 'wrong', { where, found: number, params })]
    seen.add(number)
    if (due === null) {
      return [finding('V17', 'carry-over-unknown', 'cannot-be-checked', { where, found: number, params })]
    }
    if (due === item.cents) return []
    return [finding('V17', 'carry-over-amount', 'wrong', { where, expected: due, found: item.cents, params })]
  })
}

/** The bill's own sum, from its own numbers. */
function dueFindings({ bill }: Evidence): readonly Finding[] {
  const due = bill.settlement.reduce((sum, { cents }) => sum + cents, 0n) + bill.total
  if (bill.due === due) return []
  const params = { cents: Number(bill.due - due) }
  return [finding('V17', 'due', 'wrong', { where: 'due', expected: due, found: bill.due, params })]
}
