import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../../app/bills/documents/contract-document'
import type { Tariff } from '../../../../app/bills/documents/tariff-document'
import { acceptedTariffFor, refusalsOf } from '../../../../app/bills/tariff/accept-tariff'
import { type Weekday, toLocalDate, toTimeZone } from '../../../../app/domain/calendar'
import { toPrice } from '../../../../app/domain/money'
import { dynamicTariff, flatTariff, threeTimesTariff } from '../../../../services/supplier/example-tariffs'
import { billCase, exampleTerms } from '../../../support/bills/bill-case'

const { document: contract } = billCase({ seconds: 3600 }).contract
const first = toLocalDate('2026-03-01')
const codes = (tariff: Tariff, terms: Contract = contract): readonly string[] =>
  refusalsOf(terms, tariff, first).map(({ code }) => code)

describe('refusalsOf', () => {
  it('has nothing against flat, time-of-use and dynamic tariffs', () => {
    for (const make of [flatTariff, threeTimesTariff, dynamicTariff]) expect(codes(make(exampleTerms()))).toEqual([])
  })

  it('refuses a tariff of another supplier, another zone, or of other days', () => {
    const flat = flatTariff(exampleTerms())
    expect(codes({ ...flat, supplier: 'Andere Werke' })).toEqual(['other-supplier'])
    expect(codes({ ...flat, zone: toTimeZone('Europe/London') })).toEqual(['other-zone'])
    expect(codes(flatTariff(exampleTerms('2026-04-01', '2026-12-31')))).toEqual(['not-valid-then'])
    expect(codes({ ...flat, components: flat.components.filter(({ kind }) => kind !== 'energy') })).toEqual([
      'no-price-for-energy'
    ])
  })

  it('refuses an index that the supplier publishes itself, or nobody (B28)', () => {
    const dynamic = dynamicTariff(exampleTerms())
    expect(codes(dynamic, { ...contract, index: null })).toEqual(['no-index-publisher'])
    const own = { publisher: 'Stromwerk Musterau', key: contract.supplier.key }
    expect(codes(dynamic, { ...contract, index: own })).toEqual(['index-by-supplier'])
  })

  it('refuses a window so narrow that its energy is one reading (B27)', () => {
    const flat = flatTariff(exampleTerms())
    const time = (days: Weekday[], from: number, to: number) => ({ days, from, to })
    const week: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
    const narrow: Tariff = {
      ...flat,
      components: [
        {
          kind: 'energy',
          name: 'Arbeitspreis',
          vat: 1900,
          windows: [
            {
              name: 'Auge',
              times: [time([3], 1080, 1095)],
              prices: [{ from: flat.valid.from, price: toPrice(289_010n) }]
            },
            {
              name: 'Sonst',
              times: [
                time([3], 0, 1080),
                time([3], 1095, 1440),
                time(
                  week.filter((one) => one !== 3),
                  0,
                  1440
                )
              ],
              prices: [{ from: flat.valid.from, price: toPrice(289_000n) }]
            }
          ]
        }
      ]
    }
    expect(refusalsOf(contract, narrow, first)).toEqual([
      { code: 'cell-too-small', params: { cell: '2026-03-01/Auge', minutes: 60, dates: 4 } }
    ])
  })
})

describe('acceptedTariffFor', () => {
  const terms = {
    ...contract,
    tariffs: [
      { hash: 'a'.repeat(64), from: first },
      { hash: 'b'.repeat(64), from: toLocalDate('2026-05-01') }
    ]
  }

  it('is the one that holds over the whole period', () => {
    expect(acceptedTariffFor(terms, toLocalDate('2026-04-01'), toLocalDate('2026-04-30'))).toBe('a'.repeat(64))
    expect(acceptedTariffFor(terms, toLocalDate('2026-05-01'), toLocalDate('2026-05-31'))).toBe('b'.repeat(64))
  })

  it('is none where it changes inside, or before the first', () => {
    expect(acceptedTariffFor(terms, toLocalDate('2026-04-15'), toLocalDate('2026-05-14'))).toBeNull()
    expect(acceptedTariffFor(terms, toLocalDate('2026-02-01'), toLocalDate('2026-02-28'))).toBeNull()
  })
})
