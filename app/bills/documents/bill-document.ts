/** The bill as the supplier signs it (docs/bill-format.md, bill). */

import { z } from 'zod'
import { ED25519_SIGNATURE_BYTES } from '../../../crypto'
import { checkShape } from '../../check-shape'
import { obisName } from './contract-document'
import {
  amount,
  basisPoints,
  cents,
  count,
  date,
  dayFee,
  decodeWith,
  energy,
  hash,
  hex,
  integerWithin,
  label,
  meterId,
  obis,
  price,
  text,
  time
} from './fields'
import type { FormatVersion } from './signed-file'
import type { StrictJson } from './strict-json'
import { writeStrictJson } from './write-json'

const signedStatement = z.strictObject({ bytes: hex(32, 300), sig: hex(ED25519_SIGNATURE_BYTES) })

const counter = integerWithin(0n, 2n ** 53n - 1n).transform(Number)

/** One meter's part of the period, between two signed states of its chain. */
const segment = z.strictObject({
  meterId,
  obis,
  /** HEAD of the last record before the period, or GENESIS. */
  anchor: signedStatement.nullable(),
  first: counter,
  last: counter,
  head: signedStatement
})

/**
 * A printed register, in kWh as a person reads it off: floor(total / resolution). A display counts in tens: with any other
 * unit the same digits could stand for another reading.
 */
const printedRegister = z.strictObject({
  meterId,
  obis,
  /** Wh per printed digit: 1000 for whole kWh. */
  resolution: count(1, 1_000_000).refine((unit) => Number.isInteger(Math.log10(unit)), 'not-a-power-of-ten'),
  start: energy,
  end: energy
})

const cell = z.strictObject({ name: text(), energy })

const lineFields = {
  component: label,
  window: label.nullable(),
  first: date,
  last: date,
  energy: energy.nullable(),
  days: count(1, 10_000).nullable(),
  /**
   * Nano-euro per Wh, of a fee nano-euro per day or month, of a credit cents; null for an index component, whose prices
   * are a list.
   */
  price: dayFee.nullable(),
  amount,
  /** Only where every line is rounded. */
  cents: cents.nullable(),
  vat: basisPoints
}

const line = z.strictObject({ kind: z.enum(['energy', 'levy', 'index', 'fixed-fee']), ...lineFields })

const lineV2 = z.strictObject({
  kind: z.enum(['energy', 'levy', 'index', 'fixed-fee', 'monthly-fee', 'block', 'credit']),
  ...lineFields
})

const tax = z.strictObject({ rate: basisPoints, net: cents, vat: cents })

const index = z.strictObject({
  list: hash,
  aNum: price,
  b: price,
  /** T = SUM p * v. */
  amount,
  /** p of each interval of the period, in order. */
  prices: z.array(price).max(100_000)
})

/** What stands after the total: paid in advance, granted without VAT, or left over from a bill before. */
const settlementItem = z.strictObject({
  kind: z.enum(['credit', 'instalment', 'carry-over']),
  name: label,
  day: date,
  /** Negative in the household's favour. */
  cents,
  /** Number of the bill that a carry-over comes from. */
  bill: text().nullable()
})

const frame = {
  number: text(),
  /** Number of the bill that this one replaces. */
  replaces: text().nullable(),
  contract: text(),
  supplier: text(),
  /** Not one fixed value: another currency than the contract's is an untrue bill, not a malformed one (V4). */
  currency: z.string().regex(/^[A-Z]{3}$/u, 'not-a-currency'),
  issued: date,
  period: z.strictObject({ start: time, end: time }),
  segments: z.array(segment).min(1).max(10),
  registers: z.array(printedRegister).max(10),
  unitExp: count(0, 2),
  tariff: hash,
  /** SHA-256 of the RESPONSE that the energies come from; null where the supplier had them otherwise. */
  response: hash.nullable(),
  cells: z.array(cell).max(200),
  index: index.nullable(),
  rounding: z.enum(['per-line', 'net-total']),
  taxes: z.array(tax).min(1).max(20),
  total: cents
}

export const billSchemaV1 = z.strictObject({ ...frame, lines: z.array(line).min(1).max(200) })

/** Version 2 has what version 1 has, and the fields below, all of them required (ADR 0027). */
export const billSchemaV2 = z.strictObject({
  ...frame,
  lines: z.array(lineV2).min(1).max(200),
  /** Tariffs that take effect within the period, after `tariff`. */
  laterTariffs: z.array(z.strictObject({ hash, from: date })).max(20),
  /** Statements of the meters' exchanges that join the segments. */
  exchanges: z.array(hash).max(10),
  settlement: z.array(settlementItem).max(400),
  /** total and settlement together: what is to be paid, or paid back where it is negative. */
  due: cents
})

export type Bill = z.output<typeof billSchemaV2>
export type SettlementItem = Bill['settlement'][number]
export type BillSegment = Bill['segments'][number]
export type BillLineItem = Bill['lines'][number]
export type BillTax = Bill['taxes'][number]

/** @throws FormatError. */
export function decodeBill(body: StrictJson, version: FormatVersion = 1): Bill {
  if (version === 2) return decodeWith(billSchemaV2, body, 'bill')
  const bill = decodeWith(billSchemaV1, body, 'bill')
  return { ...bill, laterTariffs: [], exchanges: [], settlement: [], due: bill.total }
}

/** The lowest version that says all of a bill. */
export function billVersion({ lines, laterTariffs, exchanges, settlement }: Bill): FormatVersion {
  const isPlain = laterTariffs.length + exchanges.length + settlement.length === 0
  return isPlain && lines.every(({ kind }) => checkShape(line.shape.kind, kind).success) ? 1 : 2
}

/** Wire bytes, in the form of `billVersion` unless another is asked for. */
export function encodeBill(bill: Bill, version = billVersion(bill)): Uint8Array {
  const named = <Part extends { readonly obis: Parameters<typeof obisName>[0] }>(part: Part) => ({
    ...part,
    obis: obisName(part.obis)
  })
  const { laterTariffs, exchanges, settlement, due, ...common } = bill
  const more = version === 1 ? {} : { laterTariffs, exchanges, settlement, due }
  return writeStrictJson({
    ...common,
    ...more,
    segments: bill.segments.map(named),
    registers: bill.registers.map(named)
  })
}
