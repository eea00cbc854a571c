import { describe, expect, it } from 'vitest'
import { decodeIndexList } from '../../../../app/bills/documents/index-document'
import { billingPeriodFrom, billingPeriods } from '../../../../app/bills/tariff/billing-periods'
import { fitsInterval, indexPriceAt, listedPriceAt } from '../../../../app/bills/tariff/index-price'
import { priceAt } from '../../../../app/bills/tariff/price-at'
import { planPeriod } from '../../../../app/bills/tariff/plan-period'
import { priceOn, splitByDays, stretchesOf } from '../../../../app/bills/tariff/price-steps'
import { toLocalDate } from '../../../../app/domain/calendar'
import { toUtcSeconds } from '../../../../app/domain/interval'
import { dynamicTariff, threeTimesTariff } from '../../../../services/supplier/example-tariffs'
import { pricesFor, readPriceTable } from '../../../../services/supplier/publish-index'
import { ZONE, exampleTerms, makeList } from '../../../support/bills/bill-case'

const day = toLocalDate
const steps = [
  { from: day('2026-01-01'), price: 10n },
  { from: day('2026-03-16'), price: 20n },
  { from: day('2026-05-01'), price: 30n }
]

describe('prices that change on announced days', () => {
  it('are in force from their day on', () => {
    expect(priceOn(steps, day('2026-03-15'))).toBe(10n)
    expect(priceOn(steps, day('2026-03-16'))).toBe(20n)
    expect(priceOn(steps, day('2025-12-31'))).toBeUndefined()
  })

  it('divide a period into stretches', () => {
    expect(stretchesOf(steps, day('2026-03-01'), day('2026-03-31'))).toEqual([
      { first: '2026-03-01', last: '2026-03-15', price: 10n },
      { first: '2026-03-16', last: '2026-03-31', price: 20n }
    ])
    expect(stretchesOf(steps, day('2026-04-01'), day('2026-04-30'))).toEqual([
      { first: '2026-04-01', last: '2026-04-30', price: 20n }
    ])
  })

  it('share an energy by days so that the parts add up', () => {
    const stretches = stretchesOf(steps, day('2026-03-01'), day('2026-03-31'))
    expect(splitByDays(1000n, stretches)).toEqual([484n, 516n])
    expect(splitByDays(1n, stretches)).toEqual([0n, 1n])
    expect(splitByDays(0n, stretches)).toEqual([0n, 0n])
  })
})

describe('the index price', () => {
  const list = makeList([100_000n, -50_000n, 3n], toUtcSeconds(3600), 3600)

  it('is affine in the listed one, rounded half away from zero', () => {
    const terms = { aNum: 1_035_000n, b: 14_800n }
    expect(indexPriceAt(list, terms, toUtcSeconds(3600))).toBe(118_300n)
    expect(indexPriceAt(list, terms, toUtcSeconds(7200))).toBe(-36_950n)
    expect(indexPriceAt(list, { aNum: 500_000n, b: 0n }, toUtcSeconds(10_800))).toBe(2n)
  })

  it('is that of the step that holds the start of the interval', () => {
    expect(listedPriceAt(list, toUtcSeconds(7199))).toBe(100_000n)
    expect(listedPriceAt(list, toUtcSeconds(14_400))).toBeNull()
    expect(listedPriceAt(list, toUtcSeconds(3599))).toBeNull()
  })

  it('is no price beyond 2^31', () => {
    expect(indexPriceAt(list, { aNum: 2_000_000_000n, b: 2_000_000_000n }, toUtcSeconds(3600))).toBeNull()
    const at = (b: bigint) => indexPriceAt(list, { aNum: 0n, b }, toUtcSeconds(3600))
    const most = 2n ** 31n - 1n
    expect([most, most + 1n, -most, -most - 1n].map(at)).toEqual([most, null, -most, null])
  })

  it('needs steps that are whole intervals of the meter', () => {
    expect(fitsInterval(list, 900)).toBe(true)
    expect(fitsInterval(list, 7200)).toBe(false)
  })
})

