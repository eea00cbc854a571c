/** The bills of one household: contracts, the exchange with suppliers, verification, and the views. */

import type { Primitives } from '../../crypto'
import { AppError } from '../app-error'
import type {
  BillReport,
  ContractOffer,
  ContractView,
  CoreProcedures,
  EmitCoreEvent,
  OpeningQuestion
} from '../contract'
import { checkShape } from '../check-shape'
import { billReport as reportSchema } from '../contract/bills'
import type { LocalDate } from '../domain/calendar'
import type { UtcSeconds } from '../domain/interval'
import type { Clock, CommitmentWork, Documents, Random } from '../ports'
import type { ChainStore } from '../readings/chain-store'
import type { PriceSource } from '../readings/price-source'
import { answerOffer, offerProcedures, openOffers } from './amend/offers'
import { allowOpening, openingProcedures, openingQuestions, refuseOpening } from './opening-questions'
import { type AgreeOptions, agreeContract, pinContract } from './agree'
import type { BillStore, StoredBill } from './bill-store'
import { type PapersProcedureName, papersProcedures } from './papers/papers-procedures'
import type { PapersStore } from './papers/papers-store'
import { encodeEvidence } from './documents/evidence-document'
import { readDocument, readHeldContract } from './documents/held-document'
import { type Tariff, decodeTariff } from './documents/tariff-document'
import type { EvidenceSources, HeldContract } from './evidence'
import { type ExchangeTrouble, exchangeBills } from './exchange'
import { createLongWork } from './long-work'
import { type OpenFilesDeps, openFiles } from './open-files'
import { withPauses } from './pause'
import { createPriceSource } from './price-source'
import { intervalReader } from './report/interval-reader'
import { contractView } from './report/contract-view'
import { evidenceOf } from './records/evidence-of'
import { withoutReadings } from './records/record-sources'
import { type OfflineAnswer, respondOffline } from './respond-offline'
import { sealedProcedures } from './records/sealed-procedures'
import { ownTariffs } from './tariffs/tariff-procedures'
import type { TariffStore } from './tariffs/tariff-store'
import type { SupplierLinks } from './supplier-link'
import { type BillVerification, takeBill, verifyAndReport } from './take-bill'
import type { VerifyHooks } from './verify-bill'

export type BillsDependencies = {
  readonly clock: Clock
  readonly random: Random
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly chains: ChainStore
  readonly store: BillStore
  readonly papers: PapersStore
  readonly tariffs: TariffStore
  readonly documents: Documents
  /** Used by the exchange alone. */
  readonly links: SupplierLinks
  readonly emit: EmitCoreEvent
  /** What went out in rounds, for V18; absent where this household takes part in none. */
  readonly submittedCommitment?: EvidenceSources['submittedCommitment']
}

