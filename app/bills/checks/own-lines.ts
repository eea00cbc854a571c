/** The bill's lines beside the own ones; with amounts where the own energies are known, else with prices and days only. */

import type { UnitExponent } from '../../domain/energy'
import { type ComputedBill, computeParts } from '../compute-bill'
import { type Evidence, hasOwnFigures } from '../evidence'
import { type MatchedLines, matchLines } from '../match-lines'
import { billedParts } from '../sections'

export type OwnLines = {
  readonly own: ComputedBill
  readonly matched: MatchedLines
  /** False when `own` was computed with energies of zero because the own ones are not known. */
  readonly withEnergies: boolean
}

/** @param trusted whether own readings are complete and verified (V8, V9, V11). Null without a tariff. */
export function ownLines(evidence: Evidence, trusted: boolean): OwnLines | null {
  const { bill, reckoning, unitExp } = evidence
  if (!reckoning) return null
  const { parts, sections } = reckoning
  const withEnergies = trusted && hasOwnFigures(evidence)
  const billed = billedParts(parts, sections, (index) =>
    withEnergies ? (sections[index]?.own?.figures ?? null) : null
  )
  const own = computeParts(billed, unitExp ?? (bill.unitExp as UnitExponent))
  return { own, matched: matchLines(bill.lines, own.lines), withEnergies }
}
