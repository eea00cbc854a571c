/**
 * How a contract comes about: the household asks, the supplier offers (its signature), the household looks at the
 * terms and what the tariff would open, countersigns, keeps, delivers. Nothing is opened by a contract alone.
 */

import { FormatError, type Primitives, equalBytes } from '../../crypto'
import { AppError } from '../app-error'
import { type LocalDate, type TimeZone, startOfDay } from '../domain/calendar'
import { endOf } from '../domain/interval'
import { encodeGenesis } from '../domain/meter/genesis'
import { OBIS_DRAWN } from '../domain/meter/meter'
import { encodeHead } from '../domain/meter/record'
import type { Random } from '../ports'
import type { ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore } from './bill-store'
import { type Contract, decodeContract } from './documents/contract-document'
import {
  type SignedFile,
  decodeSignedFile,
  encodeSignedFile,
  isSignedBy,
  readBody,
  signedBytes
} from './documents/signed-file'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import { type HeldContract, readDocument } from './evidence'
import type { ContractRequest, SupplierLink } from './supplier-link'
import { refusalsOf } from './tariff/accept-tariff'

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
  const chain = chainOf(deps, options.meterId)
  const seed = ensureBillKey(deps)
  const tariffHash = options.tariffHash ?? (await link.tariffs())[0]
  const tariffFile = tariffHash === undefined ? null : await link.document(tariffHash)
  if (tariffHash === undefined || !tariffFile) throw new AppError('tariff-unknown')
  // Its signature is looked at below, when the offer has named the supplier's key.
  const { zone } = decodeTariff(readBody(decodeSignedFile(primitives, tariffFile)))
  const request = requestOf(deps, chain, seed, { ...options, tariffHash }, zone)
  const offer = decodeSignedFile(primitives, await link.offer(request))
  const terms = decodeContract(readBody(offer))
  assertAsAsked(primitives, offer, terms, request, options)
  const tariff = readDocument(primitives, 'tariff', tariffHash, tariffFile, terms.supplier.key, decodeTariff)
  if (tariff.state !== 'held') throw new AppError('tariff-unknown')
  assertAcceptable(terms, tariff.document, options.first)
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
  const document = decodeContract(readBody(file))
  if (!isSignedBy(primitives, file, document.supplier.key) || !isCountersigned(primitives, file, document)) {
    throw new AppError('contract-not-signed')
  }
  if (!store.contracts().some(({ hash }) => hash === file.hash)) {
    store.keepContract({ hash: file.hash, file: bytes, address: null, delivered: true })
  }
  return { hash: file.hash, document }
}

/** Whether the household named in a contract has signed it. */
export function isCountersigned(primitives: Primitives, file: SignedFile, { household }: Contract): boolean {
  const signature = file.householdSignature
  return signature !== null && primitives.ed25519.verify(signature, signedBytes('contract', file.body), household.key)
}

function countersign(primitives: Primitives, offer: SignedFile, seed: Uint8Array): Uint8Array {
  const householdSignature = primitives.ed25519.sign(seed, signedBytes('contract', offer.body))
  return encodeSignedFile({ ...offer, householdSignature })
}

function chainOf({ chains }: AgreeDeps, meterId: string): HeldChain {
  const chain = chains.chains().find(({ id }) => id.meterId === meterId && id.obis === OBIS_DRAWN)
  if (!chain) throw new AppError('meter-unknown')
  return chain
}

function requestOf(
  { primitives, chains }: AgreeDeps,
  chain: HeldChain,
  seed: Uint8Array,
  { first, last, tariffHash }: AgreeOptions & { readonly tariffHash: string },
  zone: TimeZone
): ContractRequest {
  const begins = startOfDay(first, zone)
  const head = chains.lastHeadBefore(chain.id, begins)
  return {
    householdKey: primitives.ed25519.publicKey(seed),
    genesis: chain.genesis,
    // Only the head that reaches the first day says where the contract starts.
    start: head && endOf({ start: head.head.intervalStart, seconds: head.head.seconds }) >= begins ? head : null,
    tariffHash,
    first,
    last
  }
}

/** An offer that differs from the request in anything that the household has said is no offer. */
function assertAsAsked(
  primitives: Primitives,
  offer: SignedFile,
  terms: Contract,
  request: ContractRequest,
  options: AgreeOptions
): void {
  const register = terms.registers[0]
  const asAsked =
    offer.kind === 'contract' &&
    terms.registers.length === 1 &&
    register?.meterId === request.genesis.genesis.meterId &&
    register.obis === request.genesis.genesis.obis &&
    equalBytes(register.genesis.bytes, encodeGenesis(request.genesis.genesis)) &&
    equalBytes(
      register.start?.bytes ?? new Uint8Array(0),
      request.start ? encodeHead(request.start.head) : new Uint8Array(0)
    ) &&
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

/** What a tariff would open is judged now, and never when the bill comes. */
function assertAcceptable(terms: Contract, tariff: Tariff, first: LocalDate): void {
  const refusal = refusalsOf(terms, tariff, first)[0]
  if (refusal) throw new AppError('tariff-refused', { reason: refusal.code, ...refusal.params })
}
