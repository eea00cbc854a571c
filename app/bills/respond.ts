/**
 * Makes the RESPONSE of a period: once, on disk with the opening log before anything leaves, and afterwards only ever
 * the same bytes (docs/bill-format.md 8).
 */

import { type Primitives, toHex } from '../../crypto'
import { type Period, endOf } from '../domain/interval'
import { encodeGenesis } from '../domain/meter/genesis'
import { type SignedHead, hashRecord } from '../domain/meter/record'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore, StoredResponse } from './bill-store'
import { buildResponse } from './build-response'
import type { ContractRegister } from './documents/contract-document'
import type { IndexList } from './documents/index-document'
import { genesisOf, startHeadOf } from './documents/statements'
import type { Tariff } from './documents/tariff-document'
import type { HeldContract } from './evidence'
import { encodeResponse } from './response-bytes'
import { indexComponentOf, priceIntervals, sumFigures } from './sum-figures'
import type { RecordDelivery } from './supplier-link'
import type { BillingPeriod } from './tariff/billing-periods'
import { fitsInterval } from './tariff/index-price'
import { hasTooManyCells, planPeriod, smallCells } from './tariff/plan-period'

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
  /** Short first or last period: opened only with the person's word. */
  | 'needs-consent'
  /** Cells of this period are smaller than what may be opened. */
  | 'cell-too-small'
  | 'list-unusable'
  /** Some interval has been opened in another number. */
  | 'already-opened'

export type Answered =
  { readonly ok: true; readonly response: StoredResponse } | { readonly ok: false; readonly reason: NotAnswered }

export type Terms = {
  readonly contract: HeldContract
  readonly tariffHash: string
  readonly tariff: Tariff
  readonly list: { readonly hash: string; readonly document: IndexList } | null
}

/** The stored response of the period, or a new one that is stored before this returns. */
export function answerPeriod(deps: RespondDeps, terms: Terms, due: BillingPeriod): Answered {
  const { store, primitives } = deps
  const { contract, tariff, list } = terms
  const { document } = contract
  const plan = planPeriod(tariff, document.zone, due.first, due.last)
  const { period } = plan
  const stored = store.response(contract.hash, period.start)
  if (stored) return { ok: true, response: stored }
  if (due.short && !store.hasConsent(contract.hash, period.start)) return no('needs-consent')
  if (hasTooManyCells(plan) || (!due.short && smallCells(plan).length > 0)) return no('cell-too-small')
  const run = completeRun(deps, document.registers[0], period)
  if (typeof run === 'string') return no(run)
  const indexed = indexComponentOf(tariff) !== null
  if (indexed && (!list || !fitsInterval(list.document, run.chain.genesis.genesis.seconds))) return no('list-unusable')
  const intervals = priceIntervals(tariff, plan, list?.document ?? null, run.entries)
  if (!intervals) return no('list-unusable')
  const own = sumFigures(plan, intervals, indexed)
  const seed = store.billKey()
  if (!own || !seed) return no('readings-incomplete')
  const response = buildResponse({
    contractHash: contract.hash,
    tariffHash: terms.tariffHash,
    listHash: indexed ? (list?.hash ?? null) : null,
    period,
    plan,
    own,
    run: { chain: run.chain.id, first: run.first, last: run.last, lastHash: run.lastHash }
  })
  const body = encodeResponse(response)
  const made: StoredResponse = {
    contractHash: contract.hash,
    period,
    body,
    signature: primitives.ed25519.sign(seed, body),
    hash: toHex(primitives.sha256(body)),
    listHash: response.listHash,
    sentAt: null
  }
  const starts = run.entries.map(({ record }) => record.intervalStart)
  return store.logOpening(made, [{ chain: run.chain.id, starts }]) ? { ok: true, response: made } : no('already-opened')
}

/** The period's records with both ends signed; null where something of it is not here. */
export function recordsToSend(
  { chains }: Pick<RespondDeps, 'chains'>,
  register: ContractRegister,
  period: Period
): RecordDelivery | null {
  const entries = chains.entriesBetween(register, period.start, period.end)
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last) return null
  const anchor = anchorOf(chains, register, first.counter)
  const head = chains.headAt(register, last.counter)
  return anchor && head ? { anchor, records: entries.map(({ record }) => record), head } : null
}

type Run = {
  readonly chain: HeldChain
  readonly entries: readonly ChainEntry[]
  readonly first: number
  readonly last: number
  readonly lastHash: Uint8Array
}

function completeRun(
  { chains, primitives }: RespondDeps,
  register: ContractRegister | undefined,
  period: Period
): Run | NotAnswered {
  const chain = register && chains.chain(register)
  if (!register || !chain) return 'readings-incomplete'
  const pinned = encodeGenesis(genesisOf(register).genesis)
  if (toHex(encodeGenesis(chain.genesis.genesis)) !== toHex(pinned)) return 'other-meter'
  const entries = chains.entriesBetween(register, period.start, period.end)
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last || entries.some(({ opening }) => opening === null)) return 'readings-incomplete'
  if (chain.genesis.genesis.start > period.start) return 'readings-incomplete'
  if (endOf({ start: last.intervalStart, seconds: last.seconds }) < period.end) return 'readings-incomplete'
  if (last.counter - first.counter + 1 !== entries.length) return 'readings-incomplete'
  if (!recordsToSend({ chains }, register, period)) return 'head-missing'
  return { chain, entries, first: first.counter, last: last.counter, lastHash: hashRecord(primitives, last) }
}

/** HEAD of the record before, or GENESIS where the chain begins with the period. */
function anchorOf(chains: ChainStore, register: ContractRegister, first: number): RecordDelivery['anchor'] | null {
  if (first === 0) return genesisOf(register)
  const start: SignedHead | null = startHeadOf(register)
  if (start?.head.counter === first - 1) return start
  return chains.headAt(register, first - 1)
}

function no(reason: NotAnswered): Answered {
  return { ok: false, reason }
}
