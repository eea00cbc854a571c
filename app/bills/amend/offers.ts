/** Offers of amended contracts: fetched and kept, shown with what they would change, accepted or declined by a person. */

import type { Primitives } from '../../../crypto'
import { AppError } from '../../app-error'
import type { ContractOffer, CoreProcedures } from '../../contract'
import { type LocalDate, localDateAt } from '../../domain/calendar'
import { toUtcSeconds } from '../../domain/interval'
import { countersign, isCountersigned } from '../agree'
import type { BillStore, StoredOffer } from '../bill-store'
import { familyOf } from '../contract-family'
import { readDocument, readHeldContract } from '../documents/held-document'
import { type Tariff, decodeTariff } from '../documents/tariff-document'
import type { HeldContract } from '../evidence'
import type { SupplierLink } from '../supplier-link'
import { type JudgedOffer, type NoOffer, type OfferTerms, judgeOffer, tariffsOfOffer } from './judge-offer'

export type OfferDeps = { readonly primitives: Primitives; readonly store: BillStore }

type Amendable = { readonly contract: HeldContract; readonly address: string | null }

/**
 * Looks whether the supplier offers another contract in place of this one; keeps it unless it is known. What comes with this
 * household's own signature holds already: a backup from before it was signed was restored (ADR 87).
 */
export async function fetchOffer(
  deps: OfferDeps,
  contract: HeldContract & { readonly address: string | null },
  link: SupplierLink
): Promise<NoOffer | 'taken-back' | null> {
  const { store, primitives } = deps
  const bytes = await link.amendment(contract.hash)
  if (!bytes) return null
  const key = contract.document.supplier.key
  for (const hash of tariffsOfOffer(primitives, bytes)) {
    if (tariffOf(deps, key)(hash)) continue
    const file = await link.document(hash)
    if (file && readDocument(primitives, 'tariff', hash, file, key, decodeTariff).state === 'held') {
      store.keepDocument({ hash, kind: 'tariff', file })
    }
  }
  const judged = judgeOffer(termsOf(deps, contract), bytes)
  if (!judged.ok) return judged.reason
  const { file, document } = judged.offer
  if (isCountersigned(primitives, file, document)) {
    store.keepContract({ hash: file.hash, file: bytes, address: contract.address, delivered: true })
    store.dropOffers(contract.hash)
    return 'taken-back'
  }
  store.keepOffer({ hash: file.hash, contractHash: contract.hash, file: bytes, declined: false })
  return null
}

/** Those that wait for an answer; what no longer fits the contract that holds now is not among them. */
export function openOffers(deps: OfferDeps): readonly ContractOffer[] {
  return deps.store.offers().flatMap((stored) => {
    const found = stored.declined ? null : judged(deps, stored)
    if (!found) return []
    const { offer, contract } = found
    return [
      {
        id: stored.hash,
        contract: contract.document.id,
        supplier: contract.document.supplier.name,
        from: offer.from,
        changes: offer.changes.map(({ code, params }) => ({ code, params: { ...params } })).slice(0, 50),
        refusals: offer.refusals.map(({ code, params }) => ({ code, params: { ...params } })).slice(0, 20)
      }
    ]
  })
}

/** @throws AppError offer-unknown, offer-refused { reason }. */
export function answerOffer(deps: OfferDeps, id: string, accept: boolean): void {
  const { store, primitives } = deps
  const stored = store.offers().find(({ hash }) => hash === id)
  const found = stored ? judged(deps, stored) : null
  if (!stored || !found || stored.declined) throw new AppError('offer-unknown')
  if (!accept) {
    store.declineOffer(id)
    return
  }
  const refusal = found.offer.refusals[0]
  if (refusal) throw new AppError('offer-refused', { reason: refusal.code, ...refusal.params })
  const seed = store.billKey()
  if (!seed) throw new AppError('offer-unknown')
  const file = countersign(primitives, found.offer.file, seed)
  store.keepContract({ hash: id, file, address: found.address, delivered: false })
  store.dropOffers(stored.contractHash)
}

export function offerProcedures(
  deps: OfferDeps,
  changed: () => void
): Pick<CoreProcedures, 'bills.offers' | 'bills.answer-offer'> {
  return {
    'bills.offers': () => Promise.resolve().then(() => openOffers(deps).slice(0, 20)),
    'bills.answer-offer': ({ offer, accept }) =>
      Promise.resolve().then(() => {
        answerOffer(deps, offer, accept)
        changed()
        return {}
      })
  }
}

function judged(deps: OfferDeps, stored: StoredOffer): ({ readonly offer: JudgedOffer } & Amendable) | null {
  const current = currentContract(deps, stored.contractHash)
  const judgement = current && judgeOffer(termsOf(deps, current.contract), stored.file)
  return current && judgement?.ok ? { offer: judgement.offer, ...current } : null
}

/** The contract, as long as no other has taken its place. */
function currentContract({ store, primitives }: OfferDeps, hash: string): Amendable | null {
  const all = store.contracts().flatMap((stored) => {
    const contract = readHeldContract(primitives, stored)
    return contract ? [{ ...contract, address: stored.address }] : []
  })
  const contract = all.find((one) => one.hash === hash)
  return contract && familyOf(all, contract).at(-1) === contract ? { contract, address: contract.address } : null
}

function termsOf(deps: OfferDeps, contract: HeldContract): OfferTerms {
  return {
    primitives: deps.primitives,
    contract,
    tariffOf: tariffOf(deps, contract.document.supplier.key),
    answeredTo: answeredTo(deps, contract)
  }
}

function tariffOf({ store, primitives }: OfferDeps, key: Uint8Array): (hash: string) => Tariff | null {
  return (hash) => {
    const file = store.document(hash)?.file ?? null
    const found = readDocument(primitives, 'tariff', hash, file, key, decodeTariff)
    return found.state === 'held' ? found.document : null
  }
}

/** Last day that was answered under this contract or one before it. */
function answeredTo({ store, primitives }: OfferDeps, contract: HeldContract): LocalDate | null {
  const all = store.contracts().flatMap((stored) => readHeldContract(primitives, stored) ?? [])
  const names = new Set(familyOf(all, contract).map(({ hash }) => hash))
  const ends = store.responses().flatMap(({ contractHash, period }) => (names.has(contractHash) ? [period.end] : []))
  const last = ends.reduce((latest, end) => Math.max(latest, end), 0)
  return last === 0 ? null : localDateAt(toUtcSeconds(last - 1), contract.document.zone)
}
