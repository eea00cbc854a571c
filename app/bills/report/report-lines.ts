/** The bill's lines as rows of the page: billed, own, difference; which row is wrong and which only follows from it. */

import type { BillLine, Finding } from '../../contract'
import type { UnitExponent } from '../../domain/energy'
import { toMilliwattHours } from '../../domain/energy'
import { OBIS_FED_IN } from '../../domain/meter/meter'
import { centsOf, toAmount } from '../../domain/money'
import { type OwnLines, ownLines } from '../checks/own-lines'
import type { ComputedLine } from '../compute-bill'
import type { Bill } from '../documents/bill-document'
import type { Evidence } from '../evidence'
import { ownDue } from '../checks/v17-settlement'
import { type Tariff, registerOf } from '../documents/tariff-document'
import type { LocalDate } from '../../domain/calendar'
import type { LineMatch } from '../match-lines'
import { windowTimes } from './window-times'

type Row = Omit<BillLine, 'index' | 'followsFrom' | 'difference'> & { readonly mayFollow: boolean }

const INDEX_CODES: ReadonlySet<string> = new Set([
  'index-price',
  'index-terms',
  'index-count',
  'index-amount',
  'index-missing'
])
const TAX_CODES: ReadonlySet<string> = new Set(['net', 'vat', 'tax-missing', 'tax-unexpected'])

/** @param trusted whether own energies are known; else own amounts stand only where none are needed. */
export function reportLines(evidence: Evidence, findings: readonly Finding[], trusted: boolean): readonly BillLine[] {
  const lines = ownLines(evidence, trusted)
  const rows = [
    ...componentRows(evidence, lines, findings),
    ...missingRows(evidence, lines),
    ...sumRows(evidence.bill, lines, findings),
    ...settlementRows(evidence, lines, findings)
  ]
  const firstWrong = rows.findIndex(({ wrong }) => wrong)
  return rows.map(({ mayFollow, ...row }, index) => {
    const difference = row.own === null ? null : row.billed - row.own
    const follows = mayFollow && !row.wrong && difference !== null && difference !== 0 && firstWrong >= 0
    return { ...row, index, difference, followsFrom: follows ? firstWrong : null }
  })
}

function componentRows(evidence: Evidence, lines: OwnLines | null, findings: readonly Finding[]): readonly Row[] {
  const matches: readonly LineMatch[] =
    lines?.matched.matches ?? evidence.bill.lines.map((billed, index) => ({ index, billed, own: null }))
  return matches.map((match) => componentRow(evidence, lines, match, findings))
}

function componentRow(
  evidence: Evidence,
  lines: OwnLines | null,
  { index, billed, own }: LineMatch,
  findings: readonly Finding[]
): Row {
  const unitExp = evidence.bill.unitExp as UnitExponent
  const known = lines !== null && (lines.withEnergies || isFixed(billed.kind))
  const ownCents = own === null ? 0n : (own.cents ?? centsOf(toAmount(own.amount), unitExp))
  const named = findings.some(({ params }) => params['line'] === index + 1)
  return {
    kind: billed.kind,
    name: billed.window === null ? billed.component : nameOf(evidence, billed.component, billed.window),
    window: windowTimes(tariffOn(evidence, billed.first), billed.component, billed.window),
    ...direction(tariffOn(evidence, billed.first), billed.component),
    energy: billed.energy === null ? null : viewEnergy(billed.energy, unitExp),
    days: billed.days,
    price: viewPrice(billed.kind, billed.price),
    expectedPrice: viewPrice(billed.kind, own?.price ?? null),
    billed: viewCents(billed.cents ?? centsOf(toAmount(billed.amount), unitExp)),
    own: known ? viewCents(ownCents) : null,
    wrong: named || (billed.kind === 'index' && findings.some(({ code }) => INDEX_CODES.has(code))),
    mayFollow: false
  }
}

/** What the tariff has and the bill has not: a row with nothing billed. */
function missingRows(evidence: Evidence, lines: OwnLines | null): readonly Row[] {
  const unitExp = evidence.unitExp ?? 0
  return (lines?.matched.missing ?? []).map((line: ComputedLine) => ({
    kind: line.kind,
    name: line.window ?? line.component,
    window: windowTimes(tariffOn(evidence, line.first), line.component, line.window),
    ...direction(tariffOn(evidence, line.first), line.component),
    energy: line.energy === null || !lines?.withEnergies ? null : viewEnergy(line.energy, unitExp),
    days: line.days,
    price: null,
    expectedPrice: viewPrice(line.kind, line.price),
    billed: 0,
    own: lines?.withEnergies || isFixed(line.kind) ? viewCents(line.cents ?? centsOf(line.amount, unitExp)) : null,
    wrong: true,
    mayFollow: false
  }))
}

