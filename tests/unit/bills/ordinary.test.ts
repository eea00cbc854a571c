import { describe, expect, it } from 'vitest'
import { type CompareSources, compareBill } from '../../../app/bills/ordinary/compare-bill'
import { proposeBill, scaled } from '../../../app/bills/ordinary/propose-bill'
import type { OrdinaryBill } from '../../../app/contract'
import { ordinaryProposal } from '../../../app/contract/ordinary-bills'
import { periodOfDays, toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { Reading } from '../../../app/readings/reading-store'

const ZONE = toTimeZone('Europe/Berlin')
const CENT_PER_KWH = 10_000_000
const KWH = 1_000_000

const bill: OrdinaryBill = {
  supplier: 'Stromwerk Musterau',
  number: '4711',
  first: '2026-03-01',
  last: '2026-03-31',
  meterId: null,
  lines: [
    { name: 'Arbeitspreis', kind: 'energy', energy: 312 * KWH, price: 30 * CENT_PER_KWH, amount: 9360 },
    { name: 'Stromsteuer', kind: 'levy', energy: 312 * KWH, price: 2.05 * CENT_PER_KWH, amount: 640 },
    { name: 'Grundpreis', kind: 'other', energy: null, price: null, amount: 1200 }
  ],
  registerStart: 10_000 * KWH,
  registerEnd: 10_312 * KWH,
  net: 11_200,
  vatRate: 1900,
  vat: 2128,
  total: 13_328
}

/** A month of hours whose energy adds up to `kwh`. */
function hours(kwh: number, leaveOut = 0): Reading[] {
  const period = periodOfDays(toLocalDate(bill.first), toLocalDate(bill.last), ZONE)
  const count = (period.end - period.start) / 3600
  const each = Math.floor((kwh * 1000) / count)
  return Array.from({ length: count - leaveOut }, (_, index) => ({
    start: toUtcSeconds(period.start + index * 3600),
    seconds: 3600,
    amount: BigInt(index === 0 ? kwh * 1000 - each * (count - 1) : each),
    exponent: 0,
    quality: 'measured'
  }))
}

function sources(readings: readonly Reading[], price: number | null = null): CompareSources {
  const period = periodOfDays(toLocalDate(bill.first), toLocalDate(bill.last), ZONE)
  return {
    timeZone: ZONE,
    readings: {
      spans: () => (readings.length > 0 ? [{ meterId: 'm1', direction: 'drawn', period, newest: period.end }] : []),
      overlapping: () => readings
    },
    prices: { bands: () => (price === null ? [] : [{ ...period, name: '', price, rank: 1 }]), revision: () => 0 }
  }
}

const pointsOf = (change: Partial<OrdinaryBill> = {}, from = sources([])) =>
  Object.fromEntries(
    compareBill(from, { ...bill, ...change }).points.map(({ code, state, params }) => [code, { state, params }])
  )

describe('an ordinary bill compared with itself', () => {
  it('agrees where its arithmetic does', () => {
    const { points } = compareBill(sources([]), bill)
    expect(points.filter(({ state }) => state === 'agrees').map(({ code }) => code)).toEqual([
      'line-product',
      'line-product',
      'lines-sum',
      'vat',
      'total',
      'registers'
    ])
  })

  it('differs by one cent in a product, a sum, the VAT and the total', () => {
    const [first, ...rest] = bill.lines
    expect(
      pointsOf({ lines: [{ ...first!, amount: 9361 }, ...rest.filter(({ kind }) => kind === 'other')] })['line-product']
    ).toEqual({
      state: 'differs',
      params: { line: 1, name: 'Arbeitspreis', billed: 9361, expected: 9360 }
    })
    expect(pointsOf({ net: 11_201 })['lines-sum']).toMatchObject({ state: 'differs', params: { expected: 11_200 } })
    expect(pointsOf({ vat: 2129 })['vat']).toMatchObject({ state: 'differs', params: { expected: 2128 } })
    expect(pointsOf({ total: 13_329 })['total']).toMatchObject({ state: 'differs', params: { expected: 13_328 } })
  })

  it('looks at the readings of the meter that was chosen, else of the first one', () => {
    const from = sources(hours(312))
    const [one] = from.readings.spans()
    const two: CompareSources = {
      ...from,
      readings: {
        spans: () => (one ? [one, { ...one, meterId: 'm2' }] : []),
        overlapping: (meterId) => hours(meterId === 'm2' ? 500 : 312)
      }
    }
    const energyOf = (meterId: string | null) => compareBill(two, { ...bill, meterId }).ownEnergy
    expect([null, 'm1', 'm2'].map(energyOf)).toEqual([312 * KWH, 312 * KWH, 500 * KWH])
  })

  it('agrees where a printed register passed its top', () => {
    const points = pointsOf({ registerStart: 99_900 * KWH, registerEnd: 212 * KWH })
    expect(points['registers']).toMatchObject({ state: 'agrees', params: { expectedMwh: 312 * KWH } })
    expect(pointsOf({ registerStart: 99_900 * KWH, registerEnd: 214 * KWH })['registers']?.state).toBe('differs')
  })

  it('differs where printed registers do not fit its quantity by a kilowatt-hour', () => {
    expect(pointsOf({ registerEnd: 10_313 * KWH })['registers']).toMatchObject({
      state: 'differs',
      params: { billedMwh: 312 * KWH, expectedMwh: 313 * KWH }
    })
  })

  it('says nothing of what it does not have', () => {
    expect(pointsOf({ lines: [], net: null, vat: null, vatRate: null, registerStart: null })).toEqual({
      'readings-none': { state: 'unknown', params: {} }
    })
  })
})

describe('an ordinary bill compared with readings', () => {
  it('agrees within a printed kilowatt-hour', () => {
    expect(pointsOf({}, sources(hours(312)))['readings']).toMatchObject({ state: 'agrees' })
    expect(pointsOf({}, sources(hours(311)))['readings']).toMatchObject({ state: 'agrees' })
  })

  it('differs beyond that, with both figures', () => {
    expect(pointsOf({}, sources(hours(300)))['readings']).toEqual({
      state: 'differs',
      params: { billedMwh: 312 * KWH, expectedMwh: 300 * KWH, differenceMwh: 12 * KWH }
    })
  })

  it('decides nothing while readings are missing', () => {
    expect(pointsOf({}, sources(hours(312, 5)))).toMatchObject({
      'readings-partial': { state: 'unknown', params: { hours: 5 } }
    })
  })

  it('is held against the known tariff, VAT included', () => {
    const gross = Math.round(32.05 * CENT_PER_KWH * 1.19)
    expect(pointsOf({}, sources(hours(312), gross))['tariff-cost']).toMatchObject({ state: 'agrees' })
    expect(pointsOf({}, sources(hours(312), Math.round(gross * 1.1)))['tariff-cost']).toMatchObject({
      state: 'differs'
    })
  })
})

const GERMAN = `Stromwerk Musterau GmbH
Rechnungsnummer: RE-2026-0815
Abrechnungszeitraum 01.03.2026 bis 31.03.2026
Zählerstand 10.000 kWh bis 10.312 kWh
Arbeitspreis HT 312 kWh x 30,00 ct/kWh 93,60 €
Stromsteuer 312 kWh x 2,05 ct/kWh 6,40 €
Grundpreis 31 Tage 12,00 €
Nettobetrag 112,00 €
Umsatzsteuer 19 % auf 112,00 € 21,28 €
Rechnungsbetrag 133,28 €`

const ENGLISH = `Musterau Power Ltd
Invoice number INV/77
Billing period 2026-03-01 to 2026-03-31
Electricity 1,312.5 kWh at 0.30 EUR/kWh 393.75 EUR
Standing charge 12.00 EUR
Net amount 405.75 EUR
VAT 20 % 81.15 EUR
Amount due 486.90 EUR`

describe('what the text of a bill seems to say', () => {
  it('is offered from a German bill', () => {
    expect(ordinaryProposal.parse(proposeBill(GERMAN))).toEqual({
      supplier: 'Stromwerk Musterau GmbH',
      number: 'RE-2026-0815',
      first: '2026-03-01',
      last: '2026-03-31',
      lines: [
        { name: 'Arbeitspreis HT', kind: 'energy', energy: 312 * KWH, price: 30 * CENT_PER_KWH, amount: 9360 },
        { name: 'Stromsteuer', kind: 'levy', energy: 312 * KWH, price: 20_500_000, amount: 640 },
        { name: 'Grundpreis 31 Tage', kind: 'other', energy: null, price: null, amount: 1200 }
      ],
      registerStart: 10_000 * KWH,
      registerEnd: 10_312 * KWH,
      net: 11_200,
      vatRate: 1900,
      vat: 2128,
      total: 13_328
    })
  })

  it('is offered from an English bill', () => {
    expect(proposeBill(ENGLISH)).toMatchObject({
      supplier: 'Musterau Power Ltd',
      number: 'INV/77',
      first: '2026-03-01',
      last: '2026-03-31',
      lines: [
        { name: 'Electricity', kind: 'energy', energy: 1_312_500_000, price: 300_000_000, amount: 39_375 },
        { name: 'Standing charge', kind: 'other', amount: 1200 }
      ],
      net: 40_575,
      vatRate: 2000,
      vat: 8115,
      total: 48_690
    })
  })

  it('is nothing where the text says nothing', () => {
    expect(proposeBill('Lorem ipsum\n1.2.3\n31.02.2026 bis 30.02.2026')).toEqual({
      supplier: null,
      number: null,
      first: null,
      last: null,
      lines: [],
      registerStart: null,
      registerEnd: null,
      net: null,
      vatRate: null,
      vat: null,
      total: null
    })
  })

  it('always fits the contract, whatever the text', () => {
    const noise = [
      'Zählerstand 9999999999999 bis 1',
      `${'1'.repeat(5000)} kWh 1 ct/kWh 1,00 €`,
      'VAT 500 % 1,00 €',
      'Gesamtbetrag 9999999999,99 €'
    ]
    expect(ordinaryProposal.safeParse(proposeBill(noise.join('\n'))).success).toBe(true)
  })
})

describe('a decimal number in either style', () => {
  it.each([
    ['1.234,56', 2, 123_456],
    ['1,234.56', 2, 123_456],
    ['12.345', 6, 12_345_000_000],
    ['0,345', 6, 345_000],
    ['0.345', 6, 345_000],
    ["10'312", 6, 10_312_000_000],
    ['-3,38', 2, -338],
    ['3,385', 2, 338_500],
    ['3,3856', 2, null],
    ['abc', 2, null],
    ['99999999999999', 2, null]
  ])('%s with %d places is %s', (text, places, value) => {
    expect(scaled(text, places)).toBe(value)
  })
})
