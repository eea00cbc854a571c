/**
 * The exchange with the supplier: contract, records and RESPONSE of each finished period, bills. Every part can be
 * repeated at any time; what was sent before goes out again as the same bytes, what is known is not asked for again.
 */

import { FormatError } from '../../crypto'
import { type LocalDate, localDateAt, periodOfDay, periodOfDays } from '../domain/calendar'
import type { Period, UtcSeconds } from '../domain/interval'
import { type CancelSignal, type Clock, TransportError, WorkCancelled } from '../ports'
import type { BillStore, StoredBill, StoredContract } from './bill-store'
import { decodeIndexList } from './documents/index-document'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import { type DocumentEvidence, readDocument, readHeldContract } from './documents/held-document'
import type { HeldContract } from './evidence'
import { type NotAnswered, type RespondDeps, answerPeriod } from './respond'
import { fetchOffer } from './amend/offers'
import type { NoOffer } from './amend/judge-offer'
import { familyOf, familyResponse } from './contract-family'
import { type HeldList, createIndexLists } from './index-lists'
import { withPauses } from './pause'
import type { TariffPart } from './sections'
import { indexComponentOf } from './sum-figures'
import type { SupplierLink, SupplierLinks } from './supplier-link'
import { acceptedTariffFor, acceptedTariffsFor } from './tariff/accept-tariff'
import { type BillingPeriod, billingPeriods } from './tariff/billing-periods'
import { encodeDelivery } from './wire'

export type ExchangeDeps = RespondDeps & {
  readonly store: BillStore
  readonly clock: Clock
  readonly links: SupplierLinks
  /** Verifies a bill that has come in and keeps it with its report. */
  readonly takeBill: (file: Uint8Array) => Promise<void>
  /** Something that a person is shown has come or gone, besides bills. */
  readonly changed: () => void
  /** Ends it between two pieces of work: nothing of the next period is opened then. */
  readonly cancel: CancelSignal
}

/** What keeps a due period from being billed; for views and logs. */
export type ExchangeTrouble =
  | { readonly kind: 'supplier'; readonly failure: TransportError['failure'] | 'malformed' }
  | { readonly kind: 'offer'; readonly contract: string; readonly reason: NoOffer }
  | { readonly kind: 'period'; readonly first: string; readonly reason: NotAnswered | 'no-tariff' | 'no-list' }

/** @throws what the database throws; what the supplier does or does not do is returned. */
export async function exchangeBills(deps: ExchangeDeps): Promise<readonly ExchangeTrouble[]> {
  const troubles: ExchangeTrouble[] = []
  // One that is taken back on the way has its turn, too.
  for (let at = 0; ; at++) {
    const stored = deps.store.contracts()[at]
    if (!stored) break
    const contract = readHeldContract(deps.primitives, stored)
    if (!contract || stored.address === null) continue
    if (deps.cancel.aborted) break
    const link = deps.links(stored.address, contract.document.supplier.name)
    try {
      troubles.push(...(await exchangeContract(deps, stored, contract, link)))
    } catch (error) {
      if (error instanceof TransportError) troubles.push({ kind: 'supplier', failure: error.failure })
      else if (error instanceof FormatError) troubles.push({ kind: 'supplier', failure: 'malformed' })
      // The program ends; whatever was not done is done at its next start.
      else if (error instanceof WorkCancelled) return troubles
      else throw error
    }
  }
  return troubles
}

async function exchangeContract(
  deps: ExchangeDeps,
  stored: StoredContract,
  contract: HeldContract,
  link: SupplierLink
): Promise<readonly ExchangeTrouble[]> {
  const { store, clock } = deps
  if (!stored.delivered) {
    await link.agree(contract.hash, stored.file)
    store.markDelivered(contract.hash)
  }
  const { document: terms } = contract
  const today = localDateAt(clock.now(), terms.zone)
  const troubles: ExchangeTrouble[] = []
  const family = familyOf(exchanged(deps), contract)
  // Where another has taken its place, what is left to do is to fetch the bills of what was answered under it.
  if (family.at(-1)?.hash !== contract.hash) {
    await fetchBills(deps, contract, link)
    return []
  }
  // Before anything is opened: after a restore the contract that is here may no longer be the one that holds (ADR 87).
  const known = store.offers().length
  const offer = await fetchOffer(deps, { ...contract, address: stored.address }, link)
  if (offer === 'taken-back' || store.offers().length !== known) deps.changed()
  if (offer === 'taken-back') return []
  if (offer) troubles.push({ kind: 'offer', contract: terms.id, reason: offer })
  for (const due of billingPeriods(terms, today)) {
    if (due.last >= today) break
    const { start } = periodOfDays(due.first, due.last, terms.zone)
    if (familyResponse(store, family.slice(0, -1), start)) continue
    const reason = await answerDue(deps, contract, due, link)
    if (reason) troubles.push({ kind: 'period', first: due.first, reason })
  }
  await fetchBills(deps, contract, link)
  await fetchTodaysPrices(deps, contract, today, link)
  return troubles
}

/** Contracts that are spoken of with a supplier over the network. */
function exchanged({ store, primitives }: ExchangeDeps): readonly HeldContract[] {
  return store
    .contracts()
    .flatMap((stored) => (stored.address === null ? [] : (readHeldContract(primitives, stored) ?? [])))
}

