/**
 * Everything a bill is held against, gathered once from what this household keeps. There is no transport here and
 * none can be passed in: verifying works without a network because it has no word for one.
 */

import type { Primitives } from '../../crypto'
import { type LocalDate, localDateAt, startOfDay } from '../domain/calendar'
import type { UnitExponent } from '../domain/energy'
import { type Period, SECONDS_PER_DAY, toUtcSeconds } from '../domain/interval'
import { type ChainId, type Obis, chainKey } from '../domain/meter/meter'
import type { MeterRecord } from '../domain/meter/record'
import type { CommitmentWork, WorkHooks } from '../ports'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, StoredBill, StoredResponse } from './bill-store'
import type { Bill } from './documents/bill-document'
import type { Contract } from './documents/contract-document'
import { familyOf } from './contract-family'
import { type DocumentEvidence, readDocument, readHeldContract } from './documents/held-document'
import { type IndexList, decodeIndexList } from './documents/index-document'
import type { SignedFile } from './documents/signed-file'
import type { SegmentStatements } from './documents/statements'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import { type MeterRun, heldExchanges, meterRuns } from './meter-runs'
import type { OpenedResponse } from './records/open-response'
import { pause, withPauses } from './pause'
import { readRecords } from './read-records'
import { type Section, type TariffPart, countedRegisters, fillSection, planSections } from './sections'
import { indexComponentOf } from './sum-figures'
import { acceptedTariffsFor } from './tariff/accept-tariff'

export type EvidenceSources = {
  /**
   * records: no reading is looked at, and what the household opened takes the place of its own sums (records/). Own
   * readings when left out.
   */
  readonly level?: 'readings' | 'records'
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly chains: ChainStore
  readonly store: Pick<BillStore, 'contracts' | 'document' | 'documents' | 'response' | 'openedIn' | 'bills'>
  /** The commitment that went out in a round for this record; null where none did. Absent where rounds are unknown. */
  readonly submittedCommitment?: (record: MeterRecord) => Uint8Array | null
  /** Told of runs of a chain (app/readings/opening-marks.ts) whose openings were all computed now, and fit. */
  readonly computed?: (chain: ChainId, runs: readonly (readonly ChainEntry[])[]) => void
}

export type HeldContract = { readonly hash: string; readonly document: Contract }

/** The period as days of the contract's zone. */
export type BillDays = { readonly first: LocalDate; readonly last: LocalDate }

/** A tariff accepted for some days of the period, as far as it is here. */
export type TariffEvidence = BillDays & { readonly found: DocumentEvidence<Tariff> }

/** A meter of the period, what the bill says of it, and what is held of its chain. */
export type EvidenceRun = MeterRun & {
  readonly segment: SegmentStatements | null
  readonly held: HeldChain | null
  /** Own records of its part of the period, in order. */
  readonly entries: readonly ChainEntry[]
}

export type Reckoning = { readonly parts: readonly TariffPart[]; readonly sections: readonly Section[] }

export type Evidence = {
  readonly sources: EvidenceSources
  /** What the RESPONSE opens, where there are no readings; null as long as nobody has looked. */
  readonly opened: OpenedResponse | null
  readonly file: SignedFile
  readonly bill: Bill
  readonly segments: readonly SegmentStatements[]
  readonly contract: HeldContract
  readonly period: Period
  /** Null when the period is empty, or too long to be one. */
  readonly days: BillDays | null
  /** Those accepted for these days, in order; empty where some day has none. */
  readonly tariffs: readonly TariffEvidence[]
  /** The index list that own prices come from; null without an index component. */
  readonly list: DocumentEvidence<IndexList> | null
  readonly runs: readonly EvidenceRun[]
  /** Own records of all runs, run by run. */
  readonly entries: readonly ChainEntry[]
  /** Of the meters; null where no chain is here. */
  readonly unitExp: UnitExponent | null
  readonly response: StoredResponse | null
  /** Accepted bills of this contract and of those it has taken the place of, but for this one; oldest first. */
  readonly accepted: readonly StoredBill[]
  /** All other bills seen under this contract. */
  readonly others: readonly StoredBill[]
  /** Null where some tariff is not here. */
  readonly reckoning: Reckoning | null
}

/** Longer than any billing period, shorter than what would keep the machine busy (B25). */
const MAX_PERIOD_SECONDS = 400 * SECONDS_PER_DAY

