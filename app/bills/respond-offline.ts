/** The answer to a supplier without a server: RESPONSE and records as files, under the same rules as over the network. */

import { AppError } from '../app-error'
import type { LocalDate } from '../domain/calendar'
import { readHeldContract } from './documents/held-document'
import { heldTerms } from './held-terms'
import { withPauses } from './pause'
import { type RespondDeps, answerPeriod } from './respond'
import { billingPeriodFrom } from './tariff/billing-periods'
import { encodeDelivery, encodeSignedResponse } from './wire'

export type OfflineAnswer = {
  /** LP(RESPONSE, signature). */
  readonly response: Uint8Array
  /** One per meter (docs/protocol/bills.md, Wire). */
  readonly deliveries: readonly Uint8Array[]
}

/**
 * Opens a period, on disk with the log before this resolves; asked again, it gives the same bytes.
 * @param id    of the contract; null where there is only one.
 * @param first first day of the period.
 * @throws AppError contract-unknown, period-unknown, period-not-answered { reason }.
 */
export async function respondOffline(deps: RespondDeps, id: string | null, first: LocalDate): Promise<OfflineAnswer> {
  const { store, primitives, work } = deps
  const contracts = store.contracts().flatMap((stored) => readHeldContract(primitives, stored) ?? [])
  const matching = contracts.filter(({ document }) => id === null || document.id === id)
  const contract = matching.at(-1)
  if (!contract || (id === null && matching.length > 1)) throw new AppError('contract-unknown')
  const due = billingPeriodFrom(contract.document, first)
  if (!due) throw new AppError('period-unknown', { first })
  const held = heldTerms(deps, contract, due)
  if (!held.ok) throw new AppError('period-not-answered', { reason: held.reason })
  const answered = await withPauses(work, {}, answerPeriod(deps, held.terms, due))
  if (!answered.ok) throw new AppError('period-not-answered', { reason: answered.reason })
  const { body, signature } = answered.response
  const deliveries: Uint8Array[] = []
  for (const { delivery } of answered.deliveries) deliveries.push(await withPauses(work, {}, encodeDelivery(delivery)))
  return { response: encodeSignedResponse(body, signature), deliveries }
}
