/** Whether a value from outside has the shape of a schema; every door asks here. */

import type { z } from 'zod'

export type Shape<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] }

/**
 * As `schema.safeParse`, which promises not to throw but does: its checks of a length compare `value.length` with the
 * limit even where the value is neither text nor list, and an object such as `{ length: { valueOf: 1, toString: 1 } }`
 * cannot be compared. That is a value of the wrong shape, no fault of the program.
 *
 * @returns the decoded value, or what is wrong and where (nothing, where the value cannot even be looked at)
 */
export function checkShape<Schema extends z.ZodType>(schema: Schema, value: unknown): Shape<z.output<Schema>> {
  try {
    // eslint-disable-next-line no-restricted-properties -- the one place that catches what it throws
    const seen = schema.safeParse(value)
    return seen.success ? seen : { success: false, issues: seen.error.issues }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { success: false, issues: [] }
  }
}
