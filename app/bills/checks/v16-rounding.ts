/**
 * V16: the bill's own arithmetic, with its own numbers: each amount, each cent, net, VAT and total follow by the
 * tariff's rounding stage. So an error is found where it was made, and what follows from it is not an error again.
 */

import type { Finding } from '../../contract'
import type { UnitExponent } from '../../domain/energy'
import { centsOf, rdiv, toAmount, toCents } from '../../domain/money'
import { type ComputedLine, totalsOf } from '../compute-bill'
import { creditAmount, monthlyAmount } from '../compute/fee-lines'
import type { Bill, BillLineItem } from '../documents/bill-document'
import type { Evidence } from '../evidence'
import { splitByDays } from '../tariff/price-steps'
import { rateOn } from '../tariff/vat-rates'
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
  const expected = reckoning?.parts[0]?.tariff.rounding
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
function exactAmount(bill: Bill, line: BillLineItem): bigint {
  const { kind, price, energy, days, first } = line
  switch (kind) {
    case 'index':
      return indexAmount(bill, line)
    case 'fixed-fee':
      return (price ?? 0n) * BigInt(days ?? 0) * 10n ** BigInt(bill.unitExp)
    case 'monthly-fee':
      return monthlyAmount(price ?? 0n, first, days ?? 0, bill.unitExp)
    case 'credit':
      return creditAmount(price ?? 0n, bill.unitExp)
    case 'energy':
    case 'levy':
    case 'block':
      return (price ?? 0n) * (energy ?? 0n)
  }
}

/** T, or where the VAT changes within the period its share by days. */
function indexAmount({ lines, index }: Bill, line: BillLineItem): bigint {
  const all = lines.filter(({ kind }) => kind === 'index')
  const amount = index?.amount ?? 0n
  if (all.length === 1 || all.some(({ first, last }) => first > last)) return amount
  return splitByDays(amount, all)[all.indexOf(line)] ?? 0n
}

function difference(found: bigint, expected: bigint, unitExp: UnitExponent): number {
  return Number(centsOf(toAmount(found), unitExp) - centsOf(toAmount(expected), unitExp))
}

/** Each line is taxed at the rate that its component has on the line's first day (B7). */
function rates({ bill, reckoning }: Evidence): readonly Finding[] {
  return bill.lines.flatMap((line, index) => {
    const component = reckoning?.parts
      .filter(({ first, last }) => first <= line.first && line.first <= last)
      .flatMap(({ tariff }) => tariff.components)
      .find(({ name }) => name === line.component)
    const expected = component && rateOn(component.vat, line.first)
    if (expected === undefined || expected === line.vat) return []
    const params = { line: index + 1, component: line.component, expected, billed: line.vat }
    const details = { where: `line ${index + 1}`, expected, found: line.vat, params }
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
