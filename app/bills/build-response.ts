/** What a household opens for a period, as a value: a pure function of documents, records and openings. */

import type { Scalar } from '../../crypto'
import type { Period } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'
import type { BillingResponse } from './response-bytes'
import type { OwnFigures } from './sum-figures'
import type { PeriodPlan } from './tariff/plan-period'

export type ResponseParts = {
  readonly contractHash: string
  readonly tariffHash: string
  /** Null without an index component. */
  readonly listHash: string | null
  readonly period: Period
  readonly plan: PeriodPlan
  readonly own: OwnFigures
  readonly run: {
    readonly chain: ChainId
    readonly first: number
    readonly last: number
    /** h of record `last`. */
    readonly lastHash: Uint8Array
  }
}

export function buildResponse({ plan, own, run, ...named }: ResponseParts): BillingResponse {
  const { contractHash, tariffHash, listHash, period } = named
  const { figures, blindings, indexBlinding } = own
  return {
    contractHash,
    period,
    tariffHash,
    listHash,
    segments: [run],
    cells: plan.cells.map(({ name }, index) => ({
      name,
      energy: figures.cells[index] ?? 0n,
      blinding: blindings[index] ?? (0n as Scalar)
    })),
    amounts:
      figures.indexAmount === null || indexBlinding === null
        ? []
        : [{ amount: figures.indexAmount, blinding: indexBlinding }]
  }
}