function sumRows(bill: Bill, lines: OwnLines | null, findings: readonly Finding[]): readonly Row[] {
  const own = lines?.withEnergies ? lines.own : null
  const empty = { name: '', window: null, energy: null, days: null, price: null, expectedPrice: null, mayFollow: true }
  const taxes = bill.taxes.flatMap(({ rate, net, vat }): readonly Row[] => {
    const ours = own?.taxes.find((tax) => tax.rate === rate)
    const isWrong = (codes: ReadonlySet<string>): boolean =>
      findings.some(({ check, code, params }) => check === 'V16' && codes.has(code) && params['rate'] === rate)
    const netRow: Row = {
      ...empty,
      kind: 'net',
      billed: viewCents(net),
      own: own && viewCents(ours?.net ?? 0n),
      wrong: isWrong(new Set(['net']))
    }
    const vatRow: Row = {
      ...empty,
      kind: 'vat',
      price: rate,
      expectedPrice: rate,
      billed: viewCents(vat),
      own: own && viewCents(ours?.vat ?? 0n),
      wrong: isWrong(TAX_CODES)
    }
    // Where every line is rounded the net is plain addition and needs no row of its own.
    return bill.rounding === 'net-total' || netRow.wrong ? [netRow, vatRow] : [vatRow]
  })
  const total: Row = {
    ...empty,
    kind: 'total',
    billed: viewCents(bill.total),
    own: own && viewCents(own.total),
    wrong: findings.some(({ check, code }) => check === 'V16' && code === 'total')
  }
  return [...taxes, total]
}

function direction(tariff: Tariff | null, component: string): Pick<BillLine, 'fedIn'> {
  const found = tariff?.components.find(({ name }) => name === component)
  return found && registerOf(found) === OBIS_FED_IN ? { fedIn: true } : {}
}

/** A component with one window is called by its own name. */
function nameOf({ reckoning }: Evidence, component: string, window: string): string {
  const components = reckoning?.parts.flatMap(({ tariff }) => tariff.components) ?? []
  const found = components.find(({ name }) => name === component)
  return found?.kind === 'energy' && found.windows.length === 1 ? component : window
}

/** Null for what has no price per energy or day: a month's fee and a credit are amounts. */
function viewPrice(kind: ComputedLine['kind'], price: bigint | null): number | null {
  if (price === null || kind === 'monthly-fee' || kind === 'credit') return null
  return Number(kind === 'fixed-fee' ? price : price * 1000n)
}

/** Known without any reading. */
function isFixed(kind: ComputedLine['kind']): boolean {
  return kind === 'fixed-fee' || kind === 'monthly-fee' || kind === 'credit'
}

/** The accepted tariff of a day; null where none is here. */
function tariffOn({ reckoning }: Evidence, day: LocalDate): Tariff | null {
  const part = reckoning?.parts.find(({ first, last }) => first <= day && day <= last) ?? reckoning?.parts[0]
  return part?.tariff ?? null
}

/** What stands after the total, and what is due; nothing where the bill has only its total. */
function settlementRows(evidence: Evidence, lines: OwnLines | null, findings: readonly Finding[]): readonly Row[] {
  const { bill } = evidence
  if (bill.settlement.length === 0 && bill.due === bill.total) return []
  const empty = { window: null, energy: null, days: null, price: null, expectedPrice: null }
  const wrongAt = (where: string): boolean =>
    findings.some((one) => one.check === 'V17' && one.where === where && one.leadsTo === 'wrong')
  const own = lines?.withEnergies ? ownDue(evidence, lines.own.total) : null
  const items = bill.settlement.map(({ kind, name, cents }, index): Row => {
    const wrong = wrongAt(`settlement.${index}`)
    const billed = viewCents(cents)
    return { ...empty, kind, name, billed, own: wrong ? null : billed, wrong, mayFollow: false }
  })
  const due: Row = {
    ...empty,
    kind: 'due',
    name: '',
    billed: viewCents(bill.due),
    own: own === null ? null : viewCents(own),
    wrong: wrongAt('due') || wrongAt('settlement'),
    mayFollow: true
  }
  return [...items, due]
}

/** Far beyond any bill, and differences of two such numbers are still exact. */
const VIEW_LIMIT = 2n ** 51n

/** A billed number is anybody's: what no view can hold is shown as the most it can. */
function viewCents(cents: bigint): number {
  if (cents > VIEW_LIMIT) return Number(VIEW_LIMIT)
  return Number(cents < -VIEW_LIMIT ? -VIEW_LIMIT : cents)
}

function viewEnergy(energy: bigint, unitExp: number): number {
  const most = VIEW_LIMIT / 1000n
  return toMilliwattHours(energy > most ? most : energy, unitExp)
}
