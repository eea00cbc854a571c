/** Why a live interval came to nothing; codes of the locales. */

import { OFFER_REFUSALS, ROUND_REFUSALS } from '../round-reasons'

export const LIVE_TROUBLES = [
  'clock-apart',
  'no-roster',
  'endorsements-missing',
  'pads-do-not-cancel',
  'record-missing',
  'no-sum'
] as const

export const LIVE_REASONS = [...new Set([...LIVE_TROUBLES, ...OFFER_REFUSALS, ...ROUND_REFUSALS])] as const

export type LiveReason = (typeof LIVE_REASONS)[number]
