/** What a supplier answers in JSON (docs/protocol/bills.md, Wire): one schema for who asks, who answers and the OpenAPI. */

import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/u)

export const tariffsAnswer = z.strictObject({ tariffs: z.array(hash).max(200) })
export const billsAnswer = z.strictObject({ bills: z.array(hash).max(2000) })
export const indexAnswer = z.strictObject({ list: hash.nullable() })

export const RECEIPT_CODES = [
  'taken',
  'malformed',
  'not-signed',
  'unknown',
  'conflict',
  'too-large',
  'too-early',
  'tariff-unknown',
  'tariff-refused',
  'meter-not-proven',
  'register-not-supported',
  'not-a-period',
  'not-this-chain',
  'not-this-contract',
  'records-missing',
  'other-terms',
  'does-not-open',
  'failed'
] as const

/** taken, or why not; `where` and `reason` of what is malformed. */
export const receipt = z.strictObject({
  code: z.enum(RECEIPT_CODES),
  where: z.string().optional(),
  reason: z.string().optional()
})
