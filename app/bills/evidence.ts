/**
 * Everything a bill is held against, gathered once from what this household keeps. There is no transport here and
 * none can be passed in: verifying works without a network because it has no word for one.
 */

import { FormatError, type Primitives } from '../../crypto'
import { type LocalDate, localDateAt, startOfDay } from '../domain/calendar'
import { type Period, SECONDS_PER_DAY, toUtcSeconds } from '../domain/interval'
import type { MeterRecord, Opening } from '../domain/meter/record'
import type { CommitmentWork } from '../ports'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, StoredBill, StoredResponse } from './bill-store'
import type { Bill } from './documents/bill-document'
import { type Contract, type ContractRegister } from './documents/contract-document'
import { type IndexList, decodeIndexList } from './documents/index-document'
import { type DocumentKind, type SignedFile, decodeSignedFile, isSignedBy, readBody } from './documents/signed-file'
import type { SegmentStatements } from './documents/statements'
import type { StrictJson } from './documents/strict-json'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import type { OpenedResponse } from './records/open-response'
import { type OwnFigures, type PricedInterval, indexComponentOf, priceIntervals, sumFigures } from './sum-figures'
import { acceptedTariffFor } from './tariff/accept-tariff'
import { type PeriodPlan, planPeriod } from './tariff/plan-period'

export type EvidenceSources = {
  /**
   * records: no reading is looked at, and what the household opened takes the place of its own sums (records/). Own
   * readings when left out.
   */
  readonly level?: 'readings' | 'records'
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly chains: ChainStore
  readonly store: Pick<BillStore, 'contracts' | 'document' | 'response' | 'openedIn' | 'bills'>
  /** The commitment that went out in a round for this record; null where none did. Absent where rounds are unknown. */
  readonly submittedCommitment?: (record: MeterRecord) => Uint8Array | null
}

export type HeldContract = { readonly hash: string; readonly document: Contract }

export type DocumentEvidence<Document> =
  | { readonly state: 'held'; readonly hash: string; readonly document: Document }
  | { readonly state: 'missing' | 'damaged' | 'not-signed'; readonly hash: string }

/** The period as days of the contract's zone. */
export type BillDays = { readonly first: LocalDate; readonly last: LocalDate }

export type Reckoning = {
  readonly plan: PeriodPlan
  readonly tariff: Tariff
  /** One per own record of the period, in order; null when some record has no place or price. */
  readonly intervals: readonly PricedInterval[] | null
  /** Null while openings are missing. True only if V8, V9 and V11 hold. */
  readonly own: OwnFigures | null
}

export type Evidence = {
  readonly sources: EvidenceSources
  /** What the RESPONSE opens, where there are no readings; null as long as nobody has looked. */
  readonly opened: OpenedResponse | null
  readonly file: SignedFile
  readonly bill: Bill
  readonly segments: readonly SegmentStatements[]
  readonly contract: HeldContract
  /** Of the contract, for the bill's first segment; null where the contract has no such register. */
  readonly register: ContractRegister | null
  readonly period: Period
  /** Null when the period is empty, or too long to be one. */
  readonly days: BillDays | null
  /** The tariff accepted for these days; null where none was. */
  readonly tariff: DocumentEvidence<Tariff> | null
  /** The index list that own prices come from; null without an index component. */
  readonly list: DocumentEvidence<IndexList> | null
  readonly chain: HeldChain | null
  /** Own records of the period, in order. */
  readonly entries: readonly ChainEntry[]
  readonly response: StoredResponse | null
  /** Accepted bills of this contract but for this one, oldest first. */
  readonly accepted: readonly StoredBill[]
  /** All other bills seen under this contract. */
  readonly others: readonly StoredBill[]
  readonly reckoning: Reckoning | null
}

/** Longer than any billing period, shorter than what would keep the machine busy (B25). */
const MAX_PERIOD_SECONDS = 400 * SECONDS_PER_DAY

