/** What a household does with a verdict: evidence for others, the years' history. */

import { z } from 'zod'
import { cents, fileToken, hash, localDate, milliwattHours, nothing, utcSeconds } from './common'
import { procedure } from './procedure'

/** A reading that the person has shown with the evidence of a bill. */
export const shownReading = z.strictObject({
  start: utcSeconds,
  seconds: z.number().int(),
  energy: milliwattHours,
  /** When its evidence was first written. */
  at: utcSeconds
})

/** One calendar year of bills, by the last day of each period; bills that were replaced or are not genuine do not count. */
export const billYear = z.strictObject({
  year: z.number().int().min(1970).max(9999),
  bills: z.number().int(),
  billed: cents,
  /** Sum of the own totals; null where some bill has none. */
  own: cents.nullable(),
  /** Energy drawn; null where some bill has none. */
  energy: milliwattHours.nullable(),
  /** First and last day that the year's bills speak of. */
  first: localDate,
  last: localDate
})

export const billHistory = z.strictObject({
  /** Newest first. */
  years: z.array(billYear).max(100),
  /** Bills that another, accepted one has replaced. */
  replaced: z.array(z.strictObject({ hash, by: hash })).max(1000)
})

export const billPapersContract = {
  /** Writes the evidence file. `show` names the starts of readings that the person chose to disclose. */
  'bills.save-evidence': procedure(
    z.strictObject({ hash, target: fileToken, show: z.array(utcSeconds).max(50) }),
    z.strictObject({ bytes: z.number().int(), shown: z.number().int() })
  ),
  'bills.shown-readings': procedure(z.strictObject({ hash }), z.array(shownReading).max(1000)),
  'bills.history': procedure(nothing, billHistory)
} as const

export type ShownReading = z.infer<typeof shownReading>
export type BillYear = z.infer<typeof billYear>
export type BillHistory = z.infer<typeof billHistory>
