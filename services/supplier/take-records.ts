/** The records of a period: a whole, signed stretch of the household's chain, or nothing. */

import type { Contract, ContractRegister } from '../../app/bills/documents/contract-document'
import { genesisOf, startHeadOf } from '../../app/bills/documents/statements'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { type BillingPeriod, billingPeriods } from '../../app/bills/tariff/billing-periods'
import { decodeDelivery } from '../../app/bills/wire'
import { localDateAt, periodOfDays } from '../../app/domain/calendar'
import { type Period, endOf } from '../../app/domain/interval'
import { encodeGenesis, genesisHash } from '../../app/domain/meter/genesis'
import { verifyHead } from '../../app/domain/meter/record'
import { type ChainPosition, verifyChain } from '../../app/domain/meter/verify-chain'
import { equalBytes } from '../../crypto'
import type { SupplierContext } from './supplier-context'

export type DuePeriod = BillingPeriod & { readonly period: Period }

export type RecordsAnswer = 'taken' | 'conflict' | 'not-a-period' | 'not-this-chain'

/** @throws FormatError for bytes that are no delivery. */
export function takeRecords(context: SupplierContext, hash: string, terms: Contract, wire: Uint8Array): RecordsAnswer {
  const { state } = context
  const delivery = decodeDelivery(wire)
  const register = terms.registers[0]
  const start = delivery.records[0]?.intervalStart
  const due = start === undefined ? null : duePeriodAt(terms, start)
  if (!register || !due) return 'not-a-period'
  if (!covers(delivery, due.period)) return 'not-a-period'
  if (!isStretchOfChain(context, register, delivery) || !isAnchored(context, hash, terms, register, due, delivery)) {
    return 'not-this-chain'
  }
  const kept = state.records(hash, due.period.start)
  if (kept && equalBytes(kept, wire)) return 'taken'
  // What a bill was made from does not change any more.
  if (kept && state.response(hash, due.period.start)) return 'conflict'
  state.keepRecords(hash, due.period.start, wire)
  return 'taken'
}

/** The billing period in which a time lies. */
export function duePeriodAt(terms: Contract, time: Period['start']): DuePeriod | null {
  const day = localDateAt(time, terms.zone)
  const due = billingPeriods(terms, day).find(({ first, last }) => first <= day && day <= last)
  return due ? { ...due, period: periodOfDays(due.first, due.last, terms.zone) } : null
}

function covers({ records }: RecordDelivery, period: Period): boolean {
  const last = records.at(-1)
  return (
    last !== undefined &&
    records.every(({ intervalStart }) => intervalStart >= period.start && intervalStart < period.end) &&
    endOf({ start: last.intervalStart, seconds: last.seconds }) >= period.end
  )
}

function isStretchOfChain(
  { primitives }: SupplierContext,
  register: ContractRegister,
  delivery: RecordDelivery
): boolean {
  const { genesis } = genesisOf(register)
  const { anchor, records, head } = delivery
  const anchored =
    'genesis' in anchor
      ? equalBytes(encodeGenesis(anchor.genesis), register.genesis.bytes)
      : verifyHead(primitives, anchor, genesis.meterKey)
  if (!anchored || !verifyHead(primitives, head, genesis.meterKey)) return false
  const result = verifyChain(primitives, register, genesis.seconds, positionOf(primitives, anchor), records)
  return result.ok && result.position.counter === head.head.counter && equalBytes(result.position.hash, head.head.hash)
}

function positionOf(primitives: SupplierContext['primitives'], anchor: RecordDelivery['anchor']): ChainPosition {
  if ('genesis' in anchor) {
    return { counter: -1, hash: genesisHash(primitives, anchor.genesis), end: anchor.genesis.start }
  }
  const { counter, hash, intervalStart, seconds } = anchor.head
  return { counter, hash, end: endOf({ start: intervalStart, seconds }) }
}

/** Begins where the period before ended, the first one at the START head; else a stretch could be left out. */
function isAnchored(
  { state }: SupplierContext,
  hash: string,
  terms: Contract,
  register: ContractRegister,
  due: DuePeriod,
  { anchor }: RecordDelivery
): boolean {
  const before = billingPeriods(terms, due.first).at(-2)
  const wire = before && state.records(hash, periodOfDays(before.first, before.last, terms.zone).start)
  const expected = wire ? decodeDelivery(wire).head : startHeadOf(register)
  if (!expected) return true
  return (
    'head' in anchor &&
    anchor.head.counter === expected.head.counter &&
    equalBytes(anchor.head.hash, expected.head.hash)
  )
}
