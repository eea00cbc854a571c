/**
 * From the opened numbers to the total: lines, rounding, VAT. The same function serves the supplier, who issues,
 * and the household, who compares; the tests hold a plain computation of their own against both.
 */

import type { LocalDate } from '../domain/calendar'
import type { UnitExponent } from '../domain/energy'
import type { Obis } from '../domain/meter/meter'
import { type Cents, centsOf, rdiv, toAmount, toCents } from '../domain/money'
import { blockLines } from './compute/block-lines'
import { energyLines, indexLines, levyLines } from './compute/energy-lines'
import { creditLines, feeLines, monthlyFeeLines } from './compute/fee-lines'
import type { LineDraft } from './compute/line-draft'
import { type Tariff, type TariffComponent, registerOf } from './documents/tariff-document'
import { energyComponentsOf, type PeriodPlan } from './tariff/plan-period'
import { rateOn } from './tariff/vat-rates'

/** What the household opens of one register: the energy of each cell of the plan, and for an index tariff T. */
export type BillFigures = {
  /** In the order of the plan's cells, units of 10^-unitExp Wh. */
  readonly cells: readonly bigint[]
  /** T = SUM p * v in units of 10^-unitExp nano-euro; null without an index component. */
  readonly indexAmount: bigint | null
}

/** The days of a period on which one tariff holds, with what was opened of each register it counts. */
export type BilledPart = {
  /** Prices; its windows are those that the plans were made from. */
  readonly tariff: Tariff
  readonly first: LocalDate
  readonly last: LocalDate
  readonly sections: readonly { readonly plan: PeriodPlan; readonly figures: BillFigures }[]
}

export type ComputedLine = LineDraft & {
  readonly kind: TariffComponent['kind']
  readonly component: string
  /** Null where only the net total is rounded. */
  readonly cents: Cents | null
  /** Rate of the VAT in basis points. */
  readonly vat: number
}

export type ComputedTax = { readonly rate: number; readonly net: Cents; readonly vat: Cents }

export type ComputedBill = {
  readonly lines: readonly ComputedLine[]
  /** One per rate, in the order in which the rates appear in the tariff. */
  readonly taxes: readonly ComputedTax[]
  readonly total: Cents
}

/** A bill under one tariff that counts energy drawn. @throws RangeError when the figures are not those of the plan. */
export function computeBill(
  tariff: Tariff,
  plan: PeriodPlan,
  figures: BillFigures,
  unitExp: UnitExponent
): ComputedBill {
  const { first, last } = plan
  return computeParts([{ tariff, first, last, sections: [{ plan, figures }] }], unitExp)
}

/** @param parts in the order of their days. @throws RangeError when figures are not those of their plan. */
export function computeParts(parts: readonly BilledPart[], unitExp: UnitExponent): ComputedBill {
  const lines = parts.flatMap((part) => partLines(part, unitExp))
  return { lines, ...totalsOf(lines, unitExp) }
}

/** Net and VAT per rate, on the cents of that rate, and their sum. */
export function totalsOf(
  lines: readonly Pick<ComputedLine, 'amount' | 'cents' | 'vat'>[],
  unitExp: UnitExponent
): Pick<ComputedBill, 'taxes' | 'total'> {
  const rates = [...new Set(lines.map(({ vat }) => vat))]
  const taxes = rates.map((rate) => {
    const ofRate = lines.filter(({ vat }) => vat === rate)
    // Where only the net total is rounded, the exact amounts are added first.
    const exact = ofRate.reduce((sum, line) => sum + (line.cents === null ? line.amount : 0n), 0n)
    const rounded = ofRate.reduce((sum, line) => sum + (line.cents ?? 0n), 0n)
    const net = toCents(rounded + centsOf(toAmount(exact), unitExp))
    return { rate, net, vat: toCents(rdiv(net * BigInt(rate), 10_000n)) }
  })
  return { taxes, total: toCents(taxes.reduce((sum, { net, vat }) => sum + net + vat, 0n)) }
}

function partLines(part: BilledPart, unitExp: UnitExponent): readonly ComputedLine[] {
  const { tariff, sections } = part
  for (const { plan, figures } of sections) {
    if (figures.cells.length !== plan.cells.length) throw new RangeError('figures: one energy per cell wanted')
  }
  return tariff.components.flatMap((component) => {
    const section = sections.find(({ plan }) => plan.obis === registerOf(component))
    return draftsOf(component, part, section ?? null, unitExp).map((draft) => ({
      ...draft,
      kind: component.kind,
      component: component.name,
      vat: rateOn(component.vat, draft.first),
      cents: tariff.rounding === 'per-line' ? centsOf(draft.amount, unitExp) : null
    }))
  })
}

function draftsOf(
  component: TariffComponent,
  { tariff, first, last }: BilledPart,
  section: BilledPart['sections'][number] | null,
  unitExp: UnitExponent
): readonly LineDraft[] {
  const days = { first, last }
  if (component.kind === 'fixed-fee') return feeLines(component, days, unitExp)
  if (component.kind === 'monthly-fee') return monthlyFeeLines(component, days, unitExp)
  if (component.kind === 'credit') return creditLines(component, days, unitExp)
  if (!section) throw new RangeError(`figures: ${component.name} needs those of its register`)
  const { plan, figures } = section
  switch (component.kind) {
    case 'energy':
      return energyLines(component, placeOf(component.name, tariff, plan.obis), plan, figures)
    case 'levy':
      return levyLines(component, plan, figures)
    case 'index':
      return indexLines(component, plan, figures)
    case 'block':
      return blockLines(component, plan, figures, unitExp)
  }
}

/** Position of a component with windows among those of its register: its place in a cell's windows. */
function placeOf(name: string, tariff: Tariff, obis: Obis): number {
  return energyComponentsOf(tariff, obis).findIndex((component) => component.name === name)
}
