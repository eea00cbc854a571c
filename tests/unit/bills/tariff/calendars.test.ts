import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockEnergies } from '../../../../app/bills/compute/block-lines'
import { monthlyAmount } from '../../../../app/bills/compute/fee-lines'
import type { BlockComponent, EnergyComponent } from '../../../../app/bills/documents/tariff-document'
import { agreedInstalments } from '../../../../app/bills/settlement'
import { acceptedTariffsFor } from '../../../../app/bills/tariff/accept-tariff'
import { billingPeriods } from '../../../../app/bills/tariff/billing-periods'
import { indexPriceAt } from '../../../../app/bills/tariff/index-price'
import { calendarOf } from '../../../../app/bills/tariff/week-calendar'
import { toLocalDate } from '../../../../app/domain/calendar'
import { toUtcSeconds } from '../../../../app/domain/interval'
import { toCents, toPrice } from '../../../../app/domain/money'
import { makeList } from '../../../support/bills/bill-case'

const day = toLocalDate
const spans = (terms: Parameters<typeof billingPeriods>[0], until: string) =>
  billingPeriods(terms, day(until)).map(({ first, last, short }) => `${first}/${last}${short ? ' short' : ''}`)

describe('billing periods', () => {
  it('are calendar quarters and years, cut by the contract', () => {
    const quarters = { first: day('2026-02-20'), last: null, billing: 'calendar-quarter' as const }
    expect(spans(quarters, '2026-08-01')).toEqual([
      '2026-02-20/2026-03-31',
      '2026-04-01/2026-06-30',
      '2026-07-01/2026-09-30'
    ])
    const years = { first: day('2025-12-30'), last: day('2028-01-01'), billing: 'calendar-year' as const }
    // Two days at either end belong to the year beside them, whatever day one asks on.
    expect(spans(years, '2027-05-05')).toEqual(['2025-12-30/2026-12-31', '2027-01-01/2028-01-01'])
    expect(spans(years, '2026-01-01')).toEqual(['2025-12-30/2026-12-31'])
    expect(spans({ ...years, first: day('2026-12-25') }, '2026-12-31')).toEqual(['2026-12-25/2026-12-31 short'])
  })
})

describe('seasons', () => {
  const all = [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[]
  const component = (winter: { from: string; to: string }): EnergyComponent => ({
    kind: 'energy',
    name: 'Netz',
    vat: 0,
    windows: [
      { name: 'Sommer', times: [{ days: all, from: 0, to: 1440, season: { from: '03-01', to: '10-31' } }], prices: [] },
      { name: 'Winter', times: [{ days: all, from: 0, to: 1440, season: winter }], prices: [] }
    ]
  })

  it('run over new year, and know the 29th of February', () => {
    const at = calendarOf(component({ from: '11-01', to: '02-29' }))
    const windowOn = (date: string) => at(day(date)).windows[0]
    expect(['2026-02-28', '2028-02-29', '2026-03-01', '2026-10-31', '2026-11-01', '2026-12-31'].map(windowOn)).toEqual([
      1, 1, 0, 0, 1, 1
    ])
  })

  it('leave no day out and take none twice', () => {
    expect(() => calendarOf(component({ from: '11-01', to: '02-28' }))).toThrow('windows-incomplete')
    expect(() => calendarOf(component({ from: '10-31', to: '02-29' }))).toThrow('windows-overlap')
  })
})

describe('blocks', () => {
  const component = (per: 'day' | 'period', ...limits: bigint[]): BlockComponent => ({
    kind: 'block',
    name: 'Preis',
    vat: 0,
    per,
    blocks: [
      ...limits.map((upTo, index) => ({ name: `b${index}`, upTo, prices: [] })),
      { name: 'rest', upTo: null, prices: [] }
    ]
  })

  it('fill one after the other, to the watt-hour', () => {
    expect(blockEnergies(component('period', 100n, 300n), 30, 99n, 0)).toEqual([99n, 0n, 0n])
    expect(blockEnergies(component('period', 100n, 300n), 30, 100n, 0)).toEqual([100n, 0n, 0n])
    expect(blockEnergies(component('period', 100n, 300n), 30, 301n, 0)).toEqual([100n, 200n, 1n])
    expect(blockEnergies(component('day', 100n), 30, 3001n, 0)).toEqual([3000n, 1n])
    // A meter of 0.1 Wh counts ten times as many units.
    expect(blockEnergies(component('period', 100n), 30, 1001n, 1)).toEqual([1000n, 1n])
  })

  it('always add up to the whole, and none is negative', () => {
    const limits = fc.uniqueArray(fc.bigInt(1n, 10n ** 6n), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(limits, fc.bigInt(0n, 10n ** 8n), fc.integer({ min: 1, max: 400 }), (list, total, days) => {
        const rising = [...list].sort((a, b) => (a < b ? -1 : 1))
        const parts = blockEnergies(component('day', ...rising), days, total, 2)
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total)
        expect(parts.every((part) => part >= 0n)).toBe(true)
      }),
      { numRuns: 100 }
    )
  })
})

