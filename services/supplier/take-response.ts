/** The RESPONSE of a period: held against the records, and when it fits, the bill is issued in the same moment. */

import { billVersion, encodeBill } from '../../app/bills/documents/bill-document'
import type { Contract } from '../../app/bills/documents/contract-document'
import type { IndexList } from '../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../app/bills/documents/signed-file'
import { genesisOf } from '../../app/bills/documents/statements'
import { runEnds } from '../../app/bills/build-response'
import type { MeterRun } from '../../app/bills/meter-runs'
import { type Steps, withPauses } from '../../app/bills/pause'
import { sumsOpen } from '../../app/bills/records/sums-open'
import {
  type BillingResponse,
  type OpenedAmount,
  type OpenedCell,
  type ResponseSegment,
  decodeResponse
} from '../../app/bills/response-bytes'
import { type SectionPlan, type TariffPart, fillSection, planSections, tariffNames } from '../../app/bills/sections'
import type { PricedInterval } from '../../app/bills/sum-figures'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { changeRefusals } from '../../app/bills/tariff/accept-tariff'
import { decodeDelivery, decodeSignedResponse } from '../../app/bills/wire'
import { localDateAt } from '../../app/domain/calendar'
import { chainKey } from '../../app/domain/meter/meter'
import { equalBytes, toHex } from '../../crypto'
import type { Mistake } from './config'
import { issueBill } from './issue-bill'
import { mistakenTariff } from './mistaken-tariff'
import type { SupplierContext } from './supplier-context'
import { type DuePeriod, duePeriodAt, offeredParts, runsOf } from './take-records'

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

/**
 * Whoever calls it lets nothing else change the contract meanwhile.
 * @throws FormatError for bytes that are no response.
 */
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
  const agreed = await agreedTerms(context, hash, terms, due, response)
  if (typeof agreed === 'string') return agreed
  for (const section of agreed.sections) {
    const { intervals, cells, amount } = section
    if (!(await sumsOpen(context.work, { intervals, cells, amount })).ok) return 'does-not-open'
  }
  const make = (mistakes: readonly Mistake[], isCorrection: boolean) => (number: number) =>
    billFile(context, { hash, terms, due, response, body, agreed, mistakes, number, isCorrection })
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
  readonly parts: readonly TariffPart[]
  readonly runs: readonly MeterRun[]
  readonly deliveries: readonly RecordDelivery[]
  readonly list: IndexList | null
  readonly sections: readonly {
    readonly intervals: readonly PricedInterval[]
    readonly cells: readonly OpenedCell[]
    readonly amount: OpenedAmount | null
  }[]
}

/** The response speaks of the accepted tariffs, the publisher's list, the delivered records and the tariffs' cells. */
async function agreedTerms(
  context: SupplierContext,
  hash: string,
  terms: Contract,
  due: DuePeriod,
  response: BillingResponse
): Promise<Agreed | 'records-missing' | 'other-terms'> {
  const { primitives, lists, state, work } = context
  const parts = offeredParts(context, terms, due)
  if (!parts || response.tariffHash !== tariffNames(parts) || changeRefusals(parts, due).length > 0)
    return 'other-terms'
  const runs = runsOf(context, terms, due)
  const deliveries: RecordDelivery[] = []
  for (const { chain } of runs) {
    const wire = state.records(hash, due.period.start, chain)
    if (wire) deliveries.push(await withPauses(work, {}, decodeDelivery(wire)))
  }
  if (runs.length === 0 || deliveries.length !== runs.length) return 'records-missing'
  const plans = planSections(parts, terms.zone)
  const indexed = plans.filter((section) => section.indexed).length
  const list = response.listHash === null ? null : (lists?.find(response.listHash)?.list ?? null)
  if (indexed !== response.amounts.length || indexed > 0 !== (list !== null)) return 'other-terms'
  const sameRecords =
    response.segments.length === runs.length &&
    runs.every(({ chain }, index) => {
      const entries = (deliveries[index]?.records ?? []).map((record) => ({ record }))
      const [own, named] = [runEnds(primitives, chain, entries), response.segments[index]]
      return own !== null && named !== undefined && isSameRun(own, named)
    })
  const names = plans.flatMap(({ plan }) => plan.cells.map(({ name }) => name))
  const sameCells =
    names.length === response.cells.length && names.every((name, index) => name === response.cells[index]?.name)
  const isSame = sameRecords && sameCells
  const sections = isSame ? await withPauses(work, {}, filled(plans, list, deliveries, response)) : null
  return sections ? { parts, runs, deliveries, list, sections } : 'other-terms'
}

function isSameRun(a: ResponseSegment, b: ResponseSegment): boolean {
  return (
    chainKey(a.chain) === chainKey(b.chain) &&
    a.first === b.first &&
    a.last === b.last &&
    equalBytes(a.lastHash, b.lastHash)
  )
}

/** Null where a record has no place or no price. */
function* filled(
  plans: readonly SectionPlan[],
  list: IndexList | null,
  deliveries: readonly RecordDelivery[],
  response: BillingResponse
): Steps<Agreed['sections'] | null> {
  const entries = deliveries.flatMap(({ records }) =>
    records.map((record) => ({ record, opening: null, headSignature: null }))
  )
  let cell = 0
  const sections: Agreed['sections'][number][] = []
  for (const section of plans) {
    const { intervals } = yield* fillSection(section, list, entries, true)
    if (!intervals) return null
    const cells = response.cells.slice(cell, cell + section.plan.cells.length)
    cell += cells.length
    sections.push({ intervals, cells, amount: section.indexed ? (response.amounts[0] ?? null) : null })
  }
  return sections
}

type BillRequest = {
  readonly hash: string
  readonly terms: Contract
  readonly due: DuePeriod
  readonly response: BillingResponse
  readonly body: Uint8Array
  readonly agreed: Agreed
  readonly mistakes: readonly Mistake[]
  readonly number: number
  /** Replaces the bill with the number before. */
  readonly isCorrection: boolean
}

function billFile(
  { primitives, seed, clock }: SupplierContext,
  { hash, terms, due, response, body, agreed, mistakes, number, isCorrection }: BillRequest
): { hash: string; number: string; file: Uint8Array } {
  const name = (counted: number): string => `${due.first.slice(0, 7)}-${String(counted).padStart(4, '0')}`
  const register = terms.registers[0]
  if (!register) throw new RangeError('contract: no register')
  const bill = issueBill({
    contract: { hash, document: terms },
    parts: agreed.parts,
    priced: agreed.parts.map((part) => ({ ...part, tariff: mistakenTariff(part.tariff, mistakes, due.first) })),
    list: agreed.list,
    response,
    responseHash: toHex(primitives.sha256(body)),
    deliveries: agreed.deliveries,
    exchanges: agreed.runs.flatMap(({ statement }) => statement ?? []),
    carried: [],
    unitExp: genesisOf(register).genesis.unitExp,
    number: name(number),
    replaces: isCorrection ? name(number - 1) : null,
    issued: localDateAt(clock.now(), terms.zone)
  })
  const file = signFile(primitives, 'bill', encodeBill(bill), seed, billVersion(bill))
  return { hash: file.hash, number: name(number), file: encodeSignedFile(file) }
}
