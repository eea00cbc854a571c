/** Every reason that a view of the rounds can give: the locales have a sentence for each. */

import { DAY_REFUSALS } from './complete-day'
import { ROSTER_REFUSALS } from './judge-roster'
import { TROUBLES } from './rounds-context'
import { DAY_FAULTS } from './verify-published-day'

/** What makes a household wait for the person's word: a sum that does not hold, its own key at work on another PC, a board with
 * another past. */
export const PAUSE_CAUSES = ['false-sum', 'other-device', 'board'] as const

export type PauseCause = (typeof PAUSE_CAUSES)[number]

/** Why a day was not offered, for ever. */
export const OFFER_REFUSALS = [
  ...DAY_REFUSALS,
  'too-late',
  'not-enrolled',
  'counts-as-sent',
  'paused-after-false-sum',
  'paused-after-other-device',
  'paused-after-board'
] as const

/** Why a roster was not taken. */
export const ROUND_REFUSALS = [
  ...ROSTER_REFUSALS,
  'two-rosters',
  'roster-not-on-board',
  'interval-spent',
  'readings-damaged',
  'left-group'
] as const

export type OfferRefusal = (typeof OFFER_REFUSALS)[number]
export type RoundRefusal = (typeof ROUND_REFUSALS)[number]

export const ROUND_REASONS: readonly string[] = [
  ...new Set([...OFFER_REFUSALS, ...ROUND_REFUSALS, ...DAY_FAULTS, ...TROUBLES])
]

/** @returns whether a text out of the database is one of these. */
export function isOneOf<Code extends string>(codes: readonly Code[], text: string): text is Code {
  return (codes as readonly string[]).includes(text)
}
