/**
 * Makes the RESPONSE of a period: once, on disk with the opening log before anything leaves, and afterwards only ever
 * the same bytes (docs/bill-format.md 8).
 */

import { type Primitives, toHex, utf8 } from '../../crypto'
import { periodOfDays } from '../domain/calendar'
import type { UnitExponent } from '../domain/energy'
import { type Period, endOf } from '../domain/interval'
import { encodeGenesis } from '../domain/meter/genesis'
import { OBIS_DRAWN, type Obis } from '../domain/meter/meter'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, OpenedIntervals, StoredResponse } from './bill-store'
import { buildResponse, runEnds } from './build-response'
import type { Contract } from './documents/contract-document'
import type { IndexList } from './documents/index-document'
import type { HeldContract } from './evidence'
import { type MeterRun, heldExchanges, meterRuns } from './meter-runs'
import { encodeResponse } from './response-bytes'
import { type TariffPart, countedRegisters, fillSection, planSections, tariffNames } from './sections'
import type { RecordDelivery } from './supplier-link'
import { changeRefusals } from './tariff/accept-tariff'
import type { BillingPeriod } from './tariff/billing-periods'
import { fitsInterval } from './tariff/index-price'
import { hasTooManyCells, smallCells } from './tariff/plan-period'

export type RespondDeps = {
  readonly primitives: Primitives
  readonly chains: ChainStore
  readonly store: BillStore
}

/** Why a period is not answered yet, or not at all. */
export type NotAnswered =
  /** Records or openings of the period are not all here. */
  | 'readings-incomplete'
  /** The chain was pinned with another key or start than the meter has now. */
  | 'other-meter'
  /** The meter's signed head at an end of the period is not here. */
  | 'head-missing'
  /** Opened only with the person's word on exactly these numbers (see OpeningReason). */
  | 'needs-consent'
  /** Cells of this period are smaller than what may be opened. */
  | 'cell-too-small'
  | 'list-unusable'
  /** The tariff changes within the period in a way that no sum can be split by. */
  | 'tariff-change-refused'
  /** The meters of the period count in different units. */
  | 'other-unit'

export type Answered =
  { readonly ok: true; readonly response: StoredResponse } | { readonly ok: false; readonly reason: NotAnswered }

export type Terms = {
  readonly contract: HeldContract
  /** The accepted tariffs of the period, with their days. */
  readonly parts: readonly TariffPart[]
  readonly list: { readonly hash: string; readonly document: IndexList } | null
}

/** Why a person must be asked before some numbers leave. */
export type OpeningReason =
  /** A first or last period of fewer than 14 days. */
  | 'short-period'
  /** A backup was restored, and the log may not know what was opened before. */
  | 'after-restore'
  /** Some interval has been opened in another number: both together say more than each. */
  | 'opened-before'

/** What would leave, before anything is kept. */
export type PreparedOpening = {
  readonly response: StoredResponse
  readonly opened: readonly OpenedIntervals[]
  readonly unitExp: UnitExponent
  /** Null where nobody has to be asked. */
  readonly question: {
    /** Names exactly these numbers beside exactly those earlier ones. */
    readonly id: string
    readonly reasons: readonly OpeningReason[]
    /** Hashes of the responses that have opened some of the intervals. */
    readonly earlier: readonly string[]
  } | null
}

export type Prepared =
  { readonly ok: true; readonly opening: PreparedOpening } | { readonly ok: false; readonly reason: NotAnswered }

/** The stored response of the period, or a new one that is stored before this returns. */
export function answerPeriod(deps: RespondDeps, terms: Terms, due: BillingPeriod): Answered {
  const { store } = deps
  const { contract } = terms
  const period = periodOfDays(due.first, due.last, contract.document.zone)
  const stored = store.response(contract.hash, period.start)
  if (stored) return { ok: true, response: stored }
  const prepared = prepareOpening(deps, terms, due)
  if (!prepared.ok) return prepared
  const { response, opened, question } = prepared.opening
  if (question && !store.hasConsent(question.id)) return no('needs-consent')
  // What was opened since the question was put makes it another question.
  return store.logOpening(response, opened, question?.earlier ?? []) ? { ok: true, response } : no('needs-consent')
}

