/**
 * How a contract comes about: the household asks, the supplier offers (its signature), the household looks at the
 * terms and what the tariff would open, countersigns, keeps, delivers. Nothing is opened by a contract alone.
 */

import { FormatError, type Primitives, equalBytes } from '../../crypto'
import { AppError } from '../app-error'
import { type LocalDate, startOfDay } from '../domain/calendar'
import { endOf } from '../domain/interval'
import { encodeGenesis } from '../domain/meter/genesis'
import type { Obis } from '../domain/meter/meter'
import { encodeHead } from '../domain/meter/record'
import type { Random } from '../ports'
import type { ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, StoredContract } from './bill-store'
import { type Contract, decodeContract } from './documents/contract-document'
import {
  type SignedFile,
  decodeSignedFile,
  encodeSignedFile,
  isSignedBy,
  readBody,
  signedBytes
} from './documents/signed-file'
import { type Tariff, decodeTariff, registersOf } from './documents/tariff-document'
import { readDocument, readHeldContract } from './documents/held-document'
import type { HeldContract } from './evidence'
import type { ContractRequest, RequestedRegister, SupplierLink } from './supplier-link'
import { contractRefusals } from './tariff/accept-tariff'

export type AgreeDeps = {
  readonly primitives: Primitives
  readonly random: Random
  readonly chains: ChainStore
  readonly store: BillStore
}

export type AgreeOptions = {
  /** Where the supplier is spoken to. */
  readonly address: string
  readonly meterId: string
  /** Local days, both included; null: without an end. */
  readonly first: LocalDate
  readonly last: LocalDate | null
  /** Null: the first tariff on offer. */
  readonly tariffHash: string | null
  /** Known from elsewhere (a letter, a person at the counter); null pins the key that the offer is signed with. */
  readonly supplierKey: Uint8Array | null
}

const BILL_KEY_BYTES = 32

/** The household's bill key: a key of its own, not the one it takes part in rounds with. */
export function ensureBillKey({ store, random }: Pick<AgreeDeps, 'store' | 'random'>): Uint8Array {
  const seed = store.billKey() ?? random.bytes(BILL_KEY_BYTES)
  store.keepBillKey(seed)
  return store.billKey() ?? seed
}

/**
 * Agrees on a contract with the supplier behind the link.
 * @throws AppError: meter-unknown, tariff-unknown, offer-not-as-asked, offer-not-signed, tariff-refused (with the
 *   reason). TransportError, FormatError from the link.
 */
export async function agreeContract(deps: AgreeDeps, link: SupplierLink, options: AgreeOptions): Promise<HeldContract> {
  const { store, primitives } = deps
  const seed = ensureBillKey(deps)
  const tariffHash = options.tariffHash ?? (await link.tariffs())[0]
  const tariffFile = tariffHash === undefined ? null : await link.document(tariffHash)
  if (tariffHash === undefined || !tariffFile) throw new AppError('tariff-unknown')
  // Its signature is looked at below, when the offer has named the supplier's key.
  const unproven = decodeSignedFile(primitives, tariffFile)
  const tariff = decodeTariff(readBody(unproven), unproven.version)
  const request = requestOf(deps, seed, { ...options, tariffHash }, tariff)
  const offer = decodeSignedFile(primitives, await link.offer(request))
  const terms = decodeContract(readBody(offer), offer.version)
  assertAsAsked(primitives, offer, terms, request, options)
  const proven = readDocument(primitives, 'tariff', tariffHash, tariffFile, terms.supplier.key, decodeTariff)
  if (proven.state !== 'held') throw new AppError('tariff-unknown')
  const refusal = contractRefusals(terms, (hash) => (hash === tariffHash ? proven.document : null))[0]
  // What a tariff would open is judged now, and never when the bill comes.
  if (refusal) throw new AppError('tariff-refused', { reason: refusal.code, ...refusal.params })
  const file = countersign(primitives, offer, seed)
  store.keepDocument({ hash: tariffHash, kind: 'tariff', file: tariffFile })
  store.keepContract({ hash: offer.hash, file, address: options.address, delivered: false })
  return { hash: offer.hash, document: terms }
}

/**
 * Keeps a contract that came as a file: the supplier must have signed it, and the household whose key it names.
 * @throws AppError contract-not-signed. FormatError.
 */
