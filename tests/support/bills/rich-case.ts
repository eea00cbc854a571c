/**
 * A household with everything that version 2 of the formats can say at once: energy drawn and fed in, windows by season,
 * blocks, fees per day and month, VAT that changes, credits, instalments, a meter that is exchanged in the period, and
 * a change of tariff where it is asked for.
 */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import type { BillStore } from '../../../app/bills/bill-store'
import { type Bill, billVersion, encodeBill } from '../../../app/bills/documents/bill-document'
import { type Contract, contractVersion, encodeContract } from '../../../app/bills/documents/contract-document'
import { type MeterExchange, encodeExchange } from '../../../app/bills/documents/exchange-document'
import { encodeSignedFile, signFile, signedBytes } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff, tariffVersion } from '../../../app/bills/documents/tariff-document'
import type { EvidenceSources, HeldContract } from '../../../app/bills/evidence'
import { heldExchanges, meterRuns } from '../../../app/bills/meter-runs'
import { decodeResponse } from '../../../app/bills/response-bytes'
import { type TariffPart, countedRegisters } from '../../../app/bills/sections'
import { acceptedTariffsFor } from '../../../app/bills/tariff/accept-tariff'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { type LocalDate, addDays, periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { OBIS_DRAWN, OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { STATUS, encodeHead } from '../../../app/domain/meter/record'
import { toCents } from '../../../app/domain/money'
import { EXAMPLE_SUPPLIER } from '../../../services/supplier/example-tariffs'
import { issueBill } from '../../../services/supplier/issue-bill'
import { seededRandom } from '../seeded-random'
import { answerAtOnce, recordsToSend } from './at-once'
import { ZONE, primitives } from './bill-case'
import { memoryBillStore } from './memory-bill-store'
import { type MadeChain, makeChain, memoryChains, signHead } from './memory-chains'
import { rememberingWork } from './remembering-work'
import { richTariff } from './rich-tariff'

const HOUR = 3600
const random = seededRandom('rich household')
const seeds = {
  supplier: random.bytes(32),
  household: random.bytes(32),
  operator: random.bytes(32)
}
const work = rememberingWork(createInProcessWork(loadKernel(), random))

export const FIRST = toLocalDate('2026-06-01')
export const LAST = toLocalDate('2026-06-30')
const PERIOD = periodOfDays(FIRST, LAST, ZONE)
/** 17 June, 10:20 by the clock on the wall. */
export const REMOVED_AT = toUtcSeconds(Date.parse('2026-06-17T08:20:00Z') / 1000)
/** 40 minutes later. */
export const INSTALLED_AT = toUtcSeconds(Date.parse('2026-06-17T09:00:00Z') / 1000)

/** Readings of an hour, made from its time so that the tests can make them again. */
export const drawnIn = (start: number): bigint =>
  BigInt(200 + (Math.floor(start / HOUR) % 24) * 37 + (Math.floor(start / 7200) % 11) * 5)
export const fedIn = (start: number): bigint => {
  const hour = Math.floor(start / HOUR) % 24
  return hour > 5 && hour < 18 ? BigInt(900 - Math.abs(12 - hour) * 120) : 0n
}

export type RichOptions = {
  /** A second tariff and its first day. */
  readonly later?: { readonly tariff: Tariff; readonly from: string }
  readonly exchange?: boolean
  /** Hours without current, from a time on; of the meter that stays the whole month. */
  readonly outage?: { readonly from: number; readonly hours: number }
}

export type RichCase = {
  readonly sources: EvidenceSources & { readonly store: BillStore }
  readonly chains: readonly MadeChain[]
  readonly contract: HeldContract
  readonly parts: readonly TariffPart[]
  readonly exchange: { readonly hash: string; readonly document: MeterExchange } | null
  readonly bill: Bill
  readonly first: LocalDate
  readonly last: LocalDate
  fileOf(bill: Bill): Uint8Array
  verify(bill: Bill): Promise<Verification>
}

export function richCase({ later, exchange = true, outage }: RichOptions = {}): RichCase {
  const chains = exchange ? [oldMeter(), newMeter(), feedIn()] : [wholeMeter(outage), feedIn()]
  const store = memoryBillStore()
  store.keepBillKey(seeds.household)
  const sources = { primitives, work, chains: memoryChains(chains), store }
  const tariffs = [{ tariff: richTariff(), from: '2026-06-01' }, ...(later ? [later] : [])].map(({ tariff, from }) => {
    const file = signFile(primitives, 'tariff', encodeTariff(tariff), seeds.supplier, tariffVersion(tariff))
    store.keepDocument({ hash: file.hash, kind: 'tariff', file: encodeSignedFile(file) })
    return { hash: file.hash, from: toLocalDate(from), tariff }
  })
  const contract = pinned(store, chains, tariffs)
  const statement = exchange ? keepExchange(store, chains) : null
  const due = billingPeriodFrom(contract.document, FIRST)
  if (!due) throw new RangeError('rich case: no period')
  const parts = acceptedTariffsFor(contract.document, due.first, due.last).map((accepted) => {
    const tariff = tariffs.find(({ hash }) => hash === accepted.hash)?.tariff
    if (!tariff) throw new RangeError('rich case: no tariff')
    return { ...accepted, tariff }
  })
  const answered = answerAtOnce(sources, { contract, parts, list: null }, due)
  if (!answered.ok) throw new RangeError(`rich case: ${answered.reason}`)
  const held = heldExchanges(primitives, store, contract.document)
  const deliveries = meterRuns(contract.document, held, PERIOD, countedRegisters(parts)).map((run) => {
    const delivery = recordsToSend(sources, run)
    if (!delivery) throw new RangeError('rich case: no records')
    return delivery
  })
  const bill = issueBill({
    contract,
    parts,
    priced: parts,
    list: null,
    response: decodeResponse(answered.response.body),
    responseHash: answered.response.hash,
    deliveries,
    exchanges: statement ? [statement.hash] : [],
    unitExp: 0,
    number: '2026-06-0001',
    replaces: null,
    issued: addDays(due.last, 3),
    carried: []
  })
  const fileOf = (one: Bill): Uint8Array =>
    encodeSignedFile(signFile(primitives, 'bill', encodeBill(one), seeds.supplier, billVersion(one)))
  return {
    sources,
    chains,
    contract,
    parts,
    exchange: statement,
    bill,
    first: due.first,
    last: due.last,
    fileOf,
    verify: (one) => verifyBill(sources, fileOf(one))
  }
}

/** Signs any body as the supplier. */
export function signedBySupplier(body: Uint8Array, version: 1 | 2): Uint8Array {
  return encodeSignedFile(signFile(primitives, 'bill', body, seeds.supplier, version))
}

/** A statement that the operator has signed, whatever it says. */
export function signedByOperator(document: MeterExchange): { readonly hash: string; readonly file: Uint8Array } {
  const file = signFile(primitives, 'exchange', encodeExchange(document), seeds.operator)
  return { hash: file.hash, file: encodeSignedFile(file) }
}

function intervals(start: number, end: number, reading: (start: number) => bigint) {
  return Array.from({ length: (end - start) / HOUR }, (_, index) => ({ value: reading(start + index * HOUR) }))
}

function wholeMeter(outage: RichOptions['outage']): MadeChain {
  const { from, hours } = outage ?? { from: PERIOD.end, hours: 0 }
  const gap = { value: 40n, seconds: hours * HOUR, status: STATUS.outage }
  const after = intervals(from + hours * HOUR, PERIOD.end, drawnIn)
  return makeChain({
    seed: 'rich whole',
    start: PERIOD.start,
    seconds: HOUR,
    intervals: [...intervals(PERIOD.start, from, drawnIn), ...(outage ? [gap, ...after] : [])]
  })
}

/** Its last record is cut off where it was removed. */
function oldMeter(): MadeChain {
  const lastHour = REMOVED_AT - (REMOVED_AT % HOUR)
  const last = { value: 111n, seconds: REMOVED_AT - lastHour, status: STATUS.endOfLife }
  return makeChain({
    seed: 'rich old',
    start: PERIOD.start,
    seconds: HOUR,
    intervals: [...intervals(PERIOD.start, lastHour, drawnIn), last]
  })
}

function newMeter(): MadeChain {
  return makeChain({
    seed: 'rich new',
    meterId: '1WVL0000000077',
    start: INSTALLED_AT,
    seconds: HOUR,
    register: 3n,
    intervals: intervals(INSTALLED_AT, PERIOD.end, drawnIn)
  })
}

function feedIn(): MadeChain {
  return makeChain({
    seed: 'rich feed-in',
    obis: OBIS_FED_IN,
    start: PERIOD.start,
    seconds: HOUR,
    intervals: intervals(PERIOD.start, PERIOD.end, fedIn)
  })
}

function keepExchange(store: BillStore, chains: readonly MadeChain[]): NonNullable<RichCase['exchange']> {
  const [old, fresh] = chains
  const last = old?.entries.at(-1)?.record
  if (!old || !fresh || !last) throw new RangeError('rich case: no meters')
  const head = signHead(old, last)
  const total = (chain: MadeChain, at: UtcSeconds): bigint => chain.registers.get(at) ?? 0n
  const document: MeterExchange = {
    operator: 'Netz Musterau',
    obis: OBIS_DRAWN,
    removed: {
      meterId: old.id.meterId,
      at: REMOVED_AT,
      register: total(old, REMOVED_AT),
      head: { bytes: encodeHead(head.head), sig: head.signature }
    },
    installed: {
      meterId: fresh.id.meterId,
      at: INSTALLED_AT,
      register: total(fresh, INSTALLED_AT),
      genesis: { bytes: encodeGenesis(fresh.genesis.genesis), sig: fresh.genesis.signature }
    }
  }
  const { hash, file } = signedByOperator(document)
  store.keepDocument({ hash, kind: 'exchange', file })
  return { hash, document }
}

function pinned(
  store: BillStore,
  chains: readonly MadeChain[],
  tariffs: readonly { readonly hash: string; readonly from: LocalDate }[]
): HeldContract {
  const key = (seed: Uint8Array): Uint8Array => primitives.ed25519.publicKey(seed)
  const registers = chains
    .filter(({ id }) => id.meterId === '1WVL0000000001')
    .map(({ id, genesis }) => ({
      ...id,
      genesis: { bytes: encodeGenesis(genesis.genesis), sig: genesis.signature },
      start: null
    }))
  const document: Contract = {
    id: 'M-2026-0777',
    supplier: { name: EXAMPLE_SUPPLIER, key: key(seeds.supplier) },
    household: { key: key(seeds.household) },
    currency: 'EUR',
    zone: ZONE,
    first: FIRST,
    last: null,
    billing: 'calendar-month',
    operator: { name: 'Netz Musterau', key: key(seeds.operator) },
    instalments: [{ from: FIRST, day: 15, cents: toCents(9500n) }],
    registers,
    tariffs: tariffs.map(({ hash, from }) => ({ hash, from })),
    index: null
  }
  const body = encodeContract(document)
  const offer = signFile(primitives, 'contract', body, seeds.supplier, contractVersion(document))
  const householdSignature = primitives.ed25519.sign(seeds.household, signedBytes('contract', body))
  const file = encodeSignedFile({ ...offer, householdSignature })
  store.keepContract({ hash: offer.hash, file, address: null, delivered: true })
  return { hash: offer.hash, document }
}