describe('what else version 2 counts', () => {
  it('a month’s fee by its days: February, leap February, a part', () => {
    expect(monthlyAmount(2_800_000_000n, day('2026-02-01'), 28, 0)).toBe(2_800_000_000n)
    expect(monthlyAmount(2_800_000_000n, day('2026-02-15'), 14, 0)).toBe(1_400_000_000n)
    expect(monthlyAmount(2_900_000_000n, day('2028-02-01'), 28, 0)).toBe(2_800_000_000n)
    expect(monthlyAmount(100n, day('2026-01-01'), 1, 1)).toBe(32n)
  })

  it('percentage and surcharge in the order that the tariff states, below zero too', () => {
    const list = makeList([100_000n, -100_001n], toUtcSeconds(0), 3600)
    const terms = { aNum: 1_030_000n, b: 10_000n }
    const price = (order: 'percentage-first' | 'surcharge-first', at: number) =>
      indexPriceAt(list, { ...terms, order }, toUtcSeconds(at))
    expect([price('percentage-first', 0), price('surcharge-first', 0)]).toEqual([113_000n, 113_300n])
    // -103,001.03 and -92,701.03, each rounded once.
    expect([price('percentage-first', 3600), price('surcharge-first', 3600)]).toEqual([-93_001n, -92_701n])
    expect(indexPriceAt(list, terms, toUtcSeconds(0))).toBe(toPrice(113_000n))
  })

  it('the instalments that fall due, as they change and end', () => {
    const instalments = [
      { from: day('2026-01-10'), day: 5, cents: toCents(5000n) },
      { from: day('2026-03-01'), day: 15, cents: toCents(6000n) },
      { from: day('2026-05-01'), day: 1, cents: toCents(0n) }
    ]
    const contract = { instalments } as unknown as Parameters<typeof agreedInstalments>[0]
    const due = agreedInstalments(contract, { first: day('2026-01-01'), last: day('2026-06-30') })
    expect(due.map(({ day: on, cents }) => `${on} ${cents}`)).toEqual([
      '2026-02-05 -5000',
      '2026-03-15 -6000',
      '2026-04-15 -6000'
    ])
  })

  it('the tariffs of a period with their days', () => {
    const tariffs = [
      { hash: 'a', from: day('2026-01-01') },
      { hash: 'b', from: day('2026-03-16') }
    ]
    const parts = (first: string, last: string) =>
      acceptedTariffsFor({ tariffs }, day(first), day(last)).map((part) => `${part.hash} ${part.first}/${part.last}`)
    expect(parts('2026-03-01', '2026-03-31')).toEqual(['a 2026-03-01/2026-03-15', 'b 2026-03-16/2026-03-31'])
    expect(parts('2026-03-16', '2026-03-31')).toEqual(['b 2026-03-16/2026-03-31'])
    expect(parts('2025-12-01', '2026-01-31')).toEqual([])
  })
})