export type Bills = {
  /** Does what is due with the suppliers. Asked while it is at work, it answers when that work is done. */
  step(): Promise<readonly ExchangeTrouble[]>
  /** Ends what is under way at its next pause; nothing is begun any more. */
  stop(): void
  /**
   * Agrees on a contract with the supplier at an address.
   * @throws AppError meter-unknown, tariff-unknown, offer-not-as-asked, offer-not-signed, tariff-refused;
   *   TransportError; FormatError.
   */
  agree(options: AgreeOptions): Promise<ContractView>
  /** Keeps a contract that came as a file. @throws AppError contract-not-signed; FormatError. */
  pinContract(file: Uint8Array): ContractView
  /** The contracts' files, as a third party would be given them. */
  contractFiles(): readonly { readonly hash: string; readonly file: Uint8Array }[]
  /** What waits for the person's word before it leaves, of contracts that came as files too. */
  questions(): Promise<readonly OpeningQuestion[]>
  /** The person's word on a question. @throws AppError question-unknown. */
  allowOpening(question: string): Promise<void>
  /** The person's no to a question; LP(REFUSAL, signature). @throws AppError question-unknown. */
  refuseOpening(question: string): Promise<Uint8Array>
  /** Contracts that suppliers would like in place of others. */
  offers(): readonly ContractOffer[]
  /** @throws AppError offer-unknown, offer-refused { reason }. */
  answerOffer(offer: string, accept: boolean): void
  /**
   * Opens a period to a supplier without a server; `id` null where there is one contract.
   * @throws AppError contract-unknown, period-unknown, period-not-answered.
   */
  respond(id: string | null, first: LocalDate): Promise<OfflineAnswer>
  /** Verifies and changes nothing. @throws WorkCancelled. */
  verify(file: Uint8Array, hooks?: VerifyHooks): Promise<BillVerification>
  /** Verifies from the signed records alone and changes nothing. @throws WorkCancelled. */
  verifyWithoutReadings(file: Uint8Array, hooks?: VerifyHooks): Promise<BillVerification>
  /**
   * The evidence file of a bill; no reading is in it.
   * @throws FormatError for a file that is no bill; AppError evidence-incomplete.
   */
  evidence(file: Uint8Array): Promise<Uint8Array>
  /** Verifies and keeps. @throws WorkCancelled. */
  take(file: Uint8Array, hooks?: VerifyHooks): Promise<BillVerification>
  /** Tariffs of the contracts, as far as their files are here. */
  contractTariffs(): readonly Tariff[]
  /** Keys of the publishers that the contracts name. */
  publishers(): readonly Uint8Array[]
  /** The person's own tariffs have changed. */
  tariffsChanged(): void
  /** Nobody looks at the moment: gives up what was gathered for the next look. */
  putAway(): void
  /** Bills kept, newest period first, with their files. */
  kept(): readonly StoredBill[]
  readonly prices: PriceSource
  readonly procedures: Pick<
    CoreProcedures,
    | 'bills.list'
    | 'bills.open'
    | 'bills.cancel'
    | 'bills.report'
    | 'bills.verify-records'
    | 'bills.open-evidence'
    | 'bills.interval'
    | PapersProcedureName
    | 'bills.contracts'
    | 'bills.questions'
    | 'bills.allow-opening'
    | 'bills.refuse-opening'
    | 'bills.offers'
    | 'bills.answer-offer'
  >
}

