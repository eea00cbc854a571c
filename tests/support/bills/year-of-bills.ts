/** A household's year under one contract: every period answered, billed and verified in turn, as it would be lived. */

import { isCountersigned } from '../../../app/bills/agree'
import type { BillStore } from '../../../app/bills/bill-store'
import { type Bill, billVersion, encodeBill } from '../../../app/bills/documents/bill-document'
import { type Contract, contractVersion, encodeContract } from '../../../app/bills/documents/contract-document'
import { type IndexList, encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile, signedBytes } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff, tariffVersion } from '../../../app/bills/documents/tariff-document'
import type { EvidenceSources, HeldContract } from '../../../app/bills/evidence'
import { meterRuns } from '../../../app/bills/meter-runs'
import { decodeResponse } from '../../../app/bills/response-bytes'
import { contractRefusals } from '../../../app/bills/tariff/accept-tariff'
import { type BillingPeriod, billingPeriods } from '../../../app/bills/tariff/billing-periods'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { type LocalDate, type TimeZone, addDays, periodOfDays } from '../../../app/domain/calendar'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { encodeHead } from '../../../app/domain/meter/record'
import type { CommitmentWork } from '../../../app/ports'
import type { ChainStore } from '../../../app/readings/chain-store'
import { EXAMPLE_SUPPLIER } from '../../../services/supplier/example-tariffs'
import { issueBill } from '../../../services/supplier/issue-bill'
import { seededRandom } from '../seeded-random'
import { answerAtOnce, recordsToSend } from './at-once'
import { primitives } from './bill-case'
import { memoryBillStore } from './memory-bill-store'
import { type MadeChain, memoryChains } from './memory-chains'

export type YearOptions = {
  readonly chain: MadeChain
  readonly tariff: Tariff
  readonly list: IndexList | null
  readonly zone: TimeZone
  readonly first: LocalDate
  readonly last: LocalDate
  readonly work: CommitmentWork
  readonly billing?: Contract['billing']
  /** Where contract, documents and answers are kept; in memory when left out. */
  readonly store?: BillStore
  /** The same chain where a household keeps it; the made one when left out. */
  readonly chains?: ChainStore
  /** The contract's number. */
  readonly id?: string
  /** Takes a bill's file in as a household does, which keeps it; when left out it is kept here. */
  readonly take?: (file: Uint8Array) => Promise<Verification>
}

export type BilledPeriod = {
  readonly due: BillingPeriod
  readonly bill: Bill
  /** The bill's file. */
  readonly file: Uint8Array
  readonly verification: Verification
  /** Verifies another bill for the same period, signed by the supplier. */
  readonly verify: (bill: Bill) => Promise<Verification>
}

const random = seededRandom('a year of bills')
const [supplierSeed, publisherSeed, householdSeed] = [random.bytes(32), random.bytes(32), random.bytes(32)]

/** Each period is billed and, where it is right, accepted before the next one. */
export async function* yearOfBills(options: YearOptions): AsyncGenerator<BilledPeriod> {
  const { chain, tariff, list, zone, last, work, take } = options
  const store = options.store ?? memoryBillStore()
  store.keepBillKey(householdSeed)
  const sources = { primitives, work, chains: options.chains ?? memoryChains([chain]), store }
  const tariffFile = signFile(primitives, 'tariff', encodeTariff(tariff), supplierSeed, tariffVersion(tariff))
  store.keepDocument({ hash: tariffFile.hash, kind: 'tariff', file: encodeSignedFile(tariffFile) })
  const listFile = list && signFile(primitives, 'index', encodeIndexList(list), publisherSeed)
  if (listFile) store.keepDocument({ hash: listFile.hash, kind: 'index', file: encodeSignedFile(listFile) })
  const contract = pin(sources, options, tariffFile.hash)
  const refused = contractRefusals(contract.document, () => tariff)
  if (refused.length > 0) throw new RangeError(`year: ${refused[0]?.code ?? ''}`)
  const listed = list && listFile ? { hash: listFile.hash, document: list } : null
  for (const due of billingPeriods(contract.document, last)) {
    const bill = billFor(sources, contract, { hash: tariffFile.hash, tariff }, listed, due, zone)
    const fileOf = (one: Bill): Uint8Array =>
      encodeSignedFile(signFile(primitives, 'bill', encodeBill(one), supplierSeed, billVersion(one)))
    const verify = (one: Bill): Promise<Verification> => verifyBill(sources, fileOf(one))
    const verification = await (take ? take(fileOf(bill)) : verify(bill))
    yield { due, bill, file: fileOf(bill), verification, verify }
    if (take) continue
    store.keepBill({
      hash: verification.hash,
      file: fileOf(bill),
      contractHash: contract.hash,
      number: bill.number,
      period: bill.period,
      verdict: verification.verdict,
      accepted: true,
      replacedBy: null,
      seenAt: bill.period.end,
      report: '{}'
    })
  }
}

function billFor(
  sources: EvidenceSources & { readonly store: BillStore },
  contract: HeldContract,
  { hash, tariff }: { readonly hash: string; readonly tariff: Tariff },
  list: { readonly hash: string; readonly document: IndexList } | null,
  due: BillingPeriod,
  zone: TimeZone
): Bill {
  const parts = [{ hash, tariff, first: due.first, last: due.last }]
  const answered = answerAtOnce(sources, { contract, parts, list }, due)
  if (!answered.ok) throw new RangeError(`year: ${due.first} ${answered.reason} ${zone}`)
  const response = decodeResponse(answered.response.body)
  const run = meterRuns(contract.document, [], response.period, new Set([0x0108]))[0]
  const delivery = run && recordsToSend(sources, run)
  if (!delivery) throw new RangeError('year: no records')
  return issueBill({
    contract,
    parts,
    priced: parts,
    list: list?.document ?? null,
    response,
    responseHash: answered.response.hash,
    deliveries: [delivery],
    exchanges: [],
    unitExp: 0,
    number: `R-${due.first}`,
    replaces: null,
    issued: addDays(due.last, 2),
    carried: []
  })
}

function pin(
  { store, chains }: EvidenceSources & { readonly store: BillStore },
  { chain, zone, first, last, billing, id = 'M-2024-0031' }: YearOptions,
  tariffHash: string
): HeldContract {
  const key = (seed: Uint8Array): Uint8Array => primitives.ed25519.publicKey(seed)
  const head = chains.lastHeadBefore(chain.id, periodOfDays(first, first, zone).start)
  const document: Contract = {
    id,
    supplier: { name: EXAMPLE_SUPPLIER, key: key(supplierSeed) },
    household: { key: key(householdSeed) },
    currency: 'EUR',
    zone,
    first,
    last,
    billing: billing ?? 'calendar-month',
    operator: null,
    instalments: [],
    registers: [
      {
        ...chain.id,
        genesis: { bytes: encodeGenesis(chain.genesis.genesis), sig: chain.genesis.signature },
        start: head && { bytes: encodeHead(head.head), sig: head.signature }
      }
    ],
    tariffs: [{ hash: tariffHash, from: first }],
    index: { publisher: 'Musterbörse', key: key(publisherSeed) }
  }
  const body = encodeContract(document)
  const offer = signFile(primitives, 'contract', body, supplierSeed, contractVersion(document))
  const file = {
    ...offer,
    householdSignature: primitives.ed25519.sign(householdSeed, signedBytes('contract', body))
  }
  if (!isCountersigned(primitives, file, document)) throw new RangeError('year: countersignature')
  store.keepContract({ hash: file.hash, file: encodeSignedFile(file), address: null, delivered: true })
  return { hash: file.hash, document }
}
