/** The bill store's promises in memory. */

import type {
  BillStore,
  OpenedIntervals,
  StoredBill,
  StoredContract,
  StoredDocument,
  StoredOffer,
  StoredRefusal,
  StoredResponse
} from '../../../app/bills/bill-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { chainKey } from '../../../app/domain/meter/meter'

export function memoryBillStore(): BillStore {
  let seed: Uint8Array | null = null
  const contracts = new Map<string, StoredContract>()
  const offers = new Map<string, StoredOffer>()
  const documents = new Map<string, StoredDocument>()
  const consents = new Set<string>()
  const refusals = new Map<string, StoredRefusal>()
  const refusalOf = (hash: string, start: number): string => `${hash} ${start}`
  const responses: StoredResponse[] = []
  const openings: (OpenedIntervals & { readonly hash: string })[] = []
  const openedIn: BillStore['openedIn'] = (chain, { start, end }) => {
    const found = openings.filter((one) => chainKey(one.chain) === chainKey(chain) && one.from < end && one.to > start)
    return [...new Set(found.map(({ hash }) => hash))].sort()
  }
  const bills = new Map<string, StoredBill>()
  return {
    billKey: () => seed,
    keepBillKey: (made) => {
      seed ??= made
    },
    contracts: () => [...contracts.values()],
    keepContract: (contract) => {
      if (!contracts.has(contract.hash)) contracts.set(contract.hash, contract)
    },
    markDelivered: (hash) => {
      const contract = contracts.get(hash)
      if (contract) contracts.set(hash, { ...contract, delivered: true })
    },
    offers: () => [...offers.values()],
    keepOffer: (offer) => {
      if (!offers.has(offer.hash)) offers.set(offer.hash, offer)
    },
    declineOffer: (hash) => {
      const offer = offers.get(hash)
      if (offer) offers.set(hash, { ...offer, declined: true })
    },
    dropOffers: (contractHash) => {
      for (const offer of [...offers.values()]) if (offer.contractHash === contractHash) offers.delete(offer.hash)
    },
    document: (hash) => documents.get(hash) ?? null,
    documents: (kind) => [...documents.values()].filter((document) => document.kind === kind),
    keepDocument: (document) => {
      documents.set(document.hash, document)
    },
    openedBefore: () => toUtcSeconds(0),
    hasConsent: (question) => consents.has(question),
    keepConsent: (question) => {
      consents.add(question)
    },
    refusal: (hash, start) => refusals.get(refusalOf(hash, start)) ?? null,
    keepRefusal: (refusal) => {
      const name = refusalOf(refusal.contractHash, refusal.period.start)
      if (!refusals.has(name)) refusals.set(name, refusal)
    },
    markRefusalSent: (hash, start, at) => {
      const refusal = refusals.get(refusalOf(hash, start))
      if (refusal) refusals.set(refusalOf(hash, start), { ...refusal, sentAt: refusal.sentAt ?? at })
    },
    response: (hash, start) => responses.find((one) => one.contractHash === hash && one.period.start === start) ?? null,
    responses: () => [...responses],
    responseNamed: (hash) => responses.find((one) => one.hash === hash) ?? null,
    logOpening: (response, opened, despite = []) => {
      const taken = opened.flatMap(({ chain, from, to }) => openedIn(chain, { start: from, end: to }))
      if (taken.some((hash) => !despite.includes(hash))) return false
      responses.push(response)
      openings.push(...opened.map((one) => ({ ...one, hash: response.hash })))
      return true
    },
    markSent: (hash, at) => {
      const index = responses.findIndex((one) => one.hash === hash)
      const response = responses[index]
      if (response) responses[index] = { ...response, sentAt: response.sentAt ?? at }
    },
    openedIn,
    bills: () => [...bills.values()],
    bill: (hash) => bills.get(hash) ?? null,
    keepBill: (bill) => {
      bills.set(bill.hash, bill)
    },
    markReplaced: (hash, by) => {
      const bill = bills.get(hash)
      if (bill) bills.set(hash, { ...bill, replacedBy: by })
    }
  }
}
