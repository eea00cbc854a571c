/** What an XML file has to say before its first value: which directions there are, how fine they are, when it begins. */

import type { UtcSeconds } from '../../domain/interval'
import type { ReadingQuality } from '../reading-store'
import type { ProfileRow } from './load-profile-file'

export type RowSurvey = {
  readonly first: UtcSeconds
  /** Finest exponent of each direction; null for one without any energy. */
  readonly drawn: number | null
  readonly fedIn: number | null
}

/** Energy of one direction, in the finest unit of its list. */
export type ListedEnergy = {
  readonly start: UtcSeconds
  readonly seconds: number
  readonly value: bigint
  readonly quality: ReadingQuality
}

/** Null for no rows. */
export function surveyRows(rows: Iterable<ProfileRow>): RowSurvey | null {
  let first: UtcSeconds | null = null
  const finest: Record<'drawn' | 'fedIn', number | null> = { drawn: null, fedIn: null }
  for (const row of rows) {
    first ??= row.start
    for (const part of ['drawn', 'fedIn'] as const) {
      const amount = row[part]
      if (amount) finest[part] = Math.max(finest[part] ?? 0, amount.exponent)
    }
  }
  return first === null ? null : { first, ...finest }
}

/** @param exponent at least that of every row. */
export function* listOf(
  rows: Iterable<ProfileRow>,
  part: 'drawn' | 'fedIn',
  exponent: number
): Generator<ListedEnergy, void> {
  for (const { [part]: amount, start, seconds, quality } of rows) {
    if (amount) yield { start, seconds, value: amount.amount * 10n ** BigInt(exponent - amount.exponent), quality }
  }
}
