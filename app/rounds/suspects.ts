/** Whom the evidence makes suspect (docs/protocol/rounds.md 6). */

import { SECONDS_PER_DAY } from '../domain/interval'
import { accusedIn } from './evidence/verify-evidence'
import type { RoundEvidence } from './round-store'

/** One pair says nothing about either: with two partners within this time it does. */
const WITHIN_SECONDS = 30 * SECONDS_PER_DAY
const LISTED = 200

/** `alone`: it contradicted itself. Otherwise it was in pairs with two different partners within thirty days. */
export type Suspect = { readonly id: string; readonly alone: boolean }

/** @param evidence verified, of one household. */
export function suspectsAmong(evidence: readonly RoundEvidence[]): Suspect[] {
  const named = evidence.flatMap((piece) => {
    const accused = accusedIn(piece)
    return accused.party === 'members' ? [{ ids: accused.ids, at: piece.at }] : []
  })
  const alone = new Set(named.flatMap(({ ids }) => (ids.length === 1 ? ids : [])))
  const paired = [...new Set(named.flatMap(({ ids }) => ids))].filter((id) => !alone.has(id))
  const suspects = paired.filter((id) => {
    // A liar who is known explains its pairs.
    const mine = named.filter(({ ids }) => ids.includes(id) && !ids.some((other) => alone.has(other)))
    return mine.some(({ ids, at }) =>
      mine.some((other) => !other.ids.every((each) => ids.includes(each)) && Math.abs(other.at - at) <= WITHIN_SECONDS)
    )
  })
  return [...[...alone].map((id) => ({ id, alone: true })), ...suspects.map((id) => ({ id, alone: false }))].slice(
    0,
    LISTED
  )
}
