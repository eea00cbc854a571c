/** The years of kept bills: what was billed, what was computed here, what was drawn. */

import type { Primitives } from '../../../crypto'
import type { BillHistory, BillReport, BillYear } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import type { StoredBill } from '../bill-store'
import { openBill } from '../checks/v01-container'

type KeptBill = { readonly stored: StoredBill; readonly report: BillReport }

export function billHistory(primitives: Primitives, kept: readonly KeptBill[]): BillHistory {
  const years = new Map<number, KeptBill[]>()
  // Of several files with one number the one that was found right.
  const bills = [...kept].sort((a, b) => Number(b.stored.accepted) - Number(a.stored.accepted))
  for (const bill of bills) {
    if (!counts(bill) || bills.find((other) => isSame(other, bill) && counts(other)) !== bill) continue
    const year = Number(bill.report.summary.last.slice(0, 4))
    years.set(year, [...(years.get(year) ?? []), bill])
  }
  return {
    years: [...years].sort(([a], [b]) => b - a).map(([year, ofYear]) => yearOf(primitives, year, ofYear)),
    replaced: bills.flatMap(({ stored }) =>
      stored.replacedBy === null ? [] : [{ hash: stored.hash, by: stored.replacedBy }]
    )
  }
}

function counts({ stored }: KeptBill): boolean {
  return stored.replacedBy === null && stored.verdict !== 'not-genuine'
}

function isSame({ report: { summary: a } }: KeptBill, { report: { summary: b } }: KeptBill): boolean {
  return a.number === b.number && a.supplier === b.supplier
}

function yearOf(primitives: Primitives, year: number, bills: readonly KeptBill[]): BillYear {
  const days = bills.flatMap(({ report: { summary } }) => [summary.first, summary.last]).sort()
  return {
    year,
    bills: bills.length,
    billed: bills.reduce((sum, { report }) => sum + report.summary.total, 0),
    own: total(bills.map(({ report }) => report.ownTotal)),
    energy: total(bills.map(({ stored }) => energyOf(primitives, stored))),
    first: days[0] ?? '',
    last: days.at(-1) ?? ''
  }
}

/** The cells of a bill divide its energy; null where the file can no longer be read. */
function energyOf(primitives: Primitives, { file }: StoredBill): number | null {
  const opened = openBill(primitives, file)
  if (!opened.ok) return null
  const { cells, unitExp } = opened.opened.bill
  return toMilliwattHours(
    cells.reduce((sum, { energy }) => sum + energy, 0n),
    unitExp
  )
}

function total(values: readonly (number | null)[]): number | null {
  return values.reduce((sum: number | null, value) => (sum === null || value === null ? null : sum + value), 0)
}
