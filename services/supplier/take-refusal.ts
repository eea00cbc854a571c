/** REFUSAL: a household does not open a period. Kept, so that nobody waits for its numbers; they may still come. */

import type { Contract } from '../../app/bills/documents/contract-document'
import { decodeRefusal } from '../../app/bills/refusal-bytes'
import { decodeSignedResponse } from '../../app/bills/wire'
import type { SupplierContext } from './supplier-context'
import { duePeriodAt } from './take-records'

export type RefusalAnswer = 'taken' | 'conflict' | 'not-signed' | 'not-a-period' | 'too-early'

/** @throws FormatError for bytes that are no refusal. */
export function takeRefusal(
  { primitives, state, clock }: SupplierContext,
  hash: string,
  terms: Contract,
  wire: Uint8Array
): RefusalAnswer {
  const { body, signature } = decodeSignedResponse(wire)
  const { contractHash, period } = decodeRefusal(body)
  if (contractHash !== hash || !primitives.ed25519.verify(signature, body, terms.household.key)) return 'not-signed'
  const due = duePeriodAt(terms, period.start)
  if (due?.period.start !== period.start || due.period.end !== period.end) return 'not-a-period'
  if (clock.now() < period.end) return 'too-early'
  // What was opened is opened.
  if (state.response(hash, period.start)) return 'conflict'
  state.keepRefusal(hash, period.start, { body, signature })
  return 'taken'
}
