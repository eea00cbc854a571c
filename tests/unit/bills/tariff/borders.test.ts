/** Where one more day, minute or window makes the difference: each border from both of its sides. */

import { describe, expect, it } from 'vitest'
import type { EnergyComponent, Tariff } from '../../../../app/bills/documents/tariff-document'
import { changeRefusals, refusalsOf } from '../../../../app/bills/tariff/accept-tariff'
import { billingPeriodFrom } from '../../../../app/bills/tariff/billing-periods'
import { planPeriod, smallCells } from '../../../../app/bills/tariff/plan-period'
import { stretchesOf } from '../../../../app/bills/tariff/price-steps'
import { type Weekday, toLocalDate } from '../../../../app/domain/calendar'
import { toPrice } from '../../../../app/domain/money'
import { flatTariff } from '../../../../services/supplier/example-tariffs'
import { ZONE, billCase, exampleTerms } from '../../../support/bills/bill-case'
import { richTariff } from '../../../support/bills/rich-tariff'

const day = toLocalDate
const flat = flatTariff(exampleTerms())
const ALL: Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/** Monday's first minutes in a window of their own; other prices from the days given on. */
function mondays(minutes: number, ...changes: string[]): Tariff {
  const prices = [{ from: flat.valid.from, price: toPrice(1n) }].concat(
    changes.map((from) => ({ from: day(from), price: toPrice(2n) }))
  )
  const windows: EnergyComponent['windows'] = [
    { name: 'Montag', times: [{ days: [1], from: 0, to: minutes }], prices },
    {
      name: 'Sonst',
      times: [
        ...(minutes < 1440 ? [{ days: [1] as Weekday[], from: minutes, to: 1440 }] : []),
        { days: ALL.slice(1), from: 0, to: 1440 }
      ],
      prices
    }
  ]
  return { ...flat, components: [{ kind: 'energy', name: 'Arbeit', vat: 1900, windows }] }
}

describe('a cell', () => {
  const small = (tariff: Tariff, first: string, last: string) =>
    smallCells(planPeriod(tariff, ZONE, day(first), day(last))).map(({ minutes, dates }) => [minutes, dates])

  it('lasts sixteen hours in all', () => {
    expect(small(mondays(240), '2026-02-01', '2026-02-28')).toEqual([])
    expect(small(mondays(239), '2026-02-01', '2026-02-28')).toEqual([[956, 4]])
  })

  it('falls on four dates', () => {
    expect(small(mondays(1440), '2026-03-03', '2026-03-30')).toEqual([])
    expect(small(mondays(1440), '2026-03-03', '2026-03-29')).toEqual([[4320, 3]])
  })

  it('that is too small goes with the time before it, rather than with the time after', () => {
    const { cells } = planPeriod(mondays(240, '2026-02-01', '2026-02-15'), ZONE, day('2026-01-01'), day('2026-03-31'))
    expect(cells.filter(({ name }) => name.endsWith('Montag')).map(({ first, last }) => [first, last])).toEqual([
      ['2026-01-01', '2026-02-14'],
      ['2026-02-15', '2026-03-31']
    ])
  })
})

describe('a stretch of time', () => {
  it('has fourteen days before a cut and after it', () => {
    const segments = (cut: string) =>
      planPeriod(mondays(1440, cut), ZONE, day('2026-03-01'), day('2026-03-31')).segments.length
    expect(['2026-03-14', '2026-03-15', '2026-03-18', '2026-03-19'].map(segments)).toEqual([1, 2, 2, 1])
  })

  it('has fourteen days on both sides of a change of tariff, but where the person is asked for few days anyway', () => {
    const change = (first: string, from: string, last: string, short: boolean) =>
      changeRefusals(
        [
          { tariff: flat, first: day(first), last: day(from) },
          { tariff: flat, first: day(from), last: day(last) }
        ],
        { short }
      ).map(({ code }) => code)
    expect(change('2026-03-01', '2026-03-14', '2026-03-31', false)).toEqual([])
    expect(change('2026-03-01', '2026-03-13', '2026-03-31', false)).toEqual(['tariff-change-too-short'])
    expect(change('2026-03-22', '2026-03-26', '2026-03-31', true)).toEqual([])
  })

  it('may be the last day alone where only a price per day changes', () => {
    const steps = ['2026-01-01', '2026-03-31'].map((from, price) => ({ from: day(from), price: BigInt(price) }))
    expect(stretchesOf(steps, day('2026-03-01'), day('2026-03-31')).map(({ first }) => first)).toEqual([
      '2026-03-01',
      '2026-03-31'
    ])
  })
})

describe('a first period', () => {
  it('of three days has a bill, and of fourteen nobody is asked', () => {
    const from = (first: string) => billingPeriodFrom({ first: day(first), last: null }, day(first))
    expect(from('2026-03-30')?.last).toBe('2026-04-30')
    expect(from('2026-03-29')).toEqual({ first: '2026-03-29', last: '2026-03-31', short: true })
    expect(['2026-03-18', '2026-03-19'].map((first) => from(first)?.short)).toEqual([false, true])
  })
})

describe('a tariff', () => {
  const { document } = billCase({ seconds: 3600 }).contract
  const codes = (tariff: Tariff) => refusalsOf(document, tariff, day('2026-03-01')).map(({ code }) => code)

  it('is refused where it has ended, or counts a register that the contract does not name', () => {
    expect(codes(flatTariff(exampleTerms('2026-01-01', '2026-02-28')))).toEqual(['not-valid-then'])
    expect(codes(flatTariff(exampleTerms('2026-01-01', '2026-03-01')))).toEqual([])
    expect(codes(richTariff())).toEqual(['register-missing'])
  })
})