/** Computes what a period would open; keeps nothing. */
export function prepareOpening(deps: RespondDeps, { contract, parts, list }: Terms, due: BillingPeriod): Prepared {
  const { store, primitives } = deps
  const { document } = contract
  const period = periodOfDays(due.first, due.last, document.zone)
  if (changeRefusals(parts, due).length > 0) return no('tariff-change-refused')
  const plans = planSections(parts, document.zone)
  if (plans.some(({ plan }) => hasTooManyCells(plan) || (!due.short && smallCells(plan).length > 0))) {
    return no('cell-too-small')
  }
  const runs = completeRuns(deps, document, period, countedRegisters(parts))
  if (typeof runs === 'string') return no(runs)
  const indexed = plans.some((section) => section.indexed)
  const fits = runs.every(({ chain, held }) => chain.obis !== OBIS_DRAWN || fitsList(list, held))
  if (indexed && !fits) return no('list-unusable')
  const entries = runs.flatMap((run) => run.entries)
  const sections = plans.map((section) => fillSection(section, list?.document ?? null, entries, false))
  if (sections.some(({ intervals }) => intervals === null)) return no('list-unusable')
  const seed = store.billKey()
  const built = buildResponse({
    contractHash: contract.hash,
    tariffHash: tariffNames(parts),
    listHash: indexed ? (list?.hash ?? null) : null,
    period,
    sections,
    runs: runs.map(({ chain, entries: own }) => runEnds(primitives, chain, own))
  })
  if (!built || !seed) return no('readings-incomplete')
  const body = encodeResponse(built)
  const response: StoredResponse = {
    contractHash: contract.hash,
    period,
    body,
    signature: primitives.ed25519.sign(seed, body),
    hash: toHex(primitives.sha256(body)),
    listHash: built.listHash,
    sentAt: null
  }
  const opened = runs.map(({ chain, entries: own }) => ({
    chain,
    starts: own.map(({ record }) => record.intervalStart)
  }))
  const earlier = [...new Set(opened.flatMap(({ chain }) => store.openedIn(chain, period)))].sort()
  // After a restore the log may lack an opening. What contract, tariff and calendar determine is the same bytes again;
  // with another price list it could be a second number over the same intervals.
  const reasons: OpeningReason[] = [
    ...(due.short ? (['short-period'] as const) : []),
    ...(indexed && period.start < store.openedBefore() ? (['after-restore'] as const) : []),
    ...(earlier.length > 0 ? (['opened-before'] as const) : [])
  ]
  const question = reasons.length === 0 ? null : { id: questionId(primitives, response, earlier), reasons, earlier }
  return { ok: true, opening: { response, opened, unitExp: runs[0]?.genesis.genesis.unitExp ?? 0, question } }
}

function questionId(primitives: Primitives, { hash }: StoredResponse, earlier: readonly string[]): string {
  return toHex(primitives.sha256(utf8([hash, ...earlier].join(' '))))
}

/** A run's records with both ends signed; null where something of it is not here. */
export function recordsToSend({ chains }: Pick<RespondDeps, 'chains'>, run: MeterRun): RecordDelivery | null {
  const entries = chains.entriesBetween(run.chain, run.period.start, run.period.end)
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last) return null
  const anchor = anchorOf(chains, run, first.counter)
  const head = chains.headAt(run.chain, last.counter)
  return anchor && head ? { anchor, records: entries.map(({ record }) => record), head } : null
}

type CompleteRun = MeterRun & { readonly held: HeldChain; readonly entries: readonly ChainEntry[] }

function completeRuns(
  deps: RespondDeps,
  contract: Contract,
  period: Period,
  counted: ReadonlySet<Obis>
): readonly CompleteRun[] | NotAnswered {
  const runs: CompleteRun[] = []
  for (const run of meterRuns(contract, heldExchanges(deps.primitives, deps.store, contract), period, counted)) {
    const complete = completeRun(deps, run)
    if (typeof complete === 'string') return complete
    runs.push(complete)
  }
  if (runs.length === 0) return 'readings-incomplete'
  // The energies of two meters are added: they must count in the same unit.
  return new Set(runs.map(({ genesis }) => genesis.genesis.unitExp)).size === 1 ? runs : 'other-unit'
}

function completeRun({ chains }: RespondDeps, run: MeterRun): CompleteRun | NotAnswered {
  const { chain, genesis, period } = run
  const held = chains.chain(chain)
  if (!held) return 'readings-incomplete'
  if (toHex(encodeGenesis(held.genesis.genesis)) !== toHex(encodeGenesis(genesis.genesis))) return 'other-meter'
  const entries = chains.entriesBetween(chain, period.start, period.end)
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last || entries.some(({ opening }) => opening === null)) return 'readings-incomplete'
  if (held.genesis.genesis.start > period.start) return 'readings-incomplete'
  if (endOf({ start: last.intervalStart, seconds: last.seconds }) < period.end) return 'readings-incomplete'
  if (last.counter - first.counter + 1 !== entries.length) return 'readings-incomplete'
  if (!recordsToSend({ chains }, run)) return 'head-missing'
  return { ...run, held, entries }
}

function fitsList(list: Terms['list'], { genesis }: HeldChain): boolean {
  return list !== null && fitsInterval(list.document, genesis.genesis.seconds)
}

/** HEAD of the record before, or GENESIS where the chain begins with the period. */
function anchorOf(
  chains: ChainStore,
  { chain, genesis, start }: MeterRun,
  first: number
): RecordDelivery['anchor'] | null {
  if (first === 0) return genesis
  if (start?.head.counter === first - 1) return start
  return chains.headAt(chain, first - 1)
}

function no(reason: NotAnswered): { readonly ok: false; readonly reason: NotAnswered } {
  return { ok: false, reason }
}
