import { describe, expect, it } from 'vitest'
import {
  dynamicTariff,
  dynamicWithGridFeeTariff,
  flatTariff,
  threeTimesTariff
} from '../../../services/supplier/example-tariffs'
import { type CaseOptions, billCase, exampleTerms } from '../../support/bills/bill-case'

/** A price that goes below zero at noon. */
const wave = (start: number): bigint => BigInt(90_000 + Math.round(110_000 * Math.cos((start % 86_400) / 13_750.987)))

const kinds: readonly (readonly [string, CaseOptions])[] = [
  ['a flat tariff', { tariff: flatTariff(exampleTerms()) }],
  ['a time-of-use tariff', { tariff: threeTimesTariff(exampleTerms()) }],
  ['a dynamic tariff', { tariff: dynamicTariff(exampleTerms()), listPrice: wave }],
  ['a dynamic price with a time-of-use grid fee', { tariff: dynamicWithGridFeeTariff(exampleTerms()), listPrice: wave }]
]

describe('verifyBill', { timeout: 60_000 }, () => {
  it.each(kinds)('finds a right bill under %s correct', async (_, options) => {
    const made = billCase(options)
    const result = await made.verify(made.bill)
    expect(result.findings).toEqual([])
    expect(result.verdict).toBe('correct')
    expect(result.trusted).toBe(true)
  })
})
