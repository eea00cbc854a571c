/** The bill as the supplier signs it (docs/bill-format.md, bill). */

import { z } from 'zod'
import { ED25519_SIGNATURE_BYTES } from '../../../crypto'
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

/** A printed register, in kWh as a person reads it off: floor(total / resolution). */
const printedRegister = z.strictObject({
  meterId,
  obis,
  /** Wh per printed digit: 1000 for whole kWh. */
  resolution: count(1, 1_000_000),
  start: energy,
  end: energy
})

const cell = z.strictObject({ name: text(), energy })

const line = z.strictObject({
  kind: z.enum(['energy', 'levy', 'index', 'fixed-fee']),
  component: label,
  window: label.nullable(),
  first: date,
  last: date,
  energy: energy.nullable(),
  days: count(1, 10_000).nullable(),
  /** Nano-euro per Wh, of a fee nano-euro per day; null for an index component, whose prices are a list. */
  price: dayFee.nullable(),
  amount,
  /** Only where every line is rounded. */
  cents: cents.nullable(),
  vat: basisPoints
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

const schema = z.strictObject({
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
  lines: z.array(line).min(1).max(200),
  taxes: z.array(tax).min(1).max(20),
  total: cents
})

export type Bill = z.output<typeof schema>
export type BillSegment = Bill['segments'][number]
export type BillLineItem = Bill['lines'][number]
export type BillTax = Bill['taxes'][number]

/** @throws FormatError. */
export function decodeBill(body: StrictJson): Bill {
  return decodeWith(schema, body, 'bill')
}

export function encodeBill(bill: Bill): Uint8Array {
  const named = <Part extends { readonly obis: Parameters<typeof obisName>[0] }>(part: Part) => ({
    ...part,
    obis: obisName(part.obis)
  })
  return writeStrictJson({ ...bill, segments: bill.segments.map(named), registers: bill.registers.map(named) })
}
