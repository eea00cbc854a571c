/** The bill's lines beside the own ones; with amounts where the own energies are known, else with prices and days only. */

import type { UnitExponent } from '../../domain/energy'
import { type ComputedBill, computeBill } from '../compute-bill'
import type { Evidence } from '../evidence'
import { type MatchedLines, matchLines } from '../match-lines'
import { indexComponentOf } from '../sum-figures'

export type OwnLines = {
  readonly own: ComputedBill
  readonly matched: MatchedLines
  /** False when `own` was computed with energies of zero because the own ones are not known. */
  readonly withEnergies: boolean
}

/** @param trusted whether own readings are complete and verified (V8, V9, V11). Null without a tariff. */
export function ownLines({ bill, reckoning, chain }: Evidence, trusted: boolean): OwnLines | null {
  if (!reckoning) return null
  const { tariff, plan } = reckoning
  const figures = trusted ? (reckoning.own?.figures ?? null) : null
  const zeros = { cells: plan.cells.map(() => 0n), indexAmount: indexComponentOf(tariff) ? 0n : null }
  const unitExp = chain?.genesis.genesis.unitExp ?? (bill.unitExp as UnitExponent)
  const own = computeBill(tariff, plan, figures ?? zeros, unitExp)
  return { own, matched: matchLines(bill.lines, own.lines), withEnergies: figures !== null }
}
