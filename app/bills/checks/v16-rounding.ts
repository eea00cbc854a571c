/**
 * V16: the bill's own arithmetic, with its own numbers: each amount, each cent, net, VAT and total follow by the
 * tariff's rounding stage. So an error is found where it was made, and what follows from it is not an error again.
 */

import type { Finding } from '../../contract'
import type { UnitExponent } from '../../domain/energy'
import { centsOf, rdiv, toAmount, toCents } from '../../domain/money'
import { type ComputedLine, totalsOf } from '../compute-bill'
import type { Bill, BillLineItem } from '../documents/bill-document'
import type { Evidence } from '../evidence'
import { type Check, MAX_FINDINGS, NOT_REACHED, finding } from './check'

export const checkRounding: Check = (evidence) => {
  if (!evidence.reckoning) return NOT_REACHED
  const { bill } = evidence
  const findings = [
    ...stage(evidence),
    ...bill.lines.flatMap((line, index) => lineArithmetic(bill, line, index)),
    ...rates(evidence),
    ...sums(bill)
  ]
  return { findings: findings.slice(0, MAX_FINDINGS) }
}

function stage({ bill, reckoning }: Evidence): readonly Finding[] {
  const expected = reckoning?.tariff.rounding
  if (!expected || bill.rounding === expected) return []
  const params = { expected, billed: bill.rounding }
  return [finding('V16', 'rounding-stage', 'wrong', { where: 'rounding', expected, found: bill.rounding, params })]
}

function lineArithmetic(bill: Bill, line: BillLineItem, index: number): readonly Finding[] {
  const where = `line ${index + 1}`
  const unitExp = bill.unitExp as UnitExponent
  const findings: Finding[] = []
  const expected = exactAmount(bill, line)
  if (line.amount !== expected) {
    const params = { line: index + 1, component: line.component, cents: difference(line.amount, expected, unitExp) }
    findings.push(finding('V16', 'line-amount', 'wrong', { where, expected, found: line.amount, params }))
  }
  const cents = bill.rounding === 'per-line' ? centsOf(toAmount(line.amount), unitExp) : null
  if (line.cents !== cents) {
    const params = { line: index + 1, component: line.component, cents: Number((line.cents ?? 0n) - (cents ?? 0n)) }
    findings.push(finding('V16', 'line-cents', 'wrong', { where, expected: cents, found: line.cents, params }))
  }
  return findings
}

/** Price times energy, fee times days, or T. */
function exactAmount(bill: Bill, { kind, price, energy, days }: BillLineItem): bigint {
  if (kind === 'index') return bill.index?.amount ?? 0n
  if (kind === 'fixed-fee') return (price ?? 0n) * BigInt(days ?? 0) * 10n ** BigInt(bill.unitExp)
  return (price ?? 0n) * (energy ?? 0n)
}

function difference(found: bigint, expected: bigint, unitExp: UnitExponent): number {
  return Number(centsOf(toAmount(found), unitExp) - centsOf(toAmount(expected), unitExp))
}

/** Each line is taxed at its component's rate (B7). */
function rates({ bill, reckoning }: Evidence): readonly Finding[] {
  return bill.lines.flatMap((line, index) => {
    const component = reckoning?.tariff.components.find(({ name }) => name === line.component)
    if (!component || component.vat === line.vat) return []
    const params = { line: index + 1, component: line.component, expected: component.vat, billed: line.vat }
    const details = { where: `line ${index + 1}`, expected: component.vat, found: line.vat, params }
    return [finding('V16', 'vat-rate', 'wrong', details)]
  })
}

/** Net from the lines, VAT from the stated net, total from the stated sums: each from what stands before it. */
function sums(bill: Bill): readonly Finding[] {
  const unitExp = bill.unitExp as UnitExponent
  const { taxes: due } = totalsOf(bill.lines.map(computed), unitExp)
  const findings = due.flatMap(({ rate, net }) => taxFindings(bill, rate, net))
  for (const { rate } of bill.taxes.filter((tax) => !due.some((other) => other.rate === tax.rate))) {
    findings.push(finding('V16', 'tax-unexpected', 'wrong', { where: `taxes ${rate}`, params: { rate } }))
  }
  const total = bill.taxes.reduce((sum, { net, vat }) => sum + net + vat, 0n)
  if (bill.total !== total) {
    const params = { cents: Number(bill.total - total) }
    findings.push(finding('V16', 'total', 'wrong', { where: 'total', expected: total, found: bill.total, params }))
  }
  return findings
}

function taxFindings({ taxes }: Bill, rate: number, net: bigint): Finding[] {
  const where = `taxes ${rate}`
  const [stated, ...more] = taxes.filter((tax) => tax.rate === rate)
  if (!stated) return [finding('V16', 'tax-missing', 'wrong', { where, expected: net, params: { rate } })]
  const findings: Finding[] = []
  if (more.length > 0) findings.push(finding('V16', 'tax-unexpected', 'wrong', { where, params: { rate } }))
  if (stated.net !== net) {
    const params = { rate, cents: Number(stated.net - net) }
    findings.push(finding('V16', 'net', 'wrong', { where, expected: net, found: stated.net, params }))
  }
  const vat = rdiv(stated.net * BigInt(rate), 10_000n)
  if (stated.vat !== vat) {
    const params = { rate, cents: Number(stated.vat - vat) }
    findings.push(finding('V16', 'vat', 'wrong', { where, expected: vat, found: stated.vat, params }))
  }
  return findings
}

function computed({ amount, cents, vat }: BillLineItem): Pick<ComputedLine, 'amount' | 'cents' | 'vat'> {
  return { amount: toAmount(amount), cents: cents === null ? null : toCents(cents), vat }
}
