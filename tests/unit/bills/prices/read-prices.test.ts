import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../app/app-error'
import type { PriceChoice } from '../../../../app/bills/prices/price-table'
import { type ReadPrices, readPrices } from '../../../../app/bills/prices/read-prices'
import { toTimeZone } from '../../../../app/domain/calendar'
import { utf8 } from '../../../../crypto'
import { primitives } from '../../../support/bills/bill-case'

const BERLIN = toTimeZone('Europe/Berlin')
const ASK_NOTHING: PriceChoice = { unit: null, column: null }

function read(lines: string | readonly string[], choice: Partial<PriceChoice> = {}): ReadPrices {
  const text = typeof lines === 'string' ? lines : lines.join('\n')
  return readPrices(primitives, 'prices.csv', utf8(text), { ...ASK_NOTHING, ...choice }, BERLIN)
}

function refusal(lines: string | readonly string[], choice: Partial<PriceChoice> = {}) {
  try {
    read(lines, choice)
  } catch (error) {
    if (error instanceof AppError) return [error.code, { ...error.params }]
    throw error
  }
  return 'read'
}

const utc = (text: string): number => Date.parse(text) / 1000
const from = ({ start, seconds, prices }: ReadPrices) => [start, seconds, prices?.prices]

describe('a table of prices', () => {
  it('of an exchange in UTC, negative prices among them', () => {
    const found = read([
      'time_utc,price_eur_mwh',
      '2024-01-01T00:00:00Z,0.01',
      '2024-01-01T01:00:00Z,-0.5',
      '2024-01-01T02:00:00Z,91'
    ])
    expect(from(found)).toEqual([utc('2024-01-01T00:00:00Z'), 3600, [10n, -500n, 91_000n]])
    expect([found.unit, found.column, found.remarks]).toEqual(['eur-per-mwh', 1, []])
  })

  it('with offsets in its stamps, by the quarter hour', () => {
    const found = read(['time,price_eur_mwh', '2025-10-07 00:00:00+02:00,105.51', '2025-10-07 00:15:00+02:00,102.6'])
    expect(from(found)).toEqual([utc('2025-10-06T22:00:00Z'), 900, [105_510n, 102_600n]])
  })

  it('of a German market, with beginning and end, commas, and a dash where a price is still to come', () => {
    const found = read([
      'Datum von;Datum bis;Deutschland/Luxemburg [€/MWh]',
      '01.07.2026 00:00;01.07.2026 00:30;39,91',
      '01.07.2026 00:30;01.07.2026 01:00;-1.039,90',
      '01.07.2026 01:00;01.07.2026 01:30;-'
    ])
    expect(from(found)).toEqual([utc('2026-06-30T22:00:00Z'), 1800, [39_910n, -1_039_900n]])
    expect(found.remarks).toEqual([
      { code: 'prices-local-clock', params: { zone: 'Europe/Berlin' } },
      { code: 'prices-not-yet', params: { count: 1 } }
    ])
  })

  it('with both times in one cell and a line of words above', () => {
    const found = read([
      'Day-ahead Prices',
      'MTU (UTC),Day-ahead Price (EUR/MWh)',
      '01.01.2026 00:00 - 01.01.2026 01:00,10.5',
      '01.01.2026 01:00 - 01.01.2026 02:00,11.5'
    ])
    expect(from(found)).toEqual([utc('2026-01-01T00:00:00Z'), 3600, [10_500n, 11_500n]])
    expect(found.remarks).toEqual([])
  })

  it('of a supplier in cents, with day and time apart', () => {
    const found = read(['Datum;Uhrzeit;Arbeitspreis ct/kWh', '02.02.2026;00:00;28,95', '02.02.2026;01:00;29,005'])
    expect(from(found)).toEqual([utc('2026-02-01T23:00:00Z'), 3600, [289_500n, 290_050n]])
  })

  it('over the day on which clocks go back, and the one on which they go on', () => {
    const autumn = read([
      'Zeit;ct/kWh',
      ...['01:00', '02:00', '02:00', '03:00'].map((at, index) => `25.10.2026 ${at};${index},1`)
    ])
    expect(from(autumn)).toEqual([utc('2026-10-24T23:00:00Z'), 3600, [1000n, 11_000n, 21_000n, 31_000n]])
    const spring = read(['Zeit;ct/kWh', ...['01:00', '03:00', '04:00'].map((at) => `29.03.2026 ${at};5,5`)])
    expect(from(spring)).toEqual([utc('2026-03-29T00:00:00Z'), 3600, [55_000n, 55_000n, 55_000n]])
  })

  it('with the newest first', () => {
    const found = read(['t,EUR/kWh', '2026-01-01T01:00:00Z,0.31', '2026-01-01T00:00:00Z,0.3'])
    expect(from(found)).toEqual([utc('2026-01-01T00:00:00Z'), 3600, [300_000n, 310_000n]])
  })

  it('says where digits are lost', () => {
    const found = read(['t,EUR/MWh', '2026-01-01T00:00:00Z,0.0004', '2026-01-01T01:00:00Z,0.0005'])
    expect(found.prices?.prices).toEqual([0n, 1n])
    expect(found.remarks).toEqual([{ code: 'prices-rounded', params: { count: 2 } }])
  })
})

