/** The numbers of a period from the household's own openings: E and R of each cell, T and R_T of the index. */

import { type Scalar, toScalar } from '../../crypto'
import { OBIS_DRAWN } from '../domain/meter/meter'
import type { MeterRecord, Opening } from '../domain/meter/record'
import type { BillFigures } from './compute-bill'
import type { IndexList } from './documents/index-document'
import type { IndexComponent, Tariff } from './documents/tariff-document'
import { indexPriceAt } from './tariff/index-price'
import type { PeriodPlan, Placement } from './tariff/plan-period'

/** An interval of the period, placed and priced; public, as it needs no opening. */
export type PricedInterval = {
  readonly record: MeterRecord
  readonly opening: Opening | null
  readonly placement: Placement
  /** Nano-euro per Wh of the index component; null without one. */
  readonly indexPrice: bigint | null
}

export type OwnFigures = {
  readonly figures: BillFigures
  /** R of each cell. */
  readonly blindings: readonly Scalar[]
  /** R_T. */
  readonly indexBlinding: Scalar | null
}

export function indexComponentOf(tariff: Tariff): IndexComponent | null {
  return tariff.components.find((component) => component.kind === 'index') ?? null
}

type SealedEntry = { readonly record: MeterRecord; readonly opening: Opening | null }

/**
 * Places a record by the wall clock at its intervalStart; a gap record goes there with all of its energy. Null where it
 * lies outside the plan or has no price in the list.
 */
export function intervalPricer(
  tariff: Tariff,
  plan: PeriodPlan,
  list: IndexList | null
): (entry: SealedEntry) => PricedInterval | null {
  // The listed price is one of energy drawn.
  const component = plan.obis === OBIS_DRAWN ? indexComponentOf(tariff) : null
  return ({ record, opening }) => {
    const placement = plan.place(record.intervalStart)
    const indexPrice = component && list ? indexPriceAt(list, component, record.intervalStart) : null
    return !placement || (component && indexPrice === null) ? null : { record, opening, placement, indexPrice }
  }
}

/** Adds one interval after the other; the figures are null when an opening is missing. */
export function figureSums(
  plan: PeriodPlan,
  indexed: boolean
): { add(interval: PricedInterval): void; figures(): OwnFigures | null } {
  const energies = plan.cells.map(() => 0n)
  const blindings = plan.cells.map(() => 0n)
  let amount = 0n
  let amountBlinding = 0n
  let complete = true
  return {
    add: ({ opening, placement, indexPrice }) => {
      complete &&= opening !== null
      if (!opening) return
      energies[placement.cell] = (energies[placement.cell] ?? 0n) + opening.value
      blindings[placement.cell] = (blindings[placement.cell] ?? 0n) + opening.blinding
      if (indexPrice === null) return
      amount += indexPrice * opening.value
      amountBlinding += indexPrice * opening.blinding
    },
    figures: () =>
      complete
        ? {
            figures: { cells: energies, indexAmount: indexed ? amount : null },
            blindings: blindings.map(toScalar),
            indexBlinding: indexed ? toScalar(amountBlinding) : null
          }
        : null
  }
}
