/** The records of a period: for each meter a whole, signed stretch of its chain, or nothing. */

import type { Contract } from '../../app/bills/documents/contract-document'
import { type HeldExchange, type MeterRun, heldExchanges, meterRuns } from '../../app/bills/meter-runs'
import { type Steps, withPauses } from '../../app/bills/pause'
import { type TariffPart, countedRegisters } from '../../app/bills/sections'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { acceptedTariffsFor } from '../../app/bills/tariff/accept-tariff'
import { type BillingPeriod, billingPeriods } from '../../app/bills/tariff/billing-periods'
import { decodeDelivery, decodeDeliveryEnds } from '../../app/bills/wire'
import { localDateAt, periodOfDays } from '../../app/domain/calendar'
import { type Period, endOf } from '../../app/domain/interval'
import { encodeGenesis, genesisHash } from '../../app/domain/meter/genesis'
import { chainKey } from '../../app/domain/meter/meter'
import { verifyHead } from '../../app/domain/meter/record'
import { type ChainPosition, verifyChain } from '../../app/domain/meter/verify-chain'
import { equalBytes } from '../../crypto'
import type { SupplierContext } from './supplier-context'

export type DuePeriod = BillingPeriod & { readonly period: Period }

export type RecordsAnswer = 'taken' | 'conflict' | 'not-a-period' | 'not-this-chain'

/** @throws FormatError for bytes that are no delivery. */
export async function takeRecords(
  context: SupplierContext,
  hash: string,
  terms: Contract,
  wire: Uint8Array
): Promise<RecordsAnswer> {
  const { state, work } = context
  const delivery = await withPauses(work, {}, decodeDelivery(wire))
  const first = delivery.records[0]
  const due = first && duePeriodAt(terms, first.intervalStart)
  if (!first || !due) return 'not-a-period'
  const run = runsOf(context, terms, due).find(({ chain }) => chainKey(chain) === chainKey(first))
  if (!run) return 'not-this-chain'
  if (!covers(delivery, run.period)) return 'not-a-period'
  if (!isAnchored(context, hash, terms, run, due, delivery)) return 'not-this-chain'
  if (!(await withPauses(work, {}, isStretchOfChain(context, run, delivery)))) return 'not-this-chain'
  const kept = state.records(hash, due.period.start, run.chain)
  if (kept && equalBytes(kept, wire)) return 'taken'
  // What a bill was made from does not change any more.
  if (kept && state.response(hash, due.period.start)) return 'conflict'
  state.keepRecords(hash, due.period.start, run.chain, wire)
  return 'taken'
}

/** The meters of a period, by the contract and the statements of its operator that have come in. */
export function runsOf(context: SupplierContext, terms: Contract, due: DuePeriod): readonly MeterRun[] {
  const parts = offeredParts(context, terms, due)
  return parts ? meterRuns(terms, exchangesOf(context, terms), due.period, countedRegisters(parts)) : []
}

/** The accepted tariffs of a period; null where one of them is not on offer here. */
export function offeredParts(
  { tariffs }: SupplierContext,
  terms: Contract,
  { first, last }: BillingPeriod
): readonly TariffPart[] | null {
  const accepted = acceptedTariffsFor(terms, first, last)
  const parts = accepted.flatMap((one) => {
    const offered = tariffs.get(one.hash)
    return offered ? [{ ...one, tariff: offered.tariff }] : []
  })
  return parts.length > 0 && parts.length === accepted.length ? parts : null
}

/** The billing period in which a time lies. */
export function duePeriodAt(terms: Contract, time: Period['start']): DuePeriod | null {
  const day = localDateAt(time, terms.zone)
  const due = billingPeriods(terms, day).find(({ first, last }) => first <= day && day <= last)
  return due ? { ...due, period: periodOfDays(due.first, due.last, terms.zone) } : null
}

function exchangesOf({ primitives, state }: SupplierContext, terms: Contract): readonly HeldExchange[] {
  return heldExchanges(primitives, { documents: () => state.exchanges() }, terms)
}

function covers({ records }: RecordDelivery, period: Period): boolean {
  const last = records.at(-1)
  return (
    last !== undefined &&
    records.every(({ intervalStart }) => intervalStart >= period.start && intervalStart < period.end) &&
    endOf({ start: last.intervalStart, seconds: last.seconds }) >= period.end
  )
}

/** What is hashed between two pauses takes some milliseconds. */
const SLICE = 500

function* isStretchOfChain(
  { primitives }: SupplierContext,
  { chain, genesis: { genesis } }: MeterRun,
  delivery: RecordDelivery
): Steps<boolean> {
  const { anchor, records, head } = delivery
  const anchored =
    'genesis' in anchor
      ? equalBytes(encodeGenesis(anchor.genesis), encodeGenesis(genesis))
      : verifyHead(primitives, anchor, genesis.meterKey)
  if (!anchored || !verifyHead(primitives, head, genesis.meterKey)) return false
  let position = positionOf(primitives, anchor)
  for (let from = 0; from < records.length; from += SLICE) {
    yield [from, records.length]
    const result = verifyChain(primitives, chain, genesis.seconds, position, records.slice(from, from + SLICE))
    if (!result.ok) return false
    position = result.position
  }
  return position.counter === head.head.counter && equalBytes(position.hash, head.head.hash)
}

function positionOf(primitives: SupplierContext['primitives'], anchor: RecordDelivery['anchor']): ChainPosition {
  if ('genesis' in anchor) {
    return { counter: -1, hash: genesisHash(primitives, anchor.genesis), end: anchor.genesis.start }
  }
  const { counter, hash, intervalStart, seconds } = anchor.head
  return { counter, hash, end: endOf({ start: intervalStart, seconds }) }
}

/**
 * Begins where the period before ended, the first one at the START head; else a stretch could be left out. Where nothing of the
 * period before has come (it was refused) at the last record before this one.
 */
function isAnchored(
  { state }: SupplierContext,
  hash: string,
  terms: Contract,
  run: MeterRun,
  due: DuePeriod,
  { anchor }: RecordDelivery
): boolean {
  const before = billingPeriods(terms, due.first).at(-2)
  const wire = before && state.records(hash, periodOfDays(before.first, before.last, terms.zone).start, run.chain)
  if (before && !wire) return 'genesis' in anchor || anchor.head.intervalStart < run.period.start
  const expected = wire ? decodeDeliveryEnds(wire).head : run.start
  if (!expected) return true
  return (
    'head' in anchor &&
    anchor.head.counter === expected.head.counter &&
    equalBytes(anchor.head.hash, expected.head.hash)
  )
}