describe('the JSON of a price service', () => {
  it('of objects with times in milliseconds and a unit of their own', () => {
    const one = (at: string, price: number) => ({
      start_timestamp: Date.parse(at),
      end_timestamp: Date.parse(at) + 900_000,
      marketprice: price,
      unit: 'EUR / MWh'
    })
    const data = [one('2025-10-25T22:00:00Z', 110.5), one('2025-10-25T22:15:00Z', -3)]
    const found = read(JSON.stringify({ license_info: 'CC BY 4.0', data }))
    expect(from(found)).toEqual([utc('2025-10-25T22:00:00Z'), 900, [110_500n, -3000n]])
  })

  it('of two lists side by side', () => {
    const text = JSON.stringify({
      unix_seconds: [1_767_225_600, 1_767_229_200],
      price: [88.2, 90.1],
      unit: 'EUR / MWh'
    })
    expect(from(read(text))).toEqual([1_767_225_600, 3600, [88_200n, 90_100n]])
  })

  it('of objects with stamps, the unit beside them', () => {
    const data = [
      { date: '2026-03-01T00:00:00+01:00', value: 12.32 },
      { date: '2026-03-01T00:15:00+01:00', value: 11.5 }
    ]
    const found = read(JSON.stringify({ tariff: 'EPEXSPOTAT', unit: 'ct/kWh', interval: 15, data }))
    expect(from(found)).toEqual([utc('2026-02-28T23:00:00Z'), 900, [123_200n, 115_000n]])
  })
})

describe('what must be asked for', () => {
  const two = ['2026-01-01T00:00:00Z,1.5', '2026-01-01T01:00:00Z,2.5']

  it('is the unit, where nothing says it', () => {
    const found = read(['time,price', ...two])
    expect([found.unit, found.prices, found.steps]).toEqual([null, null, 2])
    expect(read(['time,price', ...two], { unit: 'ct-per-kwh' }).prices?.prices).toEqual([15_000n, 25_000n])
  })

  it('is the column, where several could be it', () => {
    const lines = ['time,DE EUR/MWh,AT EUR/MWh', '2026-01-01T00:00:00Z,1,2', '2026-01-01T01:00:00Z,3,4']
    const found = read(lines)
    expect([found.column, found.prices]).toEqual([null, null])
    expect(found.columns).toEqual([
      { index: 1, name: 'DE EUR/MWh' },
      { index: 2, name: 'AT EUR/MWh' }
    ])
    expect(read(lines, { column: 2 }).prices?.prices).toEqual([2000n, 4000n])
  })
})

describe('what is refused', () => {
  const hour = (at: number, price = '1.5') => `2026-01-01T${String(at).padStart(2, '0')}:00:00Z,${price}`
  const at = (hours: number): number => utc('2026-01-01T00:00:00Z') + hours * 3600

  it.each([
    ['an hour that is missing', [hour(0), hour(1), hour(3)], ['prices-missing', { at: at(2) }]],
    ['a price that is missing in between', [hour(0), hour(1, '-'), hour(2)], ['prices-missing', { at: at(1) }]],
    ['an hour that stands twice', [hour(0), hour(1), hour(1)], ['prices-twice', { at: at(1) }]],
    ['steps of another length', [hour(0), hour(2), hour(4)], ['prices-step', { seconds: 7200 }]],
    ['a single price', [hour(0)], ['prices-none', {}]],
    ['a price that nobody pays', [hour(0), hour(1, '99999999')], ['prices-out-of-range', {}]]
  ])('%s', (_, rows, expected) => {
    expect(refusal(['time,EUR/MWh', ...rows])).toEqual(expected)
  })

  it('a word among many prices', () => {
    const rows = Array.from({ length: 24 }, (_, index) => hour(index, index === 20 ? 'teuer' : '1.5'))
    expect(refusal(['time,EUR/MWh', ...rows])).toEqual(['prices-not-a-price', { line: 22 }])
  })

  it('another currency', () => {
    expect(refusal(['time,pence_per_kwh', hour(0), hour(1)])).toEqual(['prices-currency', {}])
  })

  it.each([
    ['nothing', ''],
    ['a picture', '\u0000\u0001PNG'],
    ['words', 'so much for that\nand no more'],
    ['JSON without a list', '{"a":1}'],
    ['deep JSON', '['.repeat(100_000)],
    ['readings without a price', 'time,name\n2026-01-01T00:00:00Z,a\n2026-01-01T01:00:00Z,b']
  ])('%s', (_, text) => {
    expect(refusal(text)).toEqual(['prices-none', {}])
  })
})
