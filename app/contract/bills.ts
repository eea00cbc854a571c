/** Views of bills: the word, the lines, the checks, the map and the arithmetic of any interval. */

import { z } from 'zod'
import {
  assuranceLevel,
  cents,
  code,
  fileToken,
  hash,
  localDate,
  milliwattHours,
  nanoEuro,
  nothing,
  params,
  remark,
  shortText,
  utcSeconds
} from './common'
import { event, procedure } from './procedure'

export const verdict = z.enum(['correct', 'correct-with-remarks', 'wrong', 'not-genuine', 'cannot-be-checked'])

export const checkId = z.string().regex(/^V(?:[1-9]|1[0-9])$/u)

export const finding = z.strictObject({
  check: checkId,
  code,
  /** Field, line, interval or document concerned. */
  where: z.string().max(200),
  expected: z.string().max(400).nullable(),
  found: z.string().max(400).nullable(),
  /** The word this finding leads to. */
  leadsTo: z.enum(['correct-with-remarks', 'wrong', 'not-genuine', 'cannot-be-checked']),
  params
})

export const checkResult = z.strictObject({
  id: checkId,
  state: z.enum(['passed', 'remark', 'failed', 'open', 'not-reached', 'not-checked-here']),
  findings: z.array(finding).max(50)
})

export const billLine = z.strictObject({
  /** Place in the bill, from 0; the `line` in a finding's parameters is for people and counts from 1. */
  index: z.number().int(),
  /** monthly-fee and credit carry no price, only their amount; due is what is to be paid after the settlement. */
  kind: z.enum([
    'energy',
    'index',
    'fixed-fee',
    'monthly-fee',
    'levy',
    'block',
    'credit',
    'vat',
    'net',
    'total',
    'instalment',
    'carry-over',
    'due'
  ]),
  /** Name of the component and cell as the tariff has it. */
  name: shortText,
  /** Window in words of the tariff: '22:00-06:00'. */
  window: shortText.nullable(),
  /** Present where the line is of energy that the household fed in: it counts the other way. */
  fedIn: z.literal(true).optional(),
  energy: milliwattHours.nullable(),
  days: z.number().int().nullable(),
  /** Nano-euro per kWh (energy), per day (fee); basis points for VAT. */
  price: z.number().int().nullable(),
  expectedPrice: z.number().int().nullable(),
  billed: cents,
  own: cents.nullable(),
  difference: cents.nullable(),
  /** True when this line itself is wrong; false when its difference follows from another. */
  wrong: z.boolean(),
  /** `index` of the line whose error this difference comes from. */
  followsFrom: z.number().int().nullable()
})

export const billSummary = z.strictObject({
  hash,
  number: shortText,
  supplier: shortText,
  first: localDate,
  last: localDate,
  total: cents,
  verdict,
  /** Billed minus own; positive = too much. */
  difference: cents.nullable(),
  seenAt: utcSeconds
})

/** A verification without readings: what it shows, what it leaves open. */
export const billProof = z.strictObject({
  level: z.literal('records'),
  proves: z.array(code).max(10),
  leavesOpen: z.array(code).max(20),
  /** Fingerprint of the supplier's key in the contract, to be compared with one known from elsewhere. */
  supplierKey: shortText,
  /** Intervals that the household has disclosed one by one. */
  disclosed: z.number().int()
})

export const billReport = z.strictObject({
  summary: billSummary,
  contract: shortText,
  timeZone: shortText,
  assurance: assuranceLevel.nullable(),
  /** Share of intervals with status 0, basis points. */
  measuredShare: z.number().int().nullable(),
  intervals: z.number().int(),
  ownTotal: cents.nullable(),
  checks: z.array(checkResult).max(19),
  lines: z.array(billLine).max(200),
  /** One row per local day; a character per interval: '.' checked, 'x' wrong price, 'e' estimated, 'g' gap, '-' missing. */
  map: z.array(z.strictObject({ date: localDate, start: utcSeconds, slots: z.string().max(1500) })).max(400),
  seconds: z.number().int(),
  durationMs: z.number().int(),
  kernel: shortText,
  /** Every number that the supplier has learnt of this contract's periods, this one included (V19); absent without readings. */
  opened: z
    .array(
      z.strictObject({
        first: localDate,
        last: localDate,
        /** Of the cell; null for the amount of an index component. */
        cell: shortText.nullable(),
        energy: milliwattHours.nullable(),
        amount: cents.nullable()
      })
    )
    .max(2000)
    .optional(),
  /** Absent where own readings were looked at. */
  proof: billProof.optional()
})

export const arithmeticStep = z.strictObject({
  code,
  params,
  /** The bytes or numbers of this step, shown in monospace. */
  value: z.string().max(2000)
})

export const billInterval = z.strictObject({
  start: utcSeconds,
  seconds: z.number().int(),
  energy: milliwattHours.nullable(),
  cell: shortText.nullable(),
  price: nanoEuro.nullable(),
  billedPrice: nanoEuro.nullable(),
  cost: nanoEuro.nullable(),
  fits: z.boolean().nullable(),
  steps: z.array(arithmeticStep).max(20)
})

/** What became of a dropped file. */
export const openedFile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bill'), name: shortText, hash }),
  z.strictObject({
    kind: z.enum(['contract', 'tariff', 'price-list', 'meter-exchange']),
    name: shortText,
    title: shortText
  }),
  z.strictObject({ kind: z.literal('refused'), name: shortText, reason: remark })
])

export const contractView = z.strictObject({
  id: shortText,
  supplier: shortText,
  first: localDate,
  tariff: shortText,
  tariffKind: z.enum(['flat', 'time-of-use', 'dynamic']),
  meters: z.array(shortText).max(10)
})

export const billsContract = {
  'bills.list': procedure(nothing, z.array(billSummary).max(1000)),
  'bills.open': procedure(z.strictObject({ files: z.array(fileToken).min(1).max(20) }), z.array(openedFile).max(20)),
  'bills.cancel': procedure(nothing, nothing),
  'bills.report': procedure(z.strictObject({ hash }), billReport),
  /** The same bill from signed records alone, seeing no reading; keeps nothing. */
  'bills.verify-records': procedure(z.strictObject({ hash }), billReport),
  /** An evidence file of whatever household, verified without readings; keeps nothing. */
  'bills.open-evidence': procedure(z.strictObject({ file: fileToken }), billReport),
  'bills.interval': procedure(z.strictObject({ hash, start: utcSeconds }), billInterval),
  'bills.contracts': procedure(nothing, z.array(contractView).max(20)),
  'bills.progress': event(
    z.strictObject({
      hash: hash.nullable(),
      check: checkId.nullable(),
      state: z.enum(['running', 'passed', 'remark', 'failed', 'open', 'not-reached', 'not-checked-here']),
      done: z.number().int(),
      total: z.number().int()
    })
  ),
  'bills.changed': event(nothing)
} as const

export type Verdict = z.infer<typeof verdict>
export type Finding = z.infer<typeof finding>
export type CheckResult = z.infer<typeof checkResult>
export type BillLine = z.infer<typeof billLine>
export type BillSummary = z.infer<typeof billSummary>
export type BillReport = z.infer<typeof billReport>
export type BillInterval = z.infer<typeof billInterval>
export type ContractView = z.infer<typeof contractView>
export type OpenedFile = z.infer<typeof openedFile>