/** @throws WorkCancelled. */
export async function gatherEvidence(
  sources: EvidenceSources,
  file: SignedFile,
  bill: Bill,
  segments: readonly SegmentStatements[],
  contract: HeldContract,
  hooks: WorkHooks = {}
): Promise<Evidence> {
  const { store } = sources
  const { period } = bill
  const terms = contract.document
  const days = daysOf(period, terms)
  const response = store.response(contract.hash, period.start)
  const tariffs = days ? tariffsOf(sources, terms, days) : []
  const parts = heldParts(tariffs)
  // A list of a year's prices is long reading of its own.
  await pause(sources.work, hooks, 0, 1)
  const list = parts ? indexList(sources, terms, parts, bill, response) : null
  await pause(sources.work, hooks, 0, 1)
  const counted = countedRegisters(parts ?? [])
  // Reading the records is about half of it, placing and adding them the other half.
  const [reading, adding] = halvesOf(hooks)
  const runs = days ? await runsOf(sources, terms, segments, period, counted, reading) : []
  const entries = runs.flatMap((run) => run.entries)
  const all = store.contracts().flatMap((stored) => readHeldContract(sources.primitives, stored) ?? [])
  const family = new Set([contract.hash, ...familyOf(all, contract).map(({ hash }) => hash)])
  const others = store
    .bills()
    .filter(({ hash, contractHash }) => hash !== file.hash && contractHash !== null && family.has(contractHash))
  const found = list?.state === 'held' ? list.document : null
  return {
    sources,
    opened: null,
    file,
    bill,
    segments,
    contract,
    period,
    days,
    tariffs,
    list,
    runs,
    entries,
    unitExp: runs.find(({ held }) => held)?.held?.genesis.genesis.unitExp ?? null,
    response,
    accepted: others.filter(({ accepted }) => accepted).sort((a, b) => a.period.start - b.period.start),
    others,
    reckoning: parts && { parts, sections: await sectionsOf(sources, terms, parts, found, entries, adding) }
  }
}

async function sectionsOf(
  { level, work }: EvidenceSources,
  { zone }: Contract,
  parts: readonly TariffPart[],
  list: IndexList | null,
  entries: readonly ChainEntry[],
  hooks: WorkHooks
): Promise<readonly Section[]> {
  const sections: Section[] = []
  const plans = planSections(parts, zone)
  await pause(work, hooks, 0, 1)
  for (const section of plans) {
    sections.push(await withPauses(work, hooks, fillSection(section, list, entries, level === 'records')))
  }
  return sections
}

/** Progress of two pieces of work of about the same length, told as that of one. */
function halvesOf({ onProgress, ...rest }: WorkHooks): readonly [WorkHooks, WorkHooks] {
  if (!onProgress) return [rest, rest]
  return [
    { ...rest, onProgress: (done, total) => onProgress(done, 2 * total) },
    { ...rest, onProgress: (done, total) => onProgress(total + done, 2 * total) }
  ]
}

/** Whether own figures of every section are known. */
export function hasOwnFigures({ reckoning }: Pick<Evidence, 'reckoning'>): boolean {
  return reckoning !== null && reckoning.sections.every(({ own }) => own !== null)
}

/** The section with the index component; null where there is none. */
export function indexSection({ reckoning }: Pick<Evidence, 'reckoning'>): Section | null {
  return reckoning?.sections.find(({ indexed }) => indexed) ?? null
}

/** Whether both ends of the period are local midnights. */
export function onDayBorders(period: Period, { zone }: Contract): boolean {
  return [period.start, period.end].every((time) => startOfDay(localDateAt(time, zone), zone) === time)
}

function daysOf(period: Period, { zone }: Contract): BillDays | null {
  if (period.start >= period.end || period.end - period.start > MAX_PERIOD_SECONDS) return null
  return { first: localDateAt(period.start, zone), last: localDateAt(toUtcSeconds(period.end - 1), zone) }
}

function tariffsOf(
  { primitives, store }: EvidenceSources,
  terms: Contract,
  { first, last }: BillDays
): readonly TariffEvidence[] {
  return acceptedTariffsFor(terms, first, last).map(({ hash, ...span }) => {
    const file = store.document(hash)?.file ?? null
    return { ...span, found: readDocument(primitives, 'tariff', hash, file, terms.supplier.key, decodeTariff) }
  })
}

function heldParts(tariffs: readonly TariffEvidence[]): readonly TariffPart[] | null {
  const parts = tariffs.flatMap(({ first, last, found }) =>
    found.state === 'held' ? [{ hash: found.hash, tariff: found.document, first, last }] : []
  )
  return parts.length > 0 && parts.length === tariffs.length ? parts : null
}

/** The list that the household has answered with, before the one that the bill names. */
function indexList(
  { primitives, store }: EvidenceSources,
  terms: Contract,
  parts: readonly TariffPart[],
  bill: Bill,
  response: StoredResponse | null
): DocumentEvidence<IndexList> | null {
  if (!parts.some(({ tariff }) => indexComponentOf(tariff))) return null
  const hash = response?.listHash ?? bill.index?.list
  if (hash === undefined) return null
  const publisher = terms.index?.key ?? null
  if (!publisher) return { state: 'not-signed', hash }
  return readDocument(primitives, 'index', hash, store.document(hash)?.file ?? null, publisher, decodeIndexList)
}

async function runsOf(
  { primitives, store, chains, work }: EvidenceSources,
  terms: Contract,
  segments: readonly SegmentStatements[],
  period: Period,
  counted: ReadonlySet<Obis>,
  hooks: WorkHooks
): Promise<readonly EvidenceRun[]> {
  const runs: EvidenceRun[] = []
  for (const run of meterRuns(terms, heldExchanges(primitives, store, terms), period, counted)) {
    runs.push({
      ...run,
      segment: segments.find(({ chain }) => chainKey(chain) === chainKey(run.chain)) ?? null,
      held: chains.chain(run.chain),
      entries: await withPauses(work, hooks, readRecords(chains, run.chain, run.period))
    })
  }
  return runs
}