export function gatherEvidence(
  sources: EvidenceSources,
  file: SignedFile,
  bill: Bill,
  segments: readonly SegmentStatements[],
  contract: HeldContract
): Evidence {
  const { chains, store } = sources
  const { period } = bill
  const terms = contract.document
  const days = daysOf(period, terms)
  const segment = segments[0]
  const register =
    terms.registers.find(({ meterId, obis }) => meterId === segment?.chain.meterId && obis === segment.chain.obis) ??
    null
  const response = store.response(contract.hash, period.start)
  const tariff = days && acceptedTariff(sources, terms, days)
  const list = tariff?.state === 'held' ? indexList(sources, terms, tariff.document, bill, response) : null
  const entries = register && days ? chains.entriesBetween(register, period.start, period.end) : []
  const others = store.bills().filter(({ hash, contractHash }) => hash !== file.hash && contractHash === contract.hash)
  return {
    sources,
    opened: null,
    file,
    bill,
    segments,
    contract,
    register,
    period,
    days,
    tariff,
    list,
    chain: register && chains.chain(register),
    entries,
    response,
    accepted: others.filter(({ accepted }) => accepted).sort((a, b) => a.period.start - b.period.start),
    others,
    reckoning:
      days && tariff?.state === 'held'
        ? reckon(terms, tariff.document, list, days, entries, sources.level === 'records')
        : null
  }
}

/** A pinned contract, read again from its file; null when the file is damaged. */
export function readHeldContract(
  primitives: Primitives,
  stored: { readonly hash: string; readonly file: Uint8Array },
  decode: (body: StrictJson) => Contract
): HeldContract | null {
  const found = readDocument(primitives, 'contract', stored.hash, stored.file, null, decode)
  return found.state === 'held' ? { hash: stored.hash, document: found.document } : null
}

/** Reads a stored document and holds it against its name and its author's key. */
export function readDocument<Document>(
  primitives: Primitives,
  kind: DocumentKind,
  hash: string,
  bytes: Uint8Array | null,
  key: Uint8Array | null,
  decode: (body: StrictJson) => Document
): DocumentEvidence<Document> {
  if (!bytes) return { state: 'missing', hash }
  try {
    const file = decodeSignedFile(primitives, bytes)
    if (file.kind !== kind || file.hash !== hash) return { state: 'damaged', hash }
    if (key && !isSignedBy(primitives, file, key)) return { state: 'not-signed', hash }
    return { state: 'held', hash, document: decode(readBody(file)) }
  } catch (error) {
    if (error instanceof FormatError) return { state: 'damaged', hash }
    throw error
  }
}

function daysOf(period: Period, { zone }: Contract): BillDays | null {
  if (period.start >= period.end || period.end - period.start > MAX_PERIOD_SECONDS) return null
  return { first: localDateAt(period.start, zone), last: localDateAt(toUtcSeconds(period.end - 1), zone) }
}

function acceptedTariff(
  { primitives, store }: EvidenceSources,
  terms: Contract,
  { first, last }: BillDays
): DocumentEvidence<Tariff> | null {
  const hash = acceptedTariffFor(terms, first, last)
  if (hash === null) return null
  return readDocument(primitives, 'tariff', hash, store.document(hash)?.file ?? null, terms.supplier.key, decodeTariff)
}

/** The list that the household has answered with, before the one that the bill names. */
function indexList(
  { primitives, store }: EvidenceSources,
  terms: Contract,
  tariff: Tariff,
  bill: Bill,
  response: StoredResponse | null
): DocumentEvidence<IndexList> | null {
  if (!indexComponentOf(tariff)) return null
  const hash = response?.listHash ?? bill.index?.list
  if (hash === undefined) return null
  const publisher = terms.index?.key ?? null
  if (!publisher) return { state: 'not-signed', hash }
  return readDocument(primitives, 'index', hash, store.document(hash)?.file ?? null, publisher, decodeIndexList)
}

function reckon(
  terms: Contract,
  tariff: Tariff,
  list: DocumentEvidence<IndexList> | null,
  { first, last }: BillDays,
  entries: readonly { readonly record: MeterRecord; readonly opening: Opening | null }[],
  sealed: boolean
): Reckoning {
  const plan = planPeriod(tariff, terms.zone, first, last)
  const indexed = indexComponentOf(tariff) !== null
  const intervals = priceIntervals(tariff, plan, list?.state === 'held' ? list.document : null, entries)
  return { plan, tariff, intervals, own: intervals && !sealed ? sumFigures(plan, intervals, indexed) : null }
}

/** Whether both ends of the period are local midnights. */
export function onDayBorders(period: Period, { zone }: Contract): boolean {
  return [period.start, period.end].every((time) => startOfDay(localDateAt(time, zone), zone) === time)
}
