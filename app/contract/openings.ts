/**
 * What a person is asked before it happens: numbers that leave only with their word, and contracts that a supplier would
 * like to change. Nothing of both happens by itself.
 */

import { z } from 'zod'
import { cents, code, hash, localDate, milliwattHours, nothing, params, shortText, utcSeconds } from './common'
import { procedure } from './procedure'

const days = z.strictObject({ first: localDate, last: localDate })

/** An earlier number over some of the same days, and what both together say. */
const comparison = z.strictObject({
  /** Of the earlier number. */
  contract: shortText,
  ...days.shape,
  /** Days of which the difference of both tells the use; both empty: the same days, otherwise priced or divided. */
  onlyNow: z.array(days).max(2),
  onlyBefore: z.array(days).max(2)
})

export const openingQuestion = z.strictObject({
  /** Names exactly these numbers; any change makes it another question. */
  id: hash,
  contract: shortText,
  supplier: shortText,
  /** The period. */
  first: localDate,
  last: localDate,
  /** short-period: fewer than 14 days; after-restore: the log may not know all; opened-before: see `tells`. */
  reasons: z
    .array(z.enum(['short-period', 'after-restore', 'opened-before']))
    .min(1)
    .max(3),
  /** Every number that would leave. */
  numbers: z
    .array(
      z.strictObject({
        /** Null for the amount of an index component. */
        cell: shortText.nullable(),
        energy: milliwattHours.nullable(),
        amount: cents.nullable()
      })
    )
    .max(200),
  tells: z.array(comparison).max(50),
  /** Present where the person has refused: the supplier was told, or null where it is told with the next exchange. */
  refused: z.strictObject({ sentAt: utcSeconds.nullable() }).optional()
})

/** One difference between the contract as it is and as it is offered; sentences in the locales. */
const change = z.strictObject({ code, params })

export const contractOffer = z.strictObject({
  /** Of the contract as offered. */
  id: hash,
  contract: shortText,
  supplier: shortText,
  /** First day on which something is different. */
  from: localDate,
  changes: z.array(change).max(50),
  /** Empty: it can be accepted. */
  refusals: z.array(change).max(20)
})

export const openingsContract = {
  /** What waits for the person's word, oldest period first. */
  'bills.questions': procedure(nothing, z.array(openingQuestion).max(50)),
  /** The word; with the next exchange the numbers leave. */
  'bills.allow-opening': procedure(z.strictObject({ question: hash }), nothing),
  /** The person's no: kept, and told to the supplier, signed and without a number. A yes is possible later. */
  'bills.refuse-opening': procedure(z.strictObject({ question: hash }), nothing),
  'bills.offers': procedure(nothing, z.array(contractOffer).max(20)),
  'bills.answer-offer': procedure(z.strictObject({ offer: hash, accept: z.boolean() }), nothing)
} as const

export type OpeningQuestion = z.infer<typeof openingQuestion>
export type ContractOffer = z.infer<typeof contractOffer>