describe('priceAt', () => {
  it('adds all components and the VAT, and names the stage', () => {
    const tariff = threeTimesTariff(exampleTerms())
    const plan = planPeriod(tariff, ZONE, day('2026-03-10'), day('2026-03-10'))
    const price = priceAt(tariff, plan, null, toUtcSeconds(plan.period.start + 18 * 3600))
    expect(price).toEqual({ net: 331_000n, gross: 393_890_000n, stage: 'Abend' })
  })

  it('says nothing where the list has no price', () => {
    const tariff = dynamicTariff(exampleTerms())
    const plan = planPeriod(tariff, ZONE, day('2026-03-10'), day('2026-03-10'))
    expect(priceAt(tariff, plan, null, plan.period.start)).toBeNull()
  })
})

describe('billing periods', () => {
  const periods = (first: string, last: string | null, until: string) =>
    billingPeriods({ first: day(first), last: last === null ? null : day(last) }, day(until)).map(
      (period) => `${period.first} ${period.last}${period.short ? ' short' : ''}`
    )

  it('are calendar months from the first day of the contract on', () => {
    expect(periods('2026-01-10', null, '2026-03-05')).toEqual([
      '2026-01-10 2026-01-31',
      '2026-02-01 2026-02-28',
      '2026-03-01 2026-03-31'
    ])
  })

  it('are short at the ends, and said to be', () => {
    expect(periods('2026-01-20', '2026-02-05', '2026-12-01')).toEqual([
      '2026-01-20 2026-01-31 short',
      '2026-02-01 2026-02-05 short'
    ])
  })

  it('join a rest of one or two days to its neighbour', () => {
    expect(periods('2026-01-30', null, '2026-02-10')).toEqual(['2026-01-30 2026-02-28'])
    expect(periods('2026-01-01', '2026-02-02', '2026-12-01')).toEqual(['2026-01-01 2026-02-02'])
    expect(periods('2026-01-30', '2026-01-31', '2026-12-01')).toEqual(['2026-01-30 2026-01-31 short'])
  })

  it('are the same whatever day one asks on', () => {
    const terms = { first: day('2026-01-30'), last: day('2026-04-01') }
    expect(billingPeriods(terms, day('2026-01-30')).map(({ last }) => last)).toEqual(['2026-02-28'])
    expect(billingPeriods(terms, day('2026-03-15')).map(({ last }) => last)).toEqual(['2026-02-28', '2026-04-01'])
    expect(billingPeriodFrom(terms, day('2026-03-01'))?.last).toBe('2026-04-01')
    expect(billingPeriodFrom(terms, day('2026-03-02'))).toBeNull()
  })
})

describe('a table of market prices', () => {
  const csv =
    'time_utc,price_eur_mwh\n2026-03-01T00:00:00Z,108.87\n2026-03-01T00:15:00Z,-0.5\n2026-03-01T00:30:00Z,-498.65\n2026-03-01T00:45:00Z,0\n'
  const start = toUtcSeconds(Date.parse('2026-03-01T00:00:00Z') / 1000)

  it('goes to nano-euro per Wh exactly', () => {
    expect(readPriceTable(csv)).toEqual({ start, seconds: 900, prices: [108_870n, -500n, -498_650n, 0n] })
  })

  it('gives longer steps their mean by the one rounding rule', () => {
    const period = { start, end: toUtcSeconds(start + 3600) }
    expect(pricesFor(readPriceTable(csv), period, 1800)).toEqual([54_185n, -249_325n])
    expect(() => pricesFor(readPriceTable(csv), period, 300)).toThrow(RangeError)
    expect(() => pricesFor(readPriceTable(csv), { ...period, end: toUtcSeconds(start + 7200) }, 900)).toThrow(
      RangeError
    )
  })

  it('names the line that is missing, doubled or no price', () => {
    expect(() => readPriceTable(csv.replace('2026-03-01T00:15:00Z,-0.5\n', ''))).toThrow('line 4')
    expect(() => readPriceTable(csv.replace('00:30:00Z', '00:15:00Z'))).toThrow('line 4')
    expect(() => readPriceTable(csv.replace('-498.65', '-498,65'))).toThrow('line 4')
    expect(() => readPriceTable(csv.replace('price_eur_mwh', 'price'))).toThrow('line 1')
  })

  it('makes lists that their own reader takes', () => {
    const list = makeList([1n, 2n], start, 900)
    expect(() =>
      decodeIndexList(
        JSON.parse(
          JSON.stringify({
            ...list,
            start: String(list.start),
            end: String(list.end),
            seconds: '900',
            prices: ['1', '2']
          })
        )
      )
    ).not.toThrow()
  })
})