export function pinContract(
  { primitives, store }: Pick<AgreeDeps, 'primitives' | 'store'>,
  bytes: Uint8Array
): HeldContract {
  const file = decodeSignedFile(primitives, bytes)
  if (file.kind !== 'contract') throw new FormatError('unknown-format', 'file.format')
  const document = decodeContract(readBody(file), file.version)
  if (!isSignedBy(primitives, file, document.supplier.key) || !isCountersigned(primitives, file, document)) {
    throw new AppError('contract-not-signed')
  }
  const held = store.contracts()
  if (!held.some(({ hash }) => hash === file.hash)) {
    const address = amendedAddress(primitives, held, document)
    store.keepContract({ hash: file.hash, file: bytes, address, delivered: address === null })
  }
  return { hash: file.hash, document }
}

/** Where the supplier is spoken to under the contract that this one takes the place of: by file it is the same supplier. */
function amendedAddress(
  primitives: Primitives,
  held: readonly StoredContract[],
  { amends, id, supplier, household }: Contract
): string | null {
  const before = held.find(({ hash }) => hash === amends)
  const terms = before && readHeldContract(primitives, before)?.document
  const isSame =
    terms?.id === id && equalBytes(terms.supplier.key, supplier.key) && equalBytes(terms.household.key, household.key)
  return before && isSame ? before.address : null
}

/** Whether the household named in a contract has signed it. */
export function isCountersigned(primitives: Primitives, file: SignedFile, { household }: Contract): boolean {
  const signature = file.householdSignature
  return signature !== null && primitives.ed25519.verify(signature, signedBytes('contract', file.body), household.key)
}

/** The contract's file with the household's signature. @param seed of the bill key; secret. */
export function countersign(primitives: Primitives, offer: SignedFile, seed: Uint8Array): Uint8Array {
  const householdSignature = primitives.ed25519.sign(seed, signedBytes('contract', offer.body))
  return encodeSignedFile({ ...offer, householdSignature })
}

function chainOf({ chains }: AgreeDeps, meterId: string, obis: Obis): HeldChain {
  const chain = chains.chains().find(({ id }) => id.meterId === meterId && id.obis === obis)
  if (!chain) throw new AppError('meter-unknown')
  return chain
}

/** Asks for every register that the tariff counts. */
function requestOf(
  deps: AgreeDeps,
  seed: Uint8Array,
  { first, last, tariffHash, meterId }: AgreeOptions & { readonly tariffHash: string },
  tariff: Tariff
): ContractRequest {
  const begins = startOfDay(first, tariff.zone)
  const [one, ...further] = registersOf(tariff).map((obis): RequestedRegister => {
    const chain = chainOf(deps, meterId, obis)
    const head = deps.chains.lastHeadBefore(chain.id, begins)
    const reaches = head !== null && endOf({ start: head.head.intervalStart, seconds: head.head.seconds }) >= begins
    // Only the head that reaches the first day says where the contract starts.
    return { genesis: chain.genesis, start: reaches ? head : null }
  })
  if (!one) throw new AppError('tariff-refused', { reason: 'no-price-for-energy' })
  return { householdKey: deps.primitives.ed25519.publicKey(seed), ...one, further, tariffHash, first, last }
}

/** An offer that differs from the request in anything that the household has said is no offer. */
function assertAsAsked(
  primitives: Primitives,
  offer: SignedFile,
  terms: Contract,
  request: ContractRequest,
  options: AgreeOptions
): void {
  const asked = [request, ...request.further]
  const sameRegisters =
    terms.registers.length === asked.length &&
    asked.every(({ genesis, start }, index) => {
      const register = terms.registers[index]
      return (
        register?.meterId === genesis.genesis.meterId &&
        register.obis === genesis.genesis.obis &&
        equalBytes(register.genesis.bytes, encodeGenesis(genesis.genesis)) &&
        equalBytes(register.start?.bytes ?? new Uint8Array(0), start ? encodeHead(start.head) : new Uint8Array(0))
      )
    })
  const asAsked =
    offer.kind === 'contract' &&
    sameRegisters &&
    equalBytes(terms.household.key, request.householdKey) &&
    terms.first === request.first &&
    terms.last === request.last &&
    terms.tariffs.length === 1 &&
    terms.tariffs[0]?.hash === request.tariffHash
  if (!asAsked) throw new AppError('offer-not-as-asked')
  const expectedKey = options.supplierKey ?? terms.supplier.key
  const isSupplier = equalBytes(expectedKey, terms.supplier.key) && primitives.ed25519.isAcceptableKey(expectedKey)
  if (!isSupplier || !isSignedBy(primitives, offer, expectedKey)) throw new AppError('offer-not-signed')
}
