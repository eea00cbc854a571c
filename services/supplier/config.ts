/** Configuration of a supplier: who it is, its tariffs, whose price list it uses, and mistakes it is told to make. */

import { z } from 'zod'

const hexKey = z.string().regex(/^[0-9a-f]{64}$/u)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u)
const integer = z.string().regex(/^(?:0|-?[1-9][0-9]{0,18})$/u)

/** True: the period is billed rightly, and then once more with the mistake, by a bill that replaces the right one. */
const again = z.boolean().optional()

/**
 * A wrong entry in this supplier's own price table, used for the bills of one period. Its program is the same, and so
 * is the tariff it has signed: what comes out is an honest computation with a wrong price.
 */
const mistake = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('price'),
    /** First day of the period whose bills are wrong. */
    period: day,
    again,
    component: z.string(),
    /** Null for what has no windows. */
    window: z.string().nullable(),
    /** Day from which the wrong price is in the table. */
    from: day,
    /** Nano-euro per Wh, of a fee nano-euro per day. */
    price: integer
  }),
  z.strictObject({
    kind: z.literal('surcharge'),
    period: day,
    again,
    /** b of the index component, nano-euro per Wh. */
    b: integer
  })
])

export const supplierServiceConfig = z.strictObject({
  name: z.string().min(1).max(64),
  zone: z.string().max(60),
  /** Bodies of tariff documents (docs/bill-format.md); signed with this supplier's key at start. */
  tariffs: z.array(z.record(z.string(), z.unknown())).min(1).max(50),
  /** Folder with signed price lists of this publisher; new files are seen without a restart. */
  index: z
    .strictObject({ publisher: z.string().min(1).max(64), key: hexKey, folder: z.string().min(1).max(4096) })
    .nullable(),
  mistakes: z.array(mistake).max(20),
  /** Of the contracts offered; calendar months when absent. */
  billing: z.enum(['calendar-month', 'calendar-quarter', 'calendar-year']).optional(),
  /** Who exchanges meters and signs for it. */
  operator: z.strictObject({ name: z.string().min(1).max(64), key: hexKey }).optional(),
  /** Payments in advance that contracts agree on: from a day on, on a day of each month. */
  instalments: z
    .array(z.strictObject({ from: day, day: z.number().int().min(1).max(28), cents: integer }))
    .max(100)
    .optional(),
  /**
   * What this supplier would like to change in the contracts it has: offered from a day on, for days further on. A household
   * takes it or leaves it.
   */
  amendments: z
    .array(
      z.strictObject({
        /** Day from which it is offered. */
        offered: day,
        /** Name of one of the tariffs, and the day from which it is to hold. */
        tariff: z.strictObject({ name: z.string().min(1).max(200), from: day }).optional(),
        instalment: z.strictObject({ from: day, day: z.number().int().min(1).max(28), cents: integer }).optional(),
        /** Last day of the contract; null: without an end. */
        last: day.nullable().optional()
      })
    )
    .max(20)
    .optional()
})

export type SupplierServiceConfig = z.infer<typeof supplierServiceConfig>
export type Amendment = NonNullable<SupplierServiceConfig['amendments']>[number]
export type Mistake = z.infer<typeof mistake>