/** @returns why the period is not answered; null when it is. */
async function answerDue(
  deps: ExchangeDeps,
  contract: HeldContract,
  due: BillingPeriod,
  link: SupplierLink
): Promise<NotAnswered | 'no-tariff' | 'no-list' | null> {
  const { store, clock } = deps
  const { document: terms } = contract
  const period = periodOfDays(due.first, due.last, terms.zone)
  const known = store.response(contract.hash, period.start)
  if (known && known.sentAt !== null) return null
  const parts = await tariffParts(deps, contract, due, link)
  if (!parts) return 'no-tariff'
  const indexed = parts.some(({ tariff }) => indexComponentOf(tariff))
  const list = indexed ? await indexList(deps, contract, period, link) : null
  if (indexed && !list && !known) return 'no-list'
  const { cancel } = deps
  const answered = await withPauses(deps.work, { cancel }, answerPeriod(deps, { contract, parts, list }, due))
  if (!answered.ok) {
    const isRefused = answered.reason === 'needs-consent' && (await sendRefusal(deps, contract, period.start, link))
    return isRefused ? null : answered.reason
  }
  const { response, deliveries } = answered
  for (const { run } of deliveries) {
    const { statement } = run
    const file = statement === null ? null : store.document(statement)?.file
    if (file) await link.sendExchange(contract.hash, file)
  }
  for (const { run, delivery } of deliveries) {
    const bytes = await withPauses(deps.work, { cancel }, encodeDelivery(delivery))
    await link.sendRecords(contract.hash, bytes, run.period.start)
  }
  await link.sendResponse(contract.hash, response.body, response.signature, period.start)
  store.markSent(response.hash, clock.now())
  return null
}

/** Tells the supplier once that the person does not open a period. @returns whether the person has said so. */
async function sendRefusal(
  { store, clock, changed }: ExchangeDeps,
  { hash }: HeldContract,
  start: UtcSeconds,
  link: SupplierLink
): Promise<boolean> {
  const refusal = store.refusal(hash, start)
  if (!refusal) return false
  if (refusal.sentAt === null) {
    await link.sendRefusal(hash, refusal.body, refusal.signature, start)
    store.markRefusalSent(hash, start, clock.now())
    changed()
  }
  return true
}

/** The accepted tariffs of a period; null where some day has none, or its file cannot be had. */
async function tariffParts(
  deps: ExchangeDeps,
  contract: HeldContract,
  { first, last }: BillingPeriod,
  link: SupplierLink
): Promise<readonly TariffPart[] | null> {
  const parts: TariffPart[] = []
  for (const accepted of acceptedTariffsFor(contract.document, first, last)) {
    const tariff = await tariffDocument(deps, contract, accepted.hash, link)
    if (tariff.state !== 'held') return null
    parts.push({ ...accepted, tariff: tariff.document })
  }
  return parts.length > 0 ? parts : null
}

async function tariffDocument(
  { store, primitives }: ExchangeDeps,
  contract: HeldContract,
  hash: string,
  link: SupplierLink
): Promise<DocumentEvidence<Tariff>> {
  const { key } = contract.document.supplier
  const held = readDocument(primitives, 'tariff', hash, store.document(hash)?.file ?? null, key, decodeTariff)
  if (held.state === 'held') return held
  const file = await link.document(hash)
  const fetched = readDocument(primitives, 'tariff', hash, file, key, decodeTariff)
  if (fetched.state === 'held' && file) store.keepDocument({ hash, kind: 'tariff', file })
  return fetched
}

/** Of an index tariff: so that today's prices can be shown long before the bill needs them. */
async function fetchTodaysPrices(
  deps: ExchangeDeps,
  contract: HeldContract,
  today: LocalDate,
  link: SupplierLink
): Promise<void> {
  const { document: terms } = contract
  const hash = acceptedTariffFor(terms, today, today)
  if (hash === null || today < terms.first || (terms.last !== null && today > terms.last)) return
  const tariff = await tariffDocument(deps, contract, hash, link)
  if (tariff.state !== 'held' || !indexComponentOf(tariff.document)) return
  const day = periodOfDay(today, terms.zone)
  const lists = createIndexLists(deps.primitives, deps.store)
  if (!lists.covering(terms.index?.key ?? null, day)) await indexList(deps, contract, day, link)
}

/** The publisher's list for the period, kept once it is signed by the publisher's key and covers the period. */
async function indexList(
  { store, primitives }: ExchangeDeps,
  contract: HeldContract,
  period: Period,
  link: SupplierLink
): Promise<HeldList | null> {
  const publisher = contract.document.index?.key
  const hash = publisher ? await link.indexFor(period) : null
  if (!publisher || hash === null) return null
  const file = store.document(hash)?.file ?? (await link.document(hash))
  const list = readDocument(primitives, 'index', hash, file, publisher, decodeIndexList)
  if (list.state !== 'held' || !file) return null
  if (list.document.start > period.start || list.document.end < period.end) return null
  store.keepDocument({ hash, kind: 'index', file })
  return { hash, document: list.document }
}

async function fetchBills(deps: ExchangeDeps, contract: HeldContract, link: SupplierLink): Promise<void> {
  const { store, takeBill, clock } = deps
  for (const hash of await link.bills(contract.hash)) {
    const known = store.bill(hash)
    if (known && !mayHaveChanged(known, clock.now())) continue
    await takeBill(known?.file ?? (await link.bill(contract.hash, hash)))
  }
}

/** What could not be checked is looked at again, once a day: the records may have come. */
function mayHaveChanged({ verdict, seenAt }: StoredBill, now: number): boolean {
  return verdict === 'cannot-be-checked' && now - seenAt >= 86_400
}