export function createBills(deps: BillsDependencies): Bills {
  const { store, primitives, emit } = deps
  const prices = createPriceSource(primitives, store, () =>
    ownTariffs(deps.tariffs).map(({ id, tariff }) => ({ tariff, prices: deps.tariffs.prices(id) }))
  )
  const sources = sourcesOf(deps)
  const intervals = intervalReader(sources)
  const changed = (): void => {
    prices.forget()
    intervals.forget()
    emit('bills.changed', {})
  }
  const take = async (file: Uint8Array, hooks?: VerifyHooks): Promise<BillVerification> => {
    const checked = await takeBill({ ...sources, store, clock: deps.clock }, file, hooks)
    changed()
    return checked
  }
  const pin = (file: Uint8Array): ContractView => {
    const view = contractView(primitives, store, pinContract(deps, file))
    changed()
    return view
  }
  const ending = { aborted: false }
  const step = oneAtATime(async () => {
    if (ending.aborted) return []
    const takeBill = async (file: Uint8Array): Promise<void> => void (await take(file, { cancel: ending }))
    const troubles = await exchangeBills({ ...deps, takeBill, changed, cancel: ending })
    // A new price list may have come along.
    prices.forget()
    return troubles
  })
  const longWork = createLongWork(emit)
  return {
    step,
    stop: () => {
      ending.aborted = true
      longWork.cancel()
    },
    agree: async (options) => {
      const contract = await agreeContract(deps, deps.links(options.address, null), options)
      await step()
      changed()
      return contractView(primitives, store, contract)
    },
    pinContract: pin,
    contractFiles: () => store.contracts().map(({ hash, file }) => ({ hash, file })),
    questions: () => openingQuestions(deps, () => true),
    allowOpening: (question) => allowOpening(deps, question),
    refuseOpening: (question) => refuseOpening(deps, question),
    offers: () => openOffers(deps),
    answerOffer: (offer, accept) => {
      answerOffer(deps, offer, accept)
    },
    respond: (id, first) => respondOffline(deps, id, first),
    verify: (file, hooks) => verifyAndReport({ ...sources, clock: deps.clock }, file, hooks),
    verifyWithoutReadings: (file, hooks) =>
      verifyAndReport({ ...withoutReadings(sources), clock: deps.clock }, file, hooks),
    evidence: async (file) => encodeEvidence(primitives, await withPauses(deps.work, {}, evidenceOf(sources, file))),
    take,
    contractTariffs: () => contractTariffs(primitives, store),
    publishers: () =>
      heldContracts(primitives, store).flatMap(({ document }) => (document.index ? [document.index.key] : [])),
    tariffsChanged: changed,
    putAway: () => intervals.forget(),
    kept: () => newestFirst(store.bills()),
    prices,
    procedures: {
      'bills.list': () =>
        Promise.resolve().then(() =>
          newestFirst(store.bills())
            .slice(0, 1000)
            .map((bill) => reportOf(bill).summary)
        ),
      'bills.open': ({ files }) =>
        longWork.run(async (hooksFor) => {
          const takeBill: OpenFilesDeps['takeBill'] = (file, hash) => take(file, hooksFor(hash))
          const opened = await openFiles({ ...deps, pin, takeBill }, files)
          changed()
          return [...opened]
        }),
      'bills.cancel': () => {
        longWork.cancel()
        return Promise.resolve({})
      },
      'bills.report': ({ hash }) => Promise.resolve().then(() => reportOf(keptBill(store, hash))),
      ...openingProcedures(deps, changed),
      ...offerProcedures(deps, changed),
      ...sealedProcedures({ ...deps, sources, longWork }),
      ...papersProcedures({ ...deps, sources, reportOf }),
      'bills.interval': ({ hash, start }) =>
        Promise.resolve().then(() => intervals.read(keptBill(store, hash), start as UtcSeconds)),
      'bills.contracts': () =>
        Promise.resolve(
          heldContracts(primitives, store)
            .slice(0, 20)
            .map((held) => contractView(primitives, store, held))
        )
    }
  }
}

function sourcesOf({ primitives, work, chains, store, submittedCommitment }: BillsDependencies): EvidenceSources {
  return { primitives, work, chains, store, ...(submittedCommitment ? { submittedCommitment } : {}) }
}

function heldContracts(primitives: Primitives, store: Pick<BillStore, 'contracts'>): readonly HeldContract[] {
  return store.contracts().flatMap((stored) => readHeldContract(primitives, stored) ?? [])
}

function contractTariffs(primitives: Primitives, store: BillStore): readonly Tariff[] {
  return heldContracts(primitives, store).flatMap(({ document }) =>
    document.tariffs.flatMap(({ hash }) => {
      const file = store.document(hash)?.file ?? null
      const found = readDocument(primitives, 'tariff', hash, file, document.supplier.key, decodeTariff)
      return found.state === 'held' ? [found.document] : []
    })
  )
}

function keptBill(store: BillStore, hash: string): StoredBill {
  const bill = store.bill(hash)
  if (!bill) throw new AppError('bill-unknown')
  return bill
}

/** The stored report, which says of which document it speaks; one of another bill is not shown (B24). */
function reportOf({ hash, report }: StoredBill): BillReport {
  const parsed = checkShape(reportSchema, parseJson(report))
  if (!parsed.success || parsed.data.summary.hash !== hash) throw new AppError('database-damaged')
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function newestFirst(bills: readonly StoredBill[]): readonly StoredBill[] {
  return [...bills].sort((a, b) => b.period.start - a.period.start || b.seenAt - a.seenAt)
}

/** Two exchanges at once would ask the supplier everything twice. */
function oneAtATime<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | null = null
  return () => {
    running ??= work().finally(() => {
      running = null
    })
    return running
  }
}
