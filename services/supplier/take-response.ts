/** The RESPONSE of a period: held against the records, and when it fits, the bill is issued in the same moment. */

import { encodeBill } from '../../app/bills/documents/bill-document'
import type { Contract } from '../../app/bills/documents/contract-document'
import type { IndexList } from '../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../app/bills/documents/signed-file'
import { genesisOf } from '../../app/bills/documents/statements'
import { sumsOpen } from '../../app/bills/records/sums-open'
import { type BillingResponse, decodeResponse } from '../../app/bills/response-bytes'
import { type PricedInterval, indexComponentOf, priceIntervals } from '../../app/bills/sum-figures'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { acceptedTariffFor } from '../../app/bills/tariff/accept-tariff'
import { planPeriod } from '../../app/bills/tariff/plan-period'
import { decodeDelivery, decodeSignedResponse } from '../../app/bills/wire'
import { localDateAt } from '../../app/domain/calendar'
import { hashRecord } from '../../app/domain/meter/record'
import { equalBytes, toHex } from '../../crypto'
import type { Mistake } from './config'
import { issueBill } from './issue-bill'
import { mistakenTariff } from './mistaken-tariff'
import type { OfferedTariff, SupplierContext } from './supplier-context'
import { type DuePeriod, duePeriodAt } from './take-records'

export type ResponseAnswer =
  | 'taken'
  /** Another response for this period has been billed. */
  | 'conflict'
  | 'not-signed'
  | 'not-a-period'
  | 'too-early'
  | 'records-missing'
  | 'other-terms'
  /** The opened sums are not those of the commitments. */
  | 'does-not-open'

/** @throws FormatError for bytes that are no response. */
export async function takeResponse(
  context: SupplierContext,
  hash: string,
  terms: Contract,
  wire: Uint8Array
): Promise<ResponseAnswer> {
  const { primitives, state, clock } = context
  const { body, signature } = decodeSignedResponse(wire)
  const response = decodeResponse(body)
  if (response.contractHash !== hash || !primitives.ed25519.verify(signature, body, terms.household.key))
    return 'not-signed'
  const due = duePeriodAt(terms, response.period.start)
  if (due?.period.start !== response.period.start || due.period.end !== response.period.end) return 'not-a-period'
  const answered = state.response(hash, due.period.start)
  if (answered) return equalBytes(answered.body, body) ? 'taken' : 'conflict'
  if (clock.now() < due.period.end) return 'too-early'
  const records = state.records(hash, due.period.start)
  if (!records) return 'records-missing'
  const delivery = decodeDelivery(records)
  const agreed = agreedTerms(context, terms, due, response, delivery)
  if (!agreed) return 'other-terms'
  const { cells, amounts } = response
  const sums = { intervals: agreed.intervals, cells, amount: amounts[0] ?? null }
  if (!(await sumsOpen(context.work, sums)).ok) return 'does-not-open'
  // Between the last await and this line another request may have been faster.
  if (state.response(hash, due.period.start)) return 'taken'
  const make = (mistakes: readonly Mistake[], isCorrection: boolean) => (number: number) =>
    billFile(context, { hash, terms, due, response, body, delivery, agreed, mistakes, number, isCorrection })
  const { mistakes } = context.config
  const first = make(
    mistakes.filter(({ again }) => !again),
    false
  )
  const isCorrected = mistakes.some(({ again, period }) => again && period === due.first)
  state.issue(hash, due.period.start, { body, signature }, isCorrected ? [first, make(mistakes, true)] : [first])
  return 'taken'
}

type Agreed = {
  readonly offered: OfferedTariff
  readonly list: IndexList | null
  readonly intervals: readonly PricedInterval[]
}

/** The response speaks of the accepted tariff, the publisher's list, the delivered records and the tariff's cells. */
function agreedTerms(
  { primitives, tariffs, lists }: SupplierContext,
  terms: Contract,
  due: DuePeriod,
  response: BillingResponse,
  delivery: RecordDelivery
): Agreed | null {
  const offered = tariffs.get(acceptedTariffFor(terms, due.first, due.last) ?? '')
  if (!offered || offered.hash !== response.tariffHash) return null
  const indexed = indexComponentOf(offered.tariff) !== null
  const list = response.listHash === null ? null : (lists?.find(response.listHash)?.list ?? null)
  if (indexed !== (response.listHash !== null) || (indexed && !list)) return null
  if (response.amounts.length !== (indexed ? 1 : 0)) return null
  const [first, last] = [delivery.records[0], delivery.records.at(-1)]
  const segment = response.segments[0]
  if (!first || !last || !segment || response.segments.length !== 1) return null
  const sameRecords =
    segment.chain.meterId === first.meterId &&
    segment.chain.obis === first.obis &&
    segment.first === first.counter &&
    segment.last === last.counter &&
    equalBytes(segment.lastHash, hashRecord(primitives, last))
  const plan = planPeriod(offered.tariff, terms.zone, due.first, due.last)
  const sameCells =
    plan.cells.length === response.cells.length &&
    plan.cells.every(({ name }, index) => name === response.cells[index]?.name)
  const entries = delivery.records.map((record) => ({ record, opening: null }))
  const intervals = priceIntervals(offered.tariff, plan, list, entries)
  return sameRecords && sameCells && intervals ? { offered, list, intervals } : null
}

type BillRequest = {
  readonly hash: string
  readonly terms: Contract
  readonly due: DuePeriod
  readonly response: BillingResponse
  readonly body: Uint8Array
  readonly delivery: RecordDelivery
  readonly agreed: Agreed
  readonly mistakes: readonly Mistake[]
  readonly number: number
  /** Replaces the bill with the number before. */
  readonly isCorrection: boolean
}

function billFile(
  { primitives, seed, clock }: SupplierContext,
  { hash, terms, due, response, body, delivery, agreed, mistakes, number, isCorrection }: BillRequest
): { hash: string; number: string; file: Uint8Array } {
  const name = (counted: number): string => `${due.first.slice(0, 7)}-${String(counted).padStart(4, '0')}`
  const register = terms.registers[0]
  if (!register) throw new RangeError('contract: no register')
  const bill = issueBill({
    contract: { hash, document: terms },
    tariff: agreed.offered.tariff,
    priced: mistakenTariff(agreed.offered.tariff, mistakes, due.first),
    list: agreed.list,
    response,
    responseHash: toHex(primitives.sha256(body)),
    delivery,
    unitExp: genesisOf(register).genesis.unitExp,
    number: name(number),
    replaces: isCorrection ? name(number - 1) : null,
    issued: localDateAt(clock.now(), terms.zone)
  })
  const file = signFile(primitives, 'bill', encodeBill(bill), seed)
  return { hash: file.hash, number: name(number), file: encodeSignedFile(file) }
}
