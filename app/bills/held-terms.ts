/** What a period is answered by, as far as it is here: the accepted tariffs and the price list. Asks nobody. */

import { periodOfDays } from '../domain/calendar'
import { readDocument } from './documents/held-document'
import { decodeTariff } from './documents/tariff-document'
import type { HeldContract } from './evidence'
import { createIndexLists } from './index-lists'
import type { RespondDeps, Terms } from './respond'
import type { TariffPart } from './sections'
import { indexComponentOf } from './sum-figures'
import { acceptedTariffsFor } from './tariff/accept-tariff'
import type { BillingPeriod } from './tariff/billing-periods'

export type HeldTerms =
  { readonly ok: true; readonly terms: Terms } | { readonly ok: false; readonly reason: 'no-tariff' | 'no-list' }

export function heldTerms(
  deps: Pick<RespondDeps, 'store' | 'primitives'>,
  contract: HeldContract,
  due: BillingPeriod
): HeldTerms {
  const parts = heldParts(deps, contract, due)
  if (!parts) return { ok: false, reason: 'no-tariff' }
  if (!parts.some(({ tariff }) => indexComponentOf(tariff))) return { ok: true, terms: { contract, parts, list: null } }
  const { index, zone } = contract.document
  const lists = createIndexLists(deps.primitives, deps.store)
  const list = lists.covering(index?.key ?? null, periodOfDays(due.first, due.last, zone))
  return list ? { ok: true, terms: { contract, parts, list } } : { ok: false, reason: 'no-list' }
}

function heldParts(
  { store, primitives }: Pick<RespondDeps, 'store' | 'primitives'>,
  { document }: HeldContract,
  { first, last }: BillingPeriod
): readonly TariffPart[] | null {
  const accepted = acceptedTariffsFor(document, first, last)
  const parts = accepted.flatMap((one) => {
    const file = store.document(one.hash)?.file ?? null
    const found = readDocument(primitives, 'tariff', one.hash, file, document.supplier.key, decodeTariff)
    return found.state === 'held' ? [{ ...one, tariff: found.document }] : []
  })
  return parts.length > 0 && parts.length === accepted.length ? parts : null
}
