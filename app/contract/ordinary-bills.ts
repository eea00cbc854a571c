/**
 * Ordinary bills, without seals: typed in or offered from a PDF's text, confirmed by the person, compared with readings
 * and tariff. Nothing here is a verdict and nothing of it is ever shown as one.
 */

import { z } from 'zod'
import {
  cents,
  code,
  fileToken,
  localDate,
  milliwattHours,
  nanoEuro,
  nothing,
  params,
  shortText,
  utcSeconds
} from './common'
import { procedure } from './procedure'

const billId = z.string().regex(/^[0-9a-f]{32}$/u)

export const ordinaryLine = z.strictObject({
  name: shortText,
  /** energy: the price of energy itself; levy: another price on the same energy; other: fees, credits and the like. */
  kind: z.enum(['energy', 'levy', 'other']),
  energy: milliwattHours.nullable(),
  /** Nano-euro per kWh, before VAT. */
  price: nanoEuro.nullable(),
  /** Before VAT. */
  amount: cents
})

export const ordinaryBill = z.strictObject({
  supplier: shortText,
  number: shortText,
  /** Local days, both included. */
  first: localDate,
  last: localDate,
  /** Meter that it is compared with; null for the only or first one. */
  meterId: shortText.nullable(),
  lines: z.array(ordinaryLine).max(40),
  registerStart: milliwattHours.nullable(),
  registerEnd: milliwattHours.nullable(),
  net: cents.nullable(),
  /** Basis points. */
  vatRate: z.number().int().min(0).max(10_000).nullable(),
  vat: cents.nullable(),
  total: cents
})

/** One comparison: what it looked at, whether both sides agree, and the figures for its sentence. */
export const ordinaryPoint = z.strictObject({
  code,
  state: z.enum(['agrees', 'differs', 'unknown']),
  params
})

export const ordinaryReport = z.strictObject({
  id: billId,
  at: utcSeconds,
  bill: ordinaryBill,
  billedEnergy: milliwattHours.nullable(),
  /** Energy of the own readings over the period; null where there are none. */
  ownEnergy: milliwattHours.nullable(),
  /** Cost of that energy by the tariff known here, VAT included, without fixed fees; null where none is known. */
  ownCost: cents.nullable(),
  points: z.array(ordinaryPoint).max(100)
})

export const ordinarySummary = z.strictObject({
  id: billId,
  supplier: shortText,
  number: shortText,
  first: localDate,
  last: localDate,
  total: cents
})

/** What a PDF's text seems to say; every field is only an offer. */
export const ordinaryProposal = z.strictObject({
  supplier: shortText.nullable(),
  number: shortText.nullable(),
  first: localDate.nullable(),
  last: localDate.nullable(),
  lines: z.array(ordinaryLine).max(40),
  registerStart: milliwattHours.nullable(),
  registerEnd: milliwattHours.nullable(),
  net: cents.nullable(),
  vatRate: z.number().int().min(0).max(10_000).nullable(),
  vat: cents.nullable(),
  total: cents.nullable()
})

export const ordinaryBillsContract = {
  'ordinary.list': procedure(nothing, z.array(ordinarySummary).max(1000)),
  'ordinary.report': procedure(z.strictObject({ id: billId }), ordinaryReport),
  /** @returns the comparison; `id` null makes a new one. */
  'ordinary.save': procedure(z.strictObject({ id: billId.nullable(), bill: ordinaryBill }), ordinaryReport),
  'ordinary.remove': procedure(z.strictObject({ id: billId }), nothing),
  'ordinary.read-pdf': procedure(z.strictObject({ file: fileToken }), ordinaryProposal)
} as const

export type OrdinaryLine = z.infer<typeof ordinaryLine>
export type OrdinaryBill = z.infer<typeof ordinaryBill>
export type OrdinaryPoint = z.infer<typeof ordinaryPoint>
export type OrdinaryReport = z.infer<typeof ordinaryReport>
export type OrdinarySummary = z.infer<typeof ordinarySummary>
export type OrdinaryProposal = z.infer<typeof ordinaryProposal>
