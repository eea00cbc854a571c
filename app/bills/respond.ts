/**
 * Makes the RESPONSE of a period: once, on disk with the opening log before anything leaves, and afterwards only ever
 * the same bytes (docs/bill-format.md 8).
 */

import { type Primitives, toHex, utf8 } from '../../crypto'
import { periodOfDays } from '../domain/calendar'
import type { UnitExponent } from '../domain/energy'
import { endOf } from '../domain/interval'
import { OBIS_DRAWN } from '../domain/meter/meter'
import type { CommitmentWork } from '../ports'
import type { ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, OpenedIntervals, StoredResponse } from './bill-store'
import { buildResponse, runEnds } from './build-response'
import type { HeldContract } from './evidence'
import type { HeldList } from './index-lists'
import { type MeterRun, heldExchanges, meterRuns } from './meter-runs'
import type { Steps } from './pause'
import { encodeResponse } from './response-bytes'
import { type Section, type TariffPart, countedRegisters, fillSection, planSections, tariffNames } from './sections'
import type { RecordDelivery } from './supplier-link'
import { changeRefusals } from './tariff/accept-tariff'
import type { BillingPeriod } from './tariff/billing-periods'
import { fitsInterval } from './tariff/index-price'
import { hasTooManyCells, smallCells } from './tariff/plan-period'
import { type RunsWanting, type WholeRun, readDelivery, wholeRuns } from './whole-runs'

export type RespondDeps = {
  readonly primitives: Primitives
  readonly chains: ChainStore
  readonly store: BillStore
  readonly work: Pick<CommitmentWork, 'rest'>
}

/** Why a period is not answered yet, or not at all. */
export type NotAnswered =
  | RunsWanting
  /** Opened only with the person's word on exactly these numbers (see OpeningReason). */
  | 'needs-consent'
  /** Cells of this period are smaller than what may be opened. */
  | 'cell-too-small'
  | 'list-unusable'
  /** The tariff changes within the period in a way that no sum can be split by. */
  | 'tariff-change-refused'

/** Records of one meter, as they go along with the RESPONSE. */
export type RunDelivery = { readonly run: MeterRun; readonly delivery: RecordDelivery }

export type Answered =
  | { readonly ok: true; readonly response: StoredResponse; readonly deliveries: readonly RunDelivery[] }
  | { readonly ok: false; readonly reason: NotAnswered }

export type Terms = {
  readonly contract: HeldContract
  /** The accepted tariffs of the period, with their days. */
  readonly parts: readonly TariffPart[]
  readonly list: HeldList | null
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
  readonly deliveries: readonly RunDelivery[]
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

/**
 * The stored response of the period, or a new one that is stored before it is told; with its records, read once. Stored is in
 * one piece, at the end: whoever stops before has opened nothing.
 */
export function* answerPeriod(deps: RespondDeps, terms: Terms, due: BillingPeriod): Steps<Answered> {
  const { store } = deps
  const { contract } = terms
  const { start } = periodOfDays(due.first, due.last, contract.document.zone)
  const stored = store.response(contract.hash, start)
  if (stored) return yield* storedAnswer(deps, terms, stored)
  const prepared = yield* prepareOpening(deps, terms, due)
  if (!prepared.ok) return prepared
  // Others have had their turn since: the period may have been answered meanwhile.
  const faster = store.response(contract.hash, start)
  if (faster) return yield* storedAnswer(deps, terms, faster)
  const { response, opened, deliveries, question } = prepared.opening
  if (question && !store.hasConsent(question.id)) return no('needs-consent')
  // What was opened since the question was put makes it another question.
  return store.logOpening(response, opened, question?.earlier ?? [])
    ? { ok: true, response, deliveries }
    : no('needs-consent')
}

function* storedAnswer(
  { chains, primitives, store }: RespondDeps,
  { contract: { document }, parts }: Terms,
  response: StoredResponse
): Steps<Answered> {
  const deliveries: RunDelivery[] = []
  const exchanges = heldExchanges(primitives, store, document)
  for (const run of meterRuns(document, exchanges, response.period, countedRegisters(parts))) {
    const delivery = yield* readDelivery(chains, run)
    if (!delivery) return no('readings-incomplete')
    deliveries.push({ run, delivery })
  }
  return { ok: true, response, deliveries }
}

/** Computes what a period would open; keeps nothing. */
export function* prepareOpening(
  deps: RespondDeps,
  { contract, parts, list }: Terms,
  due: BillingPeriod
): Steps<Prepared> {
  const { store, primitives } = deps
  const { document } = contract
  const period = periodOfDays(due.first, due.last, document.zone)
  if (changeRefusals(parts, due).length > 0) return no('tariff-change-refused')
  const plans = planSections(parts, document.zone)
  if (plans.some(({ plan }) => hasTooManyCells(plan) || (!due.short && smallCells(plan).length > 0))) {
    return no('cell-too-small')
  }
  yield [0, 1]
  const runs = yield* wholeRuns(deps, document, period, countedRegisters(parts))
  if (typeof runs === 'string') return no(runs)
  const indexed = plans.some((section) => section.indexed)
  const fits = runs.every(({ chain, held }) => chain.obis !== OBIS_DRAWN || fitsList(list, held))
  if (indexed && !fits) return no('list-unusable')
  const entries = runs.flatMap((run) => run.entries)
  const sections: Section[] = []
  for (const plan of plans) sections.push(yield* fillSection(plan, list?.document ?? null, entries, false))
  if (sections.some(({ intervals }) => intervals === null)) return no('list-unusable')
  yield [1, 1]
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
  return { ok: true, opening: { response, ...openedBy(deps, response, runs, { due, indexed }) } }
}

/** What of the opening goes into the log, and whether somebody is asked first. */
function openedBy(
  { store, primitives }: RespondDeps,
  response: StoredResponse,
  runs: readonly WholeRun[],
  { due, indexed }: { readonly due: BillingPeriod; readonly indexed: boolean }
): Omit<PreparedOpening, 'response'> {
  const { period } = response
  const opened = runs.flatMap(({ chain, entries }) => {
    const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
    return first && last
      ? [{ chain, from: first.intervalStart, to: endOf({ start: last.intervalStart, seconds: last.seconds }) }]
      : []
  })
  const earlier = [...new Set(opened.flatMap(({ chain }) => store.openedIn(chain, period)))].sort()
  // After a restore the log may lack an opening. What contract, tariff and calendar determine is the same bytes again;
  // with another price list it could be a second number over the same intervals.
  const reasons: OpeningReason[] = [
    ...(due.short ? (['short-period'] as const) : []),
    ...(indexed && period.start < store.openedBefore() ? (['after-restore'] as const) : []),
    ...(earlier.length > 0 ? (['opened-before'] as const) : [])
  ]
  return {
    opened,
    deliveries: runs.map(({ held: _held, entries: _entries, delivery, ...run }) => ({ run, delivery })),
    unitExp: runs[0]?.genesis.genesis.unitExp ?? 0,
    question: reasons.length === 0 ? null : { id: questionId(primitives, response, earlier), reasons, earlier }
  }
}

function questionId(primitives: Primitives, { hash }: StoredResponse, earlier: readonly string[]): string {
  return toHex(primitives.sha256(utf8([hash, ...earlier].join(' '))))
}

function fitsList(list: Terms['list'], { genesis }: HeldChain): boolean {
  return list !== null && fitsInterval(list.document, genesis.genesis.seconds)
}

function no(reason: NotAnswered): { readonly ok: false; readonly reason: NotAnswered } {
  return { ok: false, reason }
}
