/**
 * A household with a month of readings, its contract, its RESPONSE, and a supplier who issues the bill: everything a
 * check can look at, in memory and the same on every run. Tests break one thing and look what is said.
 */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { isCountersigned } from '../../../app/bills/agree'
import type { BillStore } from '../../../app/bills/bill-store'
import { type Bill, billVersion, encodeBill } from '../../../app/bills/documents/bill-document'
import { type Contract, encodeContract } from '../../../app/bills/documents/contract-document'
import { type IndexList, encodeIndexList } from '../../../app/bills/documents/index-document'
import { type SignedFile, encodeSignedFile, signFile, signedBytes } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff, tariffVersion } from '../../../app/bills/documents/tariff-document'
import type { EvidenceSources, HeldContract } from '../../../app/bills/evidence'
import { type MeterRun, meterRuns } from '../../../app/bills/meter-runs'
import { decodeResponse } from '../../../app/bills/response-bytes'
import type { TariffPart } from '../../../app/bills/sections'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { type LocalDate, addDays, periodOfDays, toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import type { UnitExponent } from '../../../app/domain/energy'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { encodeHead } from '../../../app/domain/meter/record'
import { toPrice } from '../../../app/domain/money'
import type { CommitmentWork } from '../../../app/ports'
import { EXAMPLE_SUPPLIER, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { issueBill } from '../../../services/supplier/issue-bill'
import { seededRandom } from '../seeded-random'
import { allowOpening } from './allow-opening'
import { answerAtOnce, recordsToSend } from './at-once'
import { exampleLoad } from './example-loads'
import { memoryBillStore } from './memory-bill-store'
import { type ChainRecipe, type MadeChain, type MadeInterval, makeChain, memoryChains } from './memory-chains'

export const ZONE = toTimeZone('Europe/Berlin')
export const primitives = createPlatformPrimitives()
const kernel = loadKernel()
const work = createInProcessWork(kernel, seededRandom('work'))

export type CaseOptions = {
  readonly seed?: string
  /** First day of the contract and of the first period; a month's first unless `last` ends it. */
  readonly first?: string
  readonly last?: string | null
  /** Billed month, when it is a later one. */
  readonly billed?: string
  readonly seconds?: number
  readonly unitExp?: UnitExponent
  readonly tariff?: Tariff
  /** Prices of the index list in nano-euro per Wh, by time; an index tariff needs it. */
  readonly listPrice?: (start: UtcSeconds) => bigint
  readonly listSeconds?: number
  /** From the contract's first day on. */
  readonly intervals?: readonly MadeInterval[]
  /** Days before the contract that the chain begins. */
  readonly daysBefore?: number
  readonly consent?: boolean
  readonly work?: CommitmentWork
  readonly chain?: Partial<ChainRecipe>
}

export type BillCase = {
  readonly sources: EvidenceSources & { readonly store: BillStore }
  readonly store: BillStore
  readonly chain: MadeChain
  readonly chains: readonly MadeChain[]
  readonly contract: HeldContract
  readonly tariff: Tariff
  readonly parts: readonly TariffPart[]
  /** The meter over the billed period. */
  readonly run: MeterRun
  readonly list: IndexList | null
  readonly period: Period
  readonly first: LocalDate
  readonly last: LocalDate
  readonly supplierSeed: Uint8Array
  readonly publisherSeed: Uint8Array
  readonly householdSeed: Uint8Array
  /** The right bill, as a value. */
  readonly bill: Bill
  /** Signs a bill as the supplier would. */
  readonly sign: (bill: Bill) => SignedFile
  /** Verifies the file of a bill, signed by the supplier. */
  readonly verify: (bill: Bill) => Promise<Verification>
  readonly verifyBytes: (bytes: Uint8Array) => Promise<Verification>
  /** The bill that follows when the supplier computes with other prices. */
  readonly issueWith: (priced: Tariff) => Bill
}

export function exampleTerms(from = '2026-01-01', to = '2026-12-31') {
  return { zone: ZONE, from: toLocalDate(from), to: toLocalDate(to) }
}

export function billCase(options: CaseOptions = {}): BillCase {
  const seed = options.seed ?? 'case'
  const random = seededRandom(`bill ${seed}`)
  const [supplierSeed, publisherSeed, householdSeed] = [random.bytes(32), random.bytes(32), random.bytes(32)]
  const tariff = options.tariff ?? threeTimesTariff(exampleTerms())
  const contractFirst = toLocalDate(options.first ?? '2026-03-01')
  const contractLast = options.last ? toLocalDate(options.last) : null
  const terms = { first: contractFirst, last: contractLast }
  const due = billingPeriodFrom(terms, toLocalDate(options.billed ?? contractFirst))
  if (!due) throw new RangeError('case: no such period')
  const period = periodOfDays(due.first, due.last, ZONE)
  const chain = chainOf(options, seed, contractFirst, due.last)
  const store = memoryBillStore()
  store.keepBillKey(householdSeed)
  const chains = [chain]
  const sources = { primitives, work: options.work ?? work, chains: memoryChains(chains), store }
  const tariffFile = signFile(primitives, 'tariff', encodeTariff(tariff), supplierSeed, tariffVersion(tariff))
  store.keepDocument({ hash: tariffFile.hash, kind: 'tariff', file: encodeSignedFile(tariffFile) })
  const document = contractOf(
    chain,
    { supplierSeed, publisherSeed, householdSeed },
    terms,
    tariffFile.hash,
    contractFirst
  )
  const contract = pin(store, document, supplierSeed, householdSeed)
  const listed = options.listPrice ? listOf(options, period, publisherSeed, options.listPrice) : null
  if (listed) store.keepDocument({ hash: listed.hash, kind: 'index', file: listed.file })
  const part = { hash: tariffFile.hash, tariff, first: due.first, last: due.last }
  const answers = { contract, parts: [part], list: listed }
  if (options.consent) allowOpening(sources, answers, due)
  const answered = answerAtOnce(sources, answers, due)
  if (!answered.ok) throw new RangeError(`case: ${answered.reason}`)
  const run = meterRuns(document, [], period, new Set([chain.id.obis]))[0]
  const delivery = run && recordsToSend(sources, run)
  if (!run || !delivery) throw new RangeError('case: no records')
  const issueWith = (priced: Tariff): Bill =>
    issueBill({
      contract,
      parts: [part],
      priced: [{ ...part, tariff: priced }],
      list: listed?.document ?? null,
      response: decodeResponse(answered.response.body),
      responseHash: answered.response.hash,
      deliveries: [delivery],
      exchanges: [],
      carried: [],
      unitExp: options.unitExp ?? 0,
      number: `${due.first.slice(0, 7)}-0001`,
      replaces: null,
      issued: addDays(due.last, 2)
    })
  const sign = (bill: Bill): SignedFile =>
    signFile(primitives, 'bill', encodeBill(bill), supplierSeed, billVersion(bill))
  return {
    sources,
    store,
    chain,
    chains,
    contract,
    tariff,
    parts: [part],
    run,
    list: listed?.document ?? null,
    period,
    first: due.first,
    last: due.last,
    supplierSeed,
    publisherSeed,
    householdSeed,
    bill: issueWith(tariff),
    sign,
    verify: (bill) => verifyBill(sources, encodeSignedFile(sign(bill))),
    verifyBytes: (bytes) => verifyBill(sources, bytes),
    issueWith
  }
}

/** An index list over a period with some days on both sides. */
export function makeList(prices: readonly bigint[], start: UtcSeconds, seconds: number): IndexList {
  return {
    name: 'Musterbörse Viertelstunden',
    publisher: 'Musterbörse',
    currency: 'EUR',
    start,
    end: toUtcSeconds(start + prices.length * seconds),
    seconds,
    prices: prices.map(toPrice)
  }
}

function chainOf(options: CaseOptions, seed: string, first: LocalDate, last: LocalDate): MadeChain {
  const seconds = options.seconds ?? 900
  const start = periodOfDays(addDays(first, -(options.daysBefore ?? 0)), last, ZONE)
  const before = periodOfDays(addDays(first, -(options.daysBefore ?? 0)), addDays(first, -1), ZONE)
  const count = (start.end - start.start) / seconds
  const leading = options.daysBefore ? (before.end - before.start) / seconds : 0
  const load = exampleLoad(seed, count, seconds, options.unitExp ?? 0)
  const intervals = options.intervals ? [...load.slice(0, leading), ...options.intervals] : load
  const recipe: ChainRecipe = { seed, start: start.start, seconds, unitExp: options.unitExp ?? 0, intervals }
  return makeChain({ ...recipe, ...options.chain })
}

function contractOf(
  chain: MadeChain,
  seeds: { supplierSeed: Uint8Array; publisherSeed: Uint8Array; householdSeed: Uint8Array },
  terms: { first: LocalDate; last: LocalDate | null },
  tariffHash: string,
  first: LocalDate
): Contract {
  const key = (seed: Uint8Array): Uint8Array => primitives.ed25519.publicKey(seed)
  const begins = periodOfDays(first, first, ZONE).start
  const head = memoryChains([chain]).lastHeadBefore(chain.id, begins)
  return {
    id: 'M-2026-0417',
    supplier: { name: EXAMPLE_SUPPLIER, key: key(seeds.supplierSeed) },
    household: { key: key(seeds.householdSeed) },
    currency: 'EUR',
    zone: ZONE,
    first: terms.first,
    last: terms.last,
    billing: 'calendar-month',
    operator: null,
    instalments: [],
    registers: [
      {
        ...chain.id,
        genesis: { bytes: encodeGenesis(chain.genesis.genesis), sig: chain.genesis.signature },
        start: head && { bytes: encodeHead(head.head), sig: head.signature }
      }
    ],
    tariffs: [{ hash: tariffHash, from: terms.first }],
    index: { publisher: 'Musterbörse', key: key(seeds.publisherSeed) }
  }
}

function pin(store: BillStore, document: Contract, supplierSeed: Uint8Array, householdSeed: Uint8Array): HeldContract {
  const offer = signFile(primitives, 'contract', encodeContract(document), supplierSeed)
  const file = {
    ...offer,
    householdSignature: primitives.ed25519.sign(householdSeed, signedBytes('contract', offer.body))
  }
  if (!isCountersigned(primitives, file, document)) throw new RangeError('case: countersignature')
  store.keepContract({ hash: file.hash, file: encodeSignedFile(file), address: null, delivered: true })
  return { hash: file.hash, document }
}

function listOf(
  options: CaseOptions,
  period: Period,
  publisherSeed: Uint8Array,
  price: (start: UtcSeconds) => bigint
): { hash: string; file: Uint8Array; document: IndexList } {
  const seconds = options.listSeconds ?? options.seconds ?? 900
  const count = (period.end - period.start) / seconds
  const prices = Array.from({ length: count }, (_, index) => price(toUtcSeconds(period.start + index * seconds)))
  const document = makeList(prices, period.start, seconds)
  const file = signFile(primitives, 'index', encodeIndexList(document), publisherSeed)
  return { hash: file.hash, file: encodeSignedFile(file), document }
}
