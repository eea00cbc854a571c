/**
 * Whether what a household has opened is what its meter committed to: SUM C == E*G + R*H for each cell, and
 * SUM p*C == T*G + R_T*H for the index. Additions of commitments only; no reading is seen. The supplier asks it
 * before it issues, and everybody who verifies a bill without readings asks it again.
 */

import { FormatError, concatBytes, encodePoint, equalBytes, openingPointVartime } from '../../../crypto'
import type { CommitmentWork, WorkHooks } from '../../ports'
import type { OpenedAmount, OpenedCell } from '../response-bytes'
import type { PricedInterval } from '../sum-figures'

export type SumsResult =
  | { readonly ok: true }
  /** Name of the cell whose sum is another, or that of the index component. */
  | { readonly ok: false; readonly name: string }

export type SumsQuestion = {
  readonly intervals: readonly PricedInterval[]
  /** In the order of the plan's cells. */
  readonly cells: readonly OpenedCell[]
  readonly amount: OpenedAmount | null
}

/** @throws WorkCancelled. */
export async function sumsOpen(
  work: CommitmentWork,
  { intervals, cells, amount }: SumsQuestion,
  hooks: WorkHooks = {}
): Promise<SumsResult> {
  const total = intervals.length * (amount ? 2 : 1)
  let before = 0
  const isOpenedBy = async (
    chosen: readonly PricedInterval[],
    weights: readonly bigint[],
    opened: OpenedCell | OpenedAmount
  ): Promise<boolean> => {
    const commitments = concatBytes(...chosen.map(({ record }) => record.commitment))
    const done = before
    const sum = await work.weightedSum(commitments, weights, {
      ...hooks,
      onProgress: (part) => hooks.onProgress?.(done + part, total)
    })
    before += chosen.length
    return equalBytes(sum, openingOf(opened))
  }
  try {
    for (const [index, cell] of cells.entries()) {
      const chosen = intervals.filter(({ placement }) => placement.cell === index)
      const ones = chosen.map(() => 1n)
      if (!(await isOpenedBy(chosen, ones, cell))) return { ok: false, name: cell.name }
    }
    const prices = intervals.map(({ indexPrice }) => indexPrice ?? 0n)
    if (amount && !(await isOpenedBy(intervals, prices, amount))) return { ok: false, name: '' }
    return { ok: true }
  } catch (error) {
    // A commitment that is no point opens nothing.
    if (error instanceof FormatError) return { ok: false, name: error.where }
    throw error
  }
}

function openingOf(opened: OpenedCell | OpenedAmount): Uint8Array {
  return encodePoint(openingPointVartime('energy' in opened ? opened.energy : opened.amount, opened.blinding))
}
