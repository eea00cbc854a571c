/** The answer to a supplier without a server: RESPONSE and records as files, under the same rules as over the network. */

import { AppError } from '../app-error'
import { type LocalDate, periodOfDays } from '../domain/calendar'
import { readDocument, readHeldContract } from './documents/held-document'
import { type IndexList, decodeIndexList } from './documents/index-document'
import { decodeTariff } from './documents/tariff-document'
import type { HeldContract } from './evidence'
import { heldExchanges, meterRuns } from './meter-runs'
import { type RespondDeps, type Terms, answerPeriod, recordsToSend } from './respond'
import { type TariffPart, countedRegisters } from './sections'
import { indexComponentOf } from './sum-figures'
import { acceptedTariffsFor } from './tariff/accept-tariff'
import { type BillingPeriod, billingPeriodFrom } from './tariff/billing-periods'
import { encodeDelivery, encodeSignedResponse } from './wire'

export type OfflineAnswer = {
  /** LP(RESPONSE, signature). */
  readonly response: Uint8Array
  /** One per meter (docs/protocol/bills.md, Wire). */
  readonly deliveries: readonly Uint8Array[]
}

/**
 * Opens a period, on disk with the log before this returns; asked again, it gives the same bytes.
 * @param id    of the contract; null where there is only one.
 * @param first first day of the period.
 * @throws AppError contract-unknown, period-unknown, period-not-answered { reason }.
 */
export function respondOffline(deps: RespondDeps, id: string | null, first: LocalDate): OfflineAnswer {
  const { store, primitives, chains } = deps
  const contracts = store.contracts().flatMap((stored) => readHeldContract(primitives, stored) ?? [])
  const matching = contracts.filter(({ document }) => id === null || document.id === id)
  const contract = matching.at(-1)
  if (!contract || (id === null && matching.length > 1)) throw new AppError('contract-unknown')
  const due = billingPeriodFrom(contract.document, first)
  if (!due) throw new AppError('period-unknown', { first })
  const parts = heldParts(deps, contract, due)
  const answered = answerPeriod(deps, { contract, parts, list: listFor(deps, contract, parts, due) }, due)
  if (!answered.ok) throw new AppError('period-not-answered', { reason: answered.reason })
  const { body, signature, period } = answered.response
  const exchanges = heldExchanges(primitives, store, contract.document)
  const deliveries = meterRuns(contract.document, exchanges, period, countedRegisters(parts)).map((run) => {
    const delivery = recordsToSend({ chains }, run)
    if (!delivery) throw new AppError('period-not-answered', { reason: 'readings-incomplete' })
    return encodeDelivery(delivery)
  })
  return { response: encodeSignedResponse(body, signature), deliveries }
}

function heldParts(
  { store, primitives }: RespondDeps,
  { document }: HeldContract,
  { first, last }: BillingPeriod
): readonly TariffPart[] {
  const accepted = acceptedTariffsFor(document, first, last)
  const parts = accepted.flatMap((one) => {
    const file = store.document(one.hash)?.file ?? null
    const found = readDocument(primitives, 'tariff', one.hash, file, document.supplier.key, decodeTariff)
    return found.state === 'held' ? [{ ...one, tariff: found.document }] : []
  })
  if (parts.length === 0 || parts.length !== accepted.length) {
    throw new AppError('period-not-answered', { reason: 'no-tariff' })
  }
  return parts
}

/** The publisher's list that covers the period; null without an index component. */
function listFor(
  { store, primitives }: RespondDeps,
  { document }: HeldContract,
  parts: readonly TariffPart[],
  { first, last }: BillingPeriod
): Terms['list'] {
  if (!parts.some(({ tariff }) => indexComponentOf(tariff))) return null
  const { start, end } = periodOfDays(first, last, document.zone)
  for (const { hash, file } of store.documents('index')) {
    const found = readDocument<IndexList>(primitives, 'index', hash, file, document.index?.key ?? null, decodeIndexList)
    if (found.state === 'held' && found.document.start <= start && found.document.end >= end) {
      return { hash, document: found.document }
    }
  }
  throw new AppError('period-not-answered', { reason: 'no-list' })
}
